"""Reads RSS 0.9x, 1.0 and 2.0 and Atom; the only user of feedparser.

feedparser is handed bytes only, so it never opens a URL or a file, and neither sanitises nor
resolves links inside of texts (a 100-entry feed takes 25 ms instead of 326).
"""

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import feedparser

from crawler.discovery.discovered import Discovered
from crawler.discovery.feed_bytes import readable_feed
from crawler.discovery.feed_limits import check_feed, limit_entries
from crawler.discovery.fields import (
    PARAGRAPH,
    absolute_url,
    first_image,
    name_of_feed,
    own_sites,
    plain_text,
    story_html,
    target_of,
    unique,
)
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from crawler.discovery.teasers import teaser_text
from crawler.discovery.xml_prolog import refuse_entities
from pipelines.errors import SourceError
from pipelines.extraction.metadata.images import story_images
from pipelines.items import Candidate, Entry
from pipelines.urls import is_same_site, registered_domain

_Fields = Mapping[str, Any]
_IMAGE_NAME = re.compile(r"\.(?:avif|gif|jpe?g|png|webp)(?:[?#]|$)", re.IGNORECASE)
_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What feedparser raises on declarations that are no text, and where its second parser, for markup
that is torn, meets the end of what never began."""
_MIN_PARAGRAPHS = 3
_WHOLE_TEXTS = ("turbo_content", "yandex_full-text")
"""Elements that search engines ask for: https://yandex.com/dev/turbo/doc/rss/markup.html."""
_ADDRESS = re.compile(r"\S+@\S+")
_AFTER_HANDLE = re.compile(r"@[\w.-]+\s+(\S+\s[^@]+)$")
# What feedparser leaves of an address under a top-level domain of more than four letters.
_SCRAP = re.compile(r"^[a-z]+ \((?=[^()]+$)|\s+(?:\([a-z]+|<[a-z]+>)$|^[a-z]+$")
_BRACKETS = re.compile(r"\(([^()]+)\)")


def read_feed(body: bytes, content_type: str | None, url: str) -> Discovered:
    """Return the entries of a feed, also of one that is not well-formed.

    Raises:
        SourceError: ``unsafe-xml``, ``too-complex``, or ``no-feed`` when there is neither a feed
            nor an entry.
    """
    refuse_entities(body)
    body = limit_entries(body)
    check_feed(body)
    parsed = _parse(body, content_type, url)
    items = parsed["entries"]
    if not items and not parsed.get("version"):
        raise SourceError("no-feed", f"{url}: not a feed: {parsed.get('bozo_exception', '')}")
    problems = [f"not well-formed: {parsed['bozo_exception']}"] if parsed.get("bozo") else []
    feed = _Feed(parsed, url)
    entries: list[Entry] = []
    for number, (item, link) in enumerate(zip(items, feed.links, strict=False), start=1):
        if link is None:
            problems.append(f"entry {number} has no link")
        else:
            entries.append(feed.entry(item, link))
    return Discovered(
        kind="feed",
        entries=tuple(entries),
        next_page=feed.next_page(),
        title=feed.title,
        problems=tuple(problems),
    )


class _Feed:
    """What the entries of one feed share."""

    def __init__(self, parsed: _Fields, url: str) -> None:
        self._url = url
        self._fields: _Fields = parsed["feed"]
        self.title = plain_text(_get(self._fields, "title"))
        self._language = _get(self._fields, "language")
        # Atom: relative links refer to the document (xml:base is applied by feedparser already).
        # RSS says nothing; its feeds often lie on another host than the site they speak of.
        self._is_atom = str(parsed.get("version")).startswith("atom")
        site = absolute_url(_get(self._fields, "link"), url)
        self._base = url if self._is_atom or site is None else site
        items = parsed["entries"][: DEFAULT_DISCOVERY_OPTIONS.max_entries]
        self.links = [self._link(item) for item in items]
        """Of the items, ``None`` for one without a usable link."""
        self._sites = own_sites((url, site), [link for link in self.links if link is not None])

    def entry(self, item: _Fields, link: str) -> Entry:
        """Return an item as an entry.

        Where its link leads to a site that is not the feed's, what the feed says of itself does not
        count, and what it carries is no text of the page but somebody's word on it.
        """
        is_own = registered_domain(link) in self._sites | _sites_of_source(item)
        # dc:date, the only date of RSS 1.0, reads as "updated".
        published = _get(item, "published") or _get(item, "created")
        updated = _get(item, "updated")
        content = _content_html(item)
        title = plain_text(_get(item, "title"))
        summary = _get(item, "summary") or _media_text(item)
        is_story = content is not None and plain_text(summary) == plain_text(content)
        return Entry(
            url=link,
            guid=_get(item, "id"),
            title=title,
            summary=None if is_story else teaser_text(summary, title, link),
            content_html=content if is_own else None,
            date_raw=published
            or (None if self._is_atom else updated)
            or _get(item, "prism_publicationdate"),
            date_modified_raw=updated if published or self._is_atom else None,
            authors=_authors(item) or (_authors(self._fields) if is_own else ()),
            tags=_tags(item),
            language=_language(item) or self._language,
            publisher=_publisher(item) or (self._publisher() if is_own else None),
            image_url=self._image(item, first_image((content, _get(item, "summary")), link), link),
        )

    def _publisher(self) -> str | None:
        return _publisher(self._fields) or name_of_feed(self.title)

    def next_page(self) -> str | None:
        """Return the next part of an archived feed (RFC 5005)."""
        for link in _dicts(self._fields, "links"):
            if _get(link, "rel") == "next":
                url = absolute_url(_get(link, "href"), self._url)
                return url if url != self._url else None
        return None

    def _link(self, item: _Fields) -> str | None:
        alternates = [
            link
            for link in _dicts(item, "links")
            if (_get(link, "rel") or "alternate") == "alternate"
        ]
        pages = [link for link in alternates if "html" in (_get(link, "type") or "html")]
        guid = absolute_url(_get(item, "id"), "")
        candidates = [
            _get(item, "feedburner_origlink"),
            *(_get(link, "href") for link in pages),
            _get(item, "link"),
            *(_get(link, "href") for link in alternates),
        ]
        found = [absolute_url(candidate, self._base) for candidate in candidates]
        # An empty link refers to the document that it stands in.
        urls = [url for url in found if url is not None and url != self._url]
        # Some systems link all items to their front page, and name the story by its guid.
        if guid and (item.get("guidislink") or (urls and is_same_site(guid, urls[0]))):
            urls.append(guid)
        url = next((url for url in urls if not _is_front_page(url)), next(iter(urls), None))
        return None if url is None else target_of(url)

    def _image(self, item: _Fields, in_text: str | None, link: str) -> str | None:
        """Return the picture: media:content, enclosure, thumbnail, in this order, the largest.

        The portrait of the writer may stand before it, as if it were one.
        """
        candidates = [_get(media, "url") for media in _pictures(item)]
        candidates += [
            _get(link, "href")
            for link in _dicts(item, "links")
            if _get(link, "rel") == "enclosure"
            and _is_image(None, _get(link, "type"), _get(link, "href"))
        ]
        thumbnails = sorted(_dicts(item, "media_thumbnail"), key=_width, reverse=True)
        candidates += [_get(media, "url") for media in thumbnails]
        candidates.append(_get(item.get("image", {}), "href"))
        lone = _get(item, "href")  # of an RSS image
        candidates.append(lone if _is_image(None, None, lone) else None)
        urls = (*(absolute_url(candidate, self._base) for candidate in candidates), in_text)
        found = [Candidate(value=url, source="feed") for url in urls if url is not None]
        return next((image.value for image in story_images(found, link)), None)


def _parse(body: bytes, content_type: str | None, url: str) -> _Fields:
    body, charset = readable_feed(body, content_type)
    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    try:
        parsed: _Fields = feedparser.parse(
            io.BytesIO(body),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers=headers,
        )
    except _STUMBLES as error:
        raise SourceError("no-feed", f"{url}: not a feed: {error!r}") from error
    return parsed


def _get(fields: _Fields, key: str) -> str | None:
    """Return a text field; feedparser's own look-up maps ``updated`` to ``published``."""
    value = dict.get(fields, key) if isinstance(fields, dict) else None
    return value.strip() or None if isinstance(value, str) else None


def _dicts(fields: _Fields, key: str) -> list[_Fields]:
    values = fields.get(key)
    return [value for value in values if _is_dict(value)] if isinstance(values, list) else []


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def _content_html(item: _Fields) -> str | None:
    """Return the whole story where the feed carries it, be it as the description."""
    texts = [
        _get(content, "value")
        for content in _dicts(item, "content")
        if "html" in (_get(content, "type") or "html")
    ]
    texts += [_get(item, key) for key in _WHOLE_TEXTS]
    # Some feeds carry an excerpt and the whole as two contents.
    content = max((text for text in texts if text), key=len, default=None)
    return story_html(content) if content else _long_description(item)


def _media_text(item: _Fields) -> str | None:
    """Return what an item says of its video or sound; of a picture it is the caption."""
    return None if _pictures(item) else _get(item, "media_about")


def _pictures(item: _Fields) -> list[_Fields]:
    """Return the pictures of an item, the widest first where their widths are told."""
    media = _dicts(item, "media_content")
    pictures = (
        one for one in media if _is_image(_get(one, "medium"), _get(one, "type"), _get(one, "url"))
    )
    return sorted(pictures, key=_width, reverse=True)


def _width(media: _Fields) -> int:
    width = _get(media, "width") or ""
    return int(width) if width.isdecimal() and len(width) < 6 else 0


def _long_description(item: _Fields) -> str | None:
    html, least = _get(item, "summary") or "", DEFAULT_DISCOVERY_OPTIONS.min_story_chars
    if len(html) < least or len(PARAGRAPH.findall(html)) < _MIN_PARAGRAPHS:
        return None
    return html if len(plain_text(html) or "") >= least else None


def _authors(fields: _Fields) -> tuple[str, ...]:
    raw = [_whole_name(author) for author in _dicts(fields, "authors")]
    whole = _get(fields, "author")
    # feedparser cuts addresses under newer top-level domains in the wrong place.
    if not raw or (len(raw) == 1 and whole and "@" in whole):
        raw = [whole]
    names = [_name(text) for text in raw if text]
    return unique([name for name in names if name])


def _whole_name(author: _Fields) -> str | None:
    name = _get(author, "name")
    return name if name is None or _get(author, "email") is None else _SCRAP.sub("", name)


def _name(text: str) -> str | None:
    """Return the name out of ``jo@x.test (Jo)`` or ``Jo (jo@x.test)``, no name for an address."""
    if "@" not in text:
        return plain_text(text)
    handled = _AFTER_HANDLE.match(text)
    if handled:
        return plain_text(handled[1])
    bracketed = _BRACKETS.search(text)
    if bracketed and "@" not in bracketed[1]:
        return plain_text(bracketed[1])
    return plain_text(_ADDRESS.sub("", text).strip(" ()<>,"))


def _tags(item: _Fields) -> tuple[str, ...]:
    names = (plain_text(_get(tag, "label") or _get(tag, "term")) for tag in _dicts(item, "tags"))
    return unique([name for name in names if name])


def _language(item: _Fields) -> str | None:
    details: Iterable[object] = (item.get("title_detail"), item.get("summary_detail"))
    languages = (_get(detail, "language") for detail in details if isinstance(detail, dict))
    return next((language for language in languages if language), _get(item, "language"))


def _sites_of_source(item: _Fields) -> frozenset[str]:
    """Return the sites of the feed that an aggregator took an item from."""
    source = item.get("source")
    if not isinstance(source, dict):
        return frozenset()
    links = (_get(link, "href") for link in _dicts(source, "links"))
    return own_sites((_get(source, "href"), _get(source, "link"), _get(source, "id"), *links))


def _publisher(fields: _Fields) -> str | None:
    """Return the source an aggregator names, or the Dublin Core publisher."""
    source = fields.get("source")
    name = plain_text(_get(source, "title")) if isinstance(source, dict) else None
    # Forums name the thread, with a feed of its own.
    if name == plain_text(_get(fields, "title")):
        name = None
    name = name or plain_text(_get(fields, "publisher"))
    # feedparser puts RSS's webMaster, an address, into the same field.
    return None if name is None or _ADDRESS.search(name) else name


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _is_image(medium: str | None, mime: str | None, url: str | None) -> bool:
    if medium is not None:
        return medium == "image"
    if mime is not None:
        return mime.startswith("image/")
    return bool(url and _IMAGE_NAME.search(url))
