"""What a source is, found out from its bytes, and one way in for all kinds."""

import json
import re
from collections.abc import Callable

from crawler.discovery.autodiscovery import find_feeds
from crawler.discovery.discovered import DetectedKind, Discovered
from crawler.discovery.feeds import read_feed
from crawler.discovery.html_trees import page_title, parse_html
from crawler.discovery.json_feed import read_json_feed
from crawler.discovery.listings import find_entries
from crawler.discovery.news_sitemaps import read_sitemap
from crawler.discovery.next_page import find_next_page
from crawler.discovery.packed_documents import unpack_document
from crawler.discovery.text_sitemaps import is_text_sitemap, read_text_sitemap
from crawler.discovery.xml_prolog import Prolog, as_text, read_prolog
from pipelines.errors import SourceError

_ROOTS: dict[str, DetectedKind] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "channel": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap_index",
    "html": "html",
    "head": "html",
    "body": "html",
}
_JSON_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\{")
_OF_JSON_FEEDS = frozenset({"feed_url", "home_page_url"})
_SOMEWHERE = re.compile(
    r"<(rss|feed|urlset|sitemapindex|html|body|rdf:rdf)(?=[\s>])", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<(?:a|article|div|h[1-6]|li|main|p|section|span|table|ul)\b", re.IGNORECASE)
_SEARCHED_CHARS = 4_096
"""Warnings of a web server that stand before a document are no longer than this."""


def detect_kind(body: bytes, content_type: str | None) -> DetectedKind:
    """Return what a document is. The content decides; the declared type only where it is silent."""
    if _JSON_START.match(body):
        return _kind_of_json(body)
    text = as_text(body)
    if is_text_sitemap(text):
        return "text_sitemap"
    prolog = read_prolog(text)
    if prolog.root in _ROOTS:
        return _ROOTS[prolog.root]
    return _kind_of_unclear(text, prolog, content_type or "")


def read_source(body: bytes, content_type: str | None, url: str) -> Discovered:
    """Return what the document of a source holds.

    Raises:
        SourceError: nothing can be made of it (``empty-document``, ``unknown-format``,
            ``no-entries``, ``too-large``, ``bad-gzip``, ``unsafe-xml``, ``broken-…``).
    """
    body = unpack_document(body, url)
    reader = _READERS.get(detect_kind(body, content_type))
    if reader is None:
        raise SourceError(
            "unknown-format", f"{url}: neither a feed, nor a sitemap, nor an HTML page"
        )
    return reader(body, content_type, url)


def _kind_of_json(body: bytes) -> DetectedKind:
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return "unknown"
    if not isinstance(data, dict):
        return "unknown"
    version = data.get("version")
    if isinstance(version, str) and "jsonfeed.org/version/" in version:
        return "json_feed"
    # Some tell no version, or "1.1": then what no other format has.
    is_feed = isinstance(data.get("items"), list) and not data.keys().isdisjoint(_OF_JSON_FEEDS)
    return "json_feed" if is_feed else "unknown"


def _kind_of_unclear(text: str, prolog: Prolog, content_type: str) -> DetectedKind:
    head = text[:_SEARCHED_CHARS]
    if prolog.doctype is not None and prolog.doctype.startswith("html"):
        return "html"
    found = _SOMEWHERE.search(head)
    if found is not None:
        return _ROOTS[found[1].lower().removeprefix("rdf:")]
    says_html = "html" in content_type.lower()
    return "html" if _ANY_TAG.search(text if says_html else head) else "unknown"


def _read_page(body: bytes, content_type: str | None, url: str) -> Discovered:
    tree = parse_html(body, content_type)
    entries = find_entries(tree, url)
    feeds = find_feeds(tree, url)
    if not entries and not feeds:
        raise SourceError("no-entries", f"{url}: the page lists no stories and links to no feed")
    return Discovered(
        kind="html",
        entries=entries,
        feeds=feeds,
        next_page=find_next_page(tree, url),
        title=page_title(tree),
    )


_READERS: dict[DetectedKind, Callable[[bytes, str | None, str], Discovered]] = {
    "feed": read_feed,
    "html": _read_page,
    "json_feed": read_json_feed,
    "sitemap": read_sitemap,
    "sitemap_index": read_sitemap,
    "text_sitemap": read_text_sitemap,
}
