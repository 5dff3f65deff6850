"""The newest stories of a source as a feed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.exporters.feeds import atom, json_feed
from pipelines.exporters.feeds.feed_head import FeedHead, feed_id
from pipelines.serialization import Record

ALL = "all"
"""The name of the feed with the stories of all sources."""
MAX_ENTRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """A format of feeds."""

    media_type: str
    write: Callable[[FeedHead, Iterable[Record]], bytes]


FORMATS: Mapping[str, FeedFormat] = {
    "atom": FeedFormat(media_type=f"{atom.MEDIA_TYPE}; charset=utf-8", write=atom.write_atom),
    "json": FeedFormat(media_type=json_feed.MEDIA_TYPE, write=json_feed.write_json_feed),
}
"""By the ending of their paths."""


def feed_head(name: str, url: str, home_url: str, records: Sequence[Record]) -> FeedHead:
    """Return the head of a feed; the same records give the same head at any time.

    Args:
        name: a source or ``ALL``.
        url: where the feed is.
        home_url: the page of its stories.
        records: what it holds.
    """
    title = "newsdesk: all sources" if name == ALL else f"newsdesk: {name}"
    return FeedHead(
        id=feed_id(name), title=title, updated=changed_at(records), url=url, home_url=home_url
    )


def changed_at(records: Iterable[Record]) -> datetime:
    """Return when the newest of some records was fetched; long ago if there is none."""
    times = (datetime.fromisoformat(str(record["date_fetched"])) for record in records)
    return max(times, default=datetime(1970, 1, 1, tzinfo=UTC))
