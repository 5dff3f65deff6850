"""What a feed says about itself, whatever its format."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """The head of a feed."""

    id: str
    """Names the feed for good, wherever it is kept: its address or what ``feed_id`` gives."""
    title: str
    updated: datetime
    """Zone-aware; when the newest entry changed, or when the feed was made if it has none."""
    url: str | None = None
    """Where the feed itself is served; ``None`` for a file."""
    home_url: str | None = None
    """The page for people that the feed belongs to; ``None`` if there is none."""
    next_url: str | None = None
    """Where the feed goes on with older stories; ``None`` if it does not."""


def feed_id(*names: str) -> str:
    """Return an id for a feed without an address of its own; the same names give the same id."""
    return ":".join(["urn:newsdesk:feed", *(quote(n, safe="", errors="replace") for n in names)])
