"""The text that a feed carries of a story: RSS ``content:encoded``, Atom and JSON Feed content.

It stands in where the page itself gives no text or next to none of it: walls for consent or money,
checks for robots, pages built by scripts, servers that answer with an error.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.errors import PageError
from pipelines.extraction.body.page_body import has_paragraph_of
from pipelines.extraction.kinds.paywall import says_prompt
from pipelines.extraction.tree.element_names import names_of
from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import drop_all, parse
from pipelines.extraction.tree.markup_limits import check_markup
from pipelines.items import Article, Page, SiteRules
from pipelines.normalization import count_words_roughly, word_key, word_parts
from pipelines.options import ExtractionOptions
from pipelines.sentence_signs import ELLIPSES
from pipelines.urls import canonicalize_url, is_http_url, is_same_site

FEED_EXTRACTOR = "feed-content/1"
TEXT_FROM_FEED = "text-from-feed"
_LAST_LINES = 3
_MIN_LINK_SHARE = 0.9
_MAX_LINK_WORDS = 8
_MAX_LINKED = 0.5
_MAX_HTML_CHARS = 2_000_000
"""Contents beyond this are no story: 300,000 words."""
_MARKUP = re.compile(r"<[^<>]*+>")
_SHARE_BARS = frozenset({"share", "sharedaddy", "sharing", "social"})
"""Names of the bars that systems append to a text: what ends there is not the story."""
_SHOWN = frozenset({"caption", "quote"})
"""What is shown in a story, a post of a network or a picture, links to where it comes from."""
_COMMENTS = re.compile(r"comment|respond|disqus|reply", re.IGNORECASE)
_OF_A_DOCUMENT = ("base", "link", "meta", "script", "style", "title")
"""Elements that describe a whole document. The text is a part of one; its entry describes it."""
_RESERVATIONS = frozenset({"tdm-policy", "tdm-reservation", "x-robots-tag"})
_MIN_SHARED = 0.3
_ALL_OF_IT = SiteRules(id="feed", body=("body",))


def read_story(
    page: Page, options: ExtractionOptions = ExtractionOptions(), more_than: int = 0
) -> HtmlElement | None:
    """Return the tree of the story that the feed of a page carries.

    ``None`` where it carries no more than ``more_than`` characters of one, or only an excerpt: a
    short one, or one that ends with an ellipsis, a link that leads on or a prompt to pay. ``None``
    also for lists of links, and for markup that is made to exhaust whoever reads it.
    """
    html = None if page.entry is None else page.entry.content_html
    least = max(options.min_rescue_chars, more_than + 1)
    # Most pages have what their feed carries: that is told without a tree.
    if html is None or not least <= len(html) <= _MAX_HTML_CHARS:
        return None
    if len(_MARKUP.sub("", html)) < least:
        return None
    try:
        check_markup(html)
        tree = parse(f"<!DOCTYPE html><html><body>{html}</body></html>")
    except PageError:
        return None
    _make_part_of_page(tree)
    return tree if _is_whole(read_lines(tree), page, least) else None


def page_of_feed(page: Page) -> Page:
    """Return a page with nothing of its own, all of whose body is the text that its feed carries.

    Where a wall stands in for the page and has an address of its own, the page was asked for under
    the right one.
    """
    return replace(
        page,
        url=page.url_requested if _is_of_wall(page.url, page.url_requested) else page.url,
        headers={name: value for name, value in page.headers.items() if name in _RESERVATIONS},
        hints=replace(page.hints, rules=_ALL_OF_IT),
        further_pages=(),
        is_incomplete=False,
    )


def is_same_story(article: Article, carried: Article) -> bool:
    """Return whether a page is that of the story which its feed carries, and no offer or notice.

    A paragraph of the one begins as in the other, or their headlines have words in common.
    """
    if has_paragraph_of(article.blocks, carried.text):
        return True
    words = word_parts(article.title or ""), word_parts(carried.title or "")
    return len(words[0] & words[1]) >= _MIN_SHARED * min(map(len, words))


def _make_part_of_page(tree: HtmlElement) -> None:
    drop_all(tree, list(tree.iter(*_OF_A_DOCUMENT)))
    for heading in tree.iter("h1"):
        heading.tag = "h2"


def _is_whole(lines: Sequence[Line], page: Page, least: int) -> bool:
    chars = sum(len(line.text) for line in lines)
    if chars < least or sum(line.link_chars for line in lines) > chars * _MAX_LINKED:
        return False
    told = [line for line in lines if not _is_in_share_bar(line.element)]
    return not any(_breaks_off(line, page) for line in told[-_LAST_LINES:])


def _is_in_share_bar(element: HtmlElement) -> bool:
    return any(
        not _SHARE_BARS.isdisjoint(names_of(around))
        for around in (element, *element.iterancestors())
    )


def _breaks_off(line: Line, page: Page) -> bool:
    """Return whether a line ends in the middle, asks for money, or is a link to the rest."""
    text = line.text.strip()
    if text.endswith(ELLIPSES) or says_prompt(text):
        return True
    links = list(_links_in(line, page))
    if any(text.removesuffix(label).rstrip().endswith(ELLIPSES) for label, _ in links):
        return True
    if line.link_chars < len(text) * _MIN_LINK_SHARE or line.kind in _SHOWN:
        return False
    return any(_leads_on(label, target, page) for label, target in links)


def _links_in(line: Line, page: Page) -> Iterator[tuple[str, str]]:
    """Yield the text and the address of each link of a line that leads out of the text.

    Those of notes lead back to their place in it.
    """
    root = line.element.getroottree().getroot()
    places = {element.get(key) for element in root.iter() for key in ("id", "name")}
    for link in line.element.iter("a"):
        label = " ".join(link.text_content().split())
        if label and label in line.text:
            try:
                target = urljoin(page.url_requested, link.get("href", ""))
            except ValueError:
                target = ""
            place = target.partition("#")[2]
            if not place or place not in places:
                yield label, target


def _leads_on(label: str, target: str, page: Page) -> bool:
    """Return whether a link that stands alone leads to the rest of the story.

    It does if it leads to the page, though not to what readers say there, nor as its name. Other
    pages of the site are other stories; where links to other sites lead, nobody knows. Addresses
    for mail and telephone are no pages.
    """
    if not is_http_url(target):
        return False
    if canonicalize_url(target) in {
        canonicalize_url(url) for url in (page.url, page.url_requested)
    }:
        is_named = page.entry is not None and word_key(label) == word_key(page.entry.title or "")
        return not is_named and not _COMMENTS.search(target.partition("#")[2])
    return not is_same_site(target, page.url_requested) and (
        count_words_roughly(label) <= _MAX_LINK_WORDS
    )


def _is_of_wall(url: str, url_requested: str) -> bool:
    """Return whether a page was led away to an address that is not that of the story.

    Such an address tells where to go back to, or is shorter than that of a story.
    """
    final, asked = urlsplit(url), urlsplit(url_requested)
    path, asked_path = final.path.strip("/"), asked.path.strip("/")
    if path == asked_path or not is_same_site(url, url_requested):
        return False
    if asked_path and asked_path in unquote(final.query):
        return True
    return len(path) < len(asked_path) and not (path and asked_path.startswith(path))
