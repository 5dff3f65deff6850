"""What the frontier takes and gives: announcements, queued URLs, endings, and all of a URL."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawler.state.database import storable
from crawler.state.entry_json import load_entry
from crawler.state.known_url import UrlState
from crawler.state.moments import from_seconds
from crawler.state.source_states import Validators
from pipelines.items import Entry, SourceType
from pipelines.urls import canonicalize_url

COLUMNS = (
    "url, source_id, source_type, source_url, entry, state, attempts, discovered_at, announced_at,"
    " finished_at, final_url, http_status, reason, detail, article_id, trail"
)
"""What ``row_of`` reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedUrl:
    """A URL that is to be requested now."""

    url: str
    source_id: str
    source_type: SourceType
    source_url: str | None
    entry: Entry | None
    attempts: int
    """Runs in which its download failed."""
    validators: Validators = field(default_factory=Validators)
    """Of its page as it was delivered last; empty where it has none, or is not visited again."""
    read_at: datetime | None = None
    """When that page was read in full; ``None`` without validators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The entries of one document of a source, and how to ask for it conditionally next time."""

    run_id: str
    source_id: str
    source_type: SourceType
    source_url: str | None
    """Final URL of the document."""
    entries: tuple[Entry, ...]
    now: datetime
    revisit_s: int | None = None
    """Seconds after which a listed story is fetched again; ``None``: only when it says so."""
    requested_url: str | None = None
    """URL of the document as it was requested: the key of its validators."""
    validators: Validators = field(default_factory=Validators)
    is_first: bool = True
    """It is the source itself, not a following page or a child."""
    is_continued: bool = False
    """Other entries of the same document were announced before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedDocument:
    """A document of a source whose entries were announced before."""

    source_id: str
    requested_url: str
    """URL of the document as it was requested."""
    url: str
    """Its final URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a URL ended."""

    url: str
    """As it was queued."""
    source_id: str
    source_type: SourceType
    source_url: str | None
    state: UrlState
    now: datetime
    final_url: str
    http_status: int | None = None
    reason: str | None = None
    detail: str | None = None
    article_id: str | None = None
    trail: bytes | None = None
    """What ``trail.dump_evidence`` gives, for ``newsdesk explain``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierRow:
    """All that is known of one URL."""

    url: str
    source_id: str
    source_type: SourceType
    source_url: str | None
    entry: Entry | None
    state: UrlState
    attempts: int
    discovered_at: datetime
    announced_at: datetime
    finished_at: datetime | None
    final_url: str | None
    http_status: int | None
    reason: str | None
    detail: str | None
    article_id: str | None
    trail: bytes | None

    @property
    def is_left_alone(self) -> bool:
        """Whether it ended as a copy, as another address of a story, or without any."""
        return self.state == "rejected" or (self.reason or "").startswith("duplicate-")


@dataclass(frozen=True, slots=True)
class Follower:
    """An address at which a story is visited again."""

    url: str
    """Canonical."""
    source_id: str
    is_listed: bool
    """Its source named it when it was read last."""


def key_of(url: str) -> str:
    """Return the key of a URL: the same for all its forms."""
    return canonicalize_url(storable(url))


def row_of(values: tuple[Any, ...]) -> FrontierRow:
    """Return what the values of ``COLUMNS`` say."""
    return FrontierRow(
        url=values[0],
        source_id=values[1],
        source_type=values[2],
        source_url=values[3],
        entry=None if values[4] is None else load_entry(values[4]),
        state=values[5],
        attempts=values[6],
        discovered_at=from_seconds(values[7]),
        announced_at=from_seconds(values[8]),
        finished_at=None if values[9] is None else from_seconds(values[9]),
        final_url=values[10],
        http_status=values[11],
        reason=values[12],
        detail=values[13],
        article_id=values[14],
        trail=values[15],
    )
