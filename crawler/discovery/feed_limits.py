"""Feeds that would hold the crawl up: feedparser is slow, and runs in the crawl's own process.

Measured with feedparser 6.0.14 on a busy machine: 50,000 entries take 28 s, a teaser of three
million escaped tags 53 s, an element of 100,000 attributes minutes.
"""

import re

from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from crawler.discovery.xml_prolog import as_text
from pipelines.errors import SourceError
from pipelines.extraction.tree.markup_limits import MAX_ATTRIBUTES, has_crowded_tag

_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s>]")
_END = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?(?:item|entry)\s*>")


def limit_entries(body: bytes) -> bytes:
    """Return the feed with its first entries, ``max_feed_entries`` of them, the newest in most."""
    limit = DEFAULT_DISCOVERY_OPTIONS.max_feed_entries
    cut = None
    for number, match in enumerate(_ENTRY.finditer(body)):
        if number == limit:
            cut = match.start()
            break
    if cut is None:
        return body
    end = max((match.end() for match in _END.finditer(body, cut)), default=len(body))
    return body[:cut] + body[end:]


def check_feed(body: bytes) -> None:
    """Return nothing when a feed can be parsed.

    Raises:
        SourceError: ``too-complex``; no feed that people read has so much markup.
    """
    limit = DEFAULT_DISCOVERY_OPTIONS.max_feed_marks
    for sign in (b"<", b"&"):
        marks = body.count(sign)
        if marks > limit:
            raise SourceError("too-complex", f"{marks} times {sign.decode()!r}; {limit} at most")
    check_attributes(body)


def check_attributes(body: bytes) -> None:
    """Return nothing when no element of a document has more attributes than anybody needs.

    Raises:
        SourceError: ``too-complex``.
    """
    if has_crowded_tag(as_text(body)):
        raise SourceError("too-complex", f"an element has more than {MAX_ATTRIBUTES} attributes")
