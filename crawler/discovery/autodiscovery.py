"""Finds the feeds that an HTML page links to."""

import re

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
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|комментари", re.IGNORECASE)


def find_feeds(tree: etree._Element, url: str) -> tuple[FeedLink, ...]:
    """Return the feeds a page links to, best first, each once, never the page itself.

    Feeds named in the head come first, guesses from links in the text after them, feeds of comments
    last.
    """
    base = base_url(tree, url)
    found: dict[str, FeedLink] = {}
    for link in (*_declared(tree, base), *_guessed(tree, base)):
        if link.url.partition("#")[0] != url.partition("#")[0]:
            found.setdefault(link.url, link)
    ranked = sorted(found.values(), key=_rank)
    return tuple(ranked[: DEFAULT_DISCOVERY_OPTIONS.max_feed_links])


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


def _rank(link: FeedLink) -> tuple[bool, bool]:
    is_comments = bool(_COMMENTS.search(f"{link.url} {link.title or ''}"))
    return is_comments, not link.is_declared
