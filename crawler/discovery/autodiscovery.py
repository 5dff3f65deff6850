"""Finds the feeds that an HTML page links to."""

import re
from urllib.parse import unquote, urlsplit

from lxml import etree

from crawler.discovery.discovered import FeedLink
from crawler.discovery.fields import absolute_url, short_text
from crawler.discovery.html_trees import base_url, text_of
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS

_FEED_TYPES = {
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/rss+xml",
    "application/x-rss+xml",
    "text/rss+xml",
}
_AMBIGUOUS_TYPES = {"application/json", "application/xml", "text/xml"}
"""Also used for oEmbed, search descriptions and APIs, so the address must look like a feed."""
_FEED_ADDRESS = re.compile(
    r"""(?:/|[._-])(?:rss2?|atom|rdf)(?:\.(?:xml|php|rdf|aspx?))?/?(?:\?.*)?$
      | /feeds?(?:\.(?:xml|json|php))?/?(?:\?.*)?$
      | /feeds?/(?:rss|atom|all|news|index)[^/]*/?$
      | /(?:rss|feeds?)/[^?]*\.xml$
      | [?&](?:feed|format|type)=(?:rss2?|atom|rdf|feed)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ASIDE = re.compile(
    r"comment|kommentar|commentaire|comentario|комментари|komentarz|podcast", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")


def find_feeds(tree: etree._Element, url: str) -> tuple[FeedLink, ...]:
    """Return the feeds a page links to, best first, each once, never the page itself.

    On a section page its own feeds come first, by their addresses; then those named in the head,
    then guesses from links in the text, feeds of comments and podcasts last.
    """
    base = base_url(tree, url)
    found: dict[str, FeedLink] = {}
    for link in (*_declared(tree, base), *_guessed(tree, base)):
        if link.url.partition("#")[0] != url.partition("#")[0]:
            found.setdefault(link.url, link)
    section = _section(url)
    ranked = sorted(found.values(), key=lambda link: _rank(link, section))
    return tuple(ranked[: DEFAULT_DISCOVERY_OPTIONS.max_feed_links])


def is_aside_feed(url: str, title: str | None) -> bool:
    """Return whether a feed is one of comments or podcasts, by its address or its name."""
    return bool(_ASIDE.search(f"{url} {title or ''}"))


def _declared(tree: etree._Element, base: str) -> list[FeedLink]:
    links = []
    for element in tree.iter("link"):
        url = absolute_url(element.get("href"), base)
        if url is not None and _is_feed_link(element, url):
            links.append(FeedLink(url=url, title=short_text(element.get("title"))))
    return links


def _is_feed_link(element: etree._Element, url: str) -> bool:
    rel = (element.get("rel") or "").lower().split()
    kind = (element.get("type") or "").lower().partition(";")[0].strip()
    if "alternate" not in rel and "feed" not in rel:
        return False
    if kind in _FEED_TYPES:
        return True
    return (kind in _AMBIGUOUS_TYPES or "feed" in rel) and bool(_FEED_ADDRESS.search(url))


def _guessed(tree: etree._Element, base: str) -> list[FeedLink]:
    links = []
    for element in tree.iter("a"):
        url = absolute_url(element.get("href"), base)
        if url is not None and _FEED_ADDRESS.search(url.partition("#")[0]):
            title = short_text(text_of(element)) or short_text(element.get("title"))
            links.append(FeedLink(url=url, title=title, is_declared=False))
    return links


def _rank(link: FeedLink, section: frozenset[str]) -> tuple[bool, bool, bool]:
    is_aside = is_aside_feed(link.url, link.title)
    is_of_section = bool(section) and section <= _words(link.url)
    return is_aside, not is_of_section, not link.is_declared


def _section(url: str) -> frozenset[str]:
    """Return the words in the name of a section page, none for a home page."""
    *_, name = ["", *filter(None, urlsplit(url).path.split("/"))]
    return _words(f"//host/{name.partition('.')[0]}")


def _words(url: str) -> frozenset[str]:
    """Return the words of an address behind its host."""
    parts = urlsplit(url)
    return frozenset(_WORD.findall(unquote(f"{parts.path} {parts.query}").lower()))
