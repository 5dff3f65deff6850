"""Values of entries: plain text out of markup, absolute URLs out of references."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from pipelines.normalization import clean_text
from pipelines.urls import is_http_url, is_same_site, registered_domain

_COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|em|font|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
PARAGRAPH = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
"""What parts the paragraphs of a story."""
_FORMAT_NAME = r"(?:rss(?:[\s-]*(?:feeds?|[12]\.0))*|atom[\s-]*(?:feeds?|1\.0))"
_FORMAT = re.compile(
    rf"^{_FORMAT_NAME}(?:[\s:|–-]+|$)|[\s:|–-]+{_FORMAT_NAME}$|\s*\({_FORMAT_NAME}\)$",
    re.IGNORECASE,
)
_NO_NAMES = frozenset({"", "feed", "untitled"})
_TARGETS = frozenset({"u", "url"})
_MAX_QUERY_CHARS = 4_000
_MAX_MARKUP_CHARS = 200_000
_MIN_LINKS = 3
_IMAGE = re.compile(r"<img\b[^<>]*+>", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_SIZE = re.compile(r"\s(?:height|width)\s*=\s*[\"']?(\d{1,5})\b", re.IGNORECASE)
_MIN_IMAGE_PIXELS = 100
"""Smaller ones are symbols, portraits, and pixels that count readers."""


def plain_text(markup: str | None) -> str | None:
    """Return the text of a field that may hold markup and entities, ``None`` when it is empty.

    Feeds escape titles once, twice or not at all, so entities are resolved until tags and text
    stand apart; ``a < b`` stays.
    """
    if not markup:
        return None
    text = _without_tags(markup[:_MAX_MARKUP_CHARS])
    for _ in range(2):
        if "&" not in text:
            break
        text = _without_tags(html.unescape(text))
    return short_text(text)


def short_text(text: str | None) -> str | None:
    """Return plain text made clean and cut to a sensible length, ``None`` when it is empty."""
    if not text:
        return None
    return clean_text(text[: DEFAULT_DISCOVERY_OPTIONS.max_text_chars]) or None


def absolute_url(reference: str | None, base: str) -> str | None:
    """Return the absolute http(s) URL of a reference, ``None`` when it is not one."""
    if not reference:
        return None
    reference = re.sub(r"[\t\r\n]", "", reference).strip()
    try:
        url = urljoin(base, reference).replace(" ", "%20")
    except ValueError:
        return None
    return url if is_http_url(url) else None


def name_of_feed(title: str | None) -> str | None:
    """Return the name of a publication out of the title of its feed, without that of the format.

    ``None`` where nothing else is in it.
    """
    name = _FORMAT.sub("", title or "").strip()
    return None if name.lower() in _NO_NAMES else name


def target_of(url: str) -> str:
    """Return the address of a story that a link through a counter names, else the link itself.

    Alerts and searches link to themselves and write the story's address, which lies on another
    site, into a parameter. Robots are often kept from such links.
    """
    for name, value in parse_qsl(urlsplit(url).query[:_MAX_QUERY_CHARS]):
        target = absolute_url(value, url) if "://" in value else None
        if name in _TARGETS and target and not is_same_site(target, url):
            return target
    return url


def story_html(text: str) -> str:
    """Return the text that a feed carries as HTML, also where it is escaped twice or is none.

    Text without markup has a paragraph a line.
    """
    if _TAG.search(text):
        return text
    unescaped = html.unescape(text)
    return unescaped if PARAGRAPH.search(unescaped) else in_paragraphs(text)


def in_paragraphs(text: str) -> str:
    """Return escaped text as HTML with a paragraph a line."""
    return "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())


def first_image(texts: Iterable[str | None], base: str) -> str | None:
    """Return the address of the first image in some texts that is not known to be small."""
    for tag in (tag for text in texts if text for tag in _IMAGE.findall(text)):
        source = _SOURCE.search(tag)
        if source is None or any(int(size) < _MIN_IMAGE_PIXELS for size in _SIZE.findall(tag)):
            continue
        address = absolute_url(html.unescape(next(filter(None, source.groups()), "")), base)
        if address is not None:
            return address
    return None


def own_sites(addresses: Iterable[str | None], links: Sequence[str] = ()) -> frozenset[str]:
    """Return the sites of a feed: of its own addresses, and the one most of its entries lead to.

    Publishers keep feeds under domains of their own; collections lead to many sites.
    """
    sites = {registered_domain(address) for address in addresses if address}
    for site, count in Counter(map(registered_domain, links)).most_common(1):
        if len(links) >= _MIN_LINKS and count * 2 > len(links):
            sites.add(site)
    return frozenset(sites - {""})


def unique(values: list[str]) -> tuple[str, ...]:
    """Return the values in their order, each once."""
    return tuple(dict.fromkeys(values))


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    return _TAG.sub(" ", _INLINE_TAG.sub("", _COMMENT.sub(" ", _CDATA.sub("", text))))
