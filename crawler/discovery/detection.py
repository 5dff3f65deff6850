"""What a source is, found out from its bytes, and one way in for all kinds."""

import json
import re
import zlib
from collections.abc import Callable

from crawler.discovery.autodiscovery import find_feeds
from crawler.discovery.discovered import DetectedKind, Discovered
from crawler.discovery.feeds import read_feed
from crawler.discovery.html_trees import page_title, parse_html
from crawler.discovery.json_feed import read_json_feed
from crawler.discovery.listings import find_entries
from crawler.discovery.news_sitemaps import read_sitemap
from crawler.discovery.next_page import find_next_page
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
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
_GZIP = b"\x1f\x8b"
_CHUNK_BYTES = 65_536
_JSON_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\{")
_OF_JSON_FEEDS = frozenset({"feed_url", "home_page_url"})
_SOMEWHERE = re.compile(
    r"<(rss|feed|urlset|sitemapindex|html|body|rdf:rdf)(?=[\s>])", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<(?:a|article|div|h[1-6]|li|main|p|section|span|table|ul)\b", re.IGNORECASE)
_SEARCHED_CHARS = 4_096
"""Warnings of a web server that stand before a document are no longer than this."""


def detect_kind(body: bytes, content_type: str | None, url: str) -> DetectedKind:
    """Return what a document is. The content decides; the declared type only where it is silent.

    Gzip is looked through. ``url`` is the last resort for documents without a root element.
    """
    try:
        body = gunzip(body, DEFAULT_DISCOVERY_OPTIONS.max_document_bytes)
    except SourceError:
        return "unknown"
    if _JSON_START.match(body):
        return _kind_of_json(body)
    text = as_text(body)
    if is_text_sitemap(text):
        return "text_sitemap"
    prolog = read_prolog(text)
    if prolog.root in _ROOTS:
        return _ROOTS[prolog.root]
    return _kind_of_unclear(text, prolog, content_type or "")


def gunzip(body: bytes, max_bytes: int) -> bytes:
    """Return the body unpacked if it is gzip, else as it is. A torn end gives what came before.

    Raises:
        SourceError: ``too-large`` beyond ``max_bytes``, ``bad-gzip`` when nothing can be unpacked.
    """
    for _ in range(2):  # servers pack files that are packed already
        if not body.startswith(_GZIP):
            break
        body = _unpacked(body, max_bytes)
    if len(body) > max_bytes:
        raise SourceError("too-large", f"the document is over {max_bytes} bytes")
    return body


def read_source(body: bytes, content_type: str | None, url: str) -> Discovered:
    """Return what the document of a source holds.

    Raises:
        SourceError: nothing can be made of it (``empty-document``, ``unknown-format``,
            ``no-entries``, ``too-large``, ``bad-gzip``, ``unsafe-xml``, ``broken-…``).
    """
    body = gunzip(body, DEFAULT_DISCOVERY_OPTIONS.max_document_bytes)
    if not body.strip():
        raise SourceError("empty-document", f"{url}: the document is empty")
    reader = _READERS.get(detect_kind(body, content_type, url))
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


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    """Return all members of a gzip file in one, up to the first broken place."""
    parts: list[bytes] = []
    room = max_bytes
    while body.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        for start in range(0, len(body), _CHUNK_BYTES):
            try:
                parts.append(unpacker.decompress(body[start : start + _CHUNK_BYTES], room + 1))
            except zlib.error:
                break
            room -= len(parts[-1])
            if room < 0:
                raise SourceError("too-large", f"the document is over {max_bytes} bytes unpacked")
            if unpacker.eof:
                break
        rest = unpacker.unused_data if unpacker.eof else b""
        body = rest + body[start + _CHUNK_BYTES :] if unpacker.eof else b""
    unpacked = b"".join(parts)
    if not unpacked:
        raise SourceError("bad-gzip", "the document cannot be unpacked")
    return unpacked


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
