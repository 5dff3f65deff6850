"""What a source reader asks for, and what comes back. Plain values only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators

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


Work = Iterator[SourceTask | QueuedUrl]
"""What is to be fetched next: documents of a source, and pages of stories."""
