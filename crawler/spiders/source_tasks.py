"""What a source reader asks for, and what comes back. Plain values only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.configuration.sources import Source
from crawler.discovery.discovered import Discovered
from crawler.discovery.sitemap_choice import choose_children
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators
from pipelines.errors import SourceError

_MAX_CHILD_SITEMAPS = 5
"""Children of a sitemap index that one run reads: news stands in the newest."""
_MAX_INDEX_DEPTH = 2
"""Indexes below each other that are followed: they may go round in circles."""
_MAX_FEED_GUESSES = 3
"""Feeds a home page links to that are tried before it is read as a listing."""
BELIEVED = timedelta(days=1)
"""So long a document may be said not to have changed; then it is read in full. A server that is
wrong costs the stories that came and went meanwhile, one that is right one download a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTask:
    """One document of a source that is to be fetched and read."""

    source_id: str
    url: str
    page: int = 1
    """1 for the source itself, 2 and more for the following pages of a listing."""
    depth: int = 0
    """Sitemap indexes that led here."""
    is_guess: bool = False
    """A feed that a home page links to, or that was found so in an earlier run."""
    other_guesses: tuple[str, ...] = ()
    lastmod: str | None = None
    """When the index that names it says that it changed, as written."""
    is_for_want_of_others: bool = False
    """A feed of a home page that is read though it has none of the stories listed there."""

    @property
    def is_first(self) -> bool:
        """Whether the source stands or falls with this document."""
        return self.page == 1 and self.depth == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """What came back for a task."""

    task: SourceTask
    url: str
    """Final URL, after redirects."""
    status: int
    body: bytes
    content_type: str | None
    validators: Validators
    fetched_at: datetime
    is_conditional: bool = False
    """It was asked for only in case it changed."""
    fresh_s: float = 0.0
    """For how long asking again would bring the same, in seconds; 0 when nobody knows."""
    has_moved: bool = False
    """Its address led to ``url`` for good."""

    @property
    def is_given(self) -> bool:
        """Whether the answer holds the document: 203 of a proxy does, and what says 201 or 202."""
        return 200 <= self.status < 300


Work = Iterator[SourceTask | QueuedUrl]
"""What is to be fetched next: documents of a source, and pages of stories."""


def feed_guess(source: Source, urls: tuple[str, ...]) -> SourceTask:
    """Return the task for the first of the feeds that a page links to."""
    return SourceTask(
        source_id=source.id, url=urls[0], is_guess=True, other_guesses=urls[1:_MAX_FEED_GUESSES]
    )


def further_tasks(
    source: Source, task: SourceTask, discovered: Discovered
) -> tuple[SourceTask, ...]:
    """Return the documents that continue this one: children of an index, the next page.

    Raises:
        SourceError: it is an index too deep below others.
    """
    if discovered.child_sitemaps:
        if task.depth >= _MAX_INDEX_DEPTH:
            raise SourceError("index-too-deep", f"{task.url}: an index in an index in an index")
        return tuple(
            SourceTask(
                source_id=source.id, url=child.url, depth=task.depth + 1, lastmod=child.lastmod
            )
            for child in choose_children(discovered.child_sitemaps, _MAX_CHILD_SITEMAPS)
        )
    if discovered.next_page is None or task.page >= source.max_pages:
        return ()
    return (SourceTask(source_id=source.id, url=discovered.next_page, page=task.page + 1),)
