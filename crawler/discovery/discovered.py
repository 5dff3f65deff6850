"""What discovery hands back: the types that all readers of this package share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.items import Entry

DetectedKind = Literal[
    "feed", "json_feed", "sitemap", "sitemap_index", "text_sitemap", "html", "unknown"
]
FoundKind = Literal["feed", "sitemap", "listing"]

KINDS_OF_SOURCES: Mapping[DetectedKind, FoundKind] = {
    "feed": "feed",
    "html": "listing",
    "json_feed": "feed",
    "sitemap": "sitemap",
    "sitemap_index": "sitemap",
    "text_sitemap": "sitemap",
}
"""What a document counts as, by what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapChild:
    """A sitemap that a sitemap index names."""

    url: str
    lastmod: str | None = None
    """As written; ISO 8601 in every sitemap that follows the protocol, so text order is time order
    within one zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that a page links to."""

    url: str
    title: str | None = None
    is_declared: bool = True
    """Named in the head of the page; ``False`` for a guess from the wording of a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """What the document of a source holds."""

    kind: DetectedKind
    entries: tuple[Entry, ...] = ()
    child_sitemaps: tuple[SitemapChild, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    """Feeds that an HTML page links to, best first."""
    next_page: str | None = None
    title: str | None = None
    """Name of the feed, or title of the page."""
    problems: tuple[str, ...] = ()
    """What was wrong without making the document useless, for people."""
