"""What a record is as an entry of a feed, whatever the format of the feed."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from urllib.parse import quote

from pipelines.serialization import Record, format_time


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One story of a feed. What is not known is ``None`` or empty."""

    id: str
    """The same for every revision of a story."""
    url: str
    """The canonical one: a feed hands on no tracking parameters."""
    title: str | None
    summary: str | None
    content_html: str
    published: datetime | None
    modified: datetime | None
    """As the page says; when a changed version of it was fetched, if that tells of no change since
    the story was first seen. Never before it was published."""
    first_seen: datetime
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    language: str | None
    image_url: str | None
    license: str | None
    publisher: str
    """The domain, where the page does not say who publishes it."""
    source_id: str
    source_url: str | None

    @property
    def updated(self) -> datetime:
        """When the story last changed, as far as it is known."""
        return self.modified or self.published or self.first_seen


def feed_entry(record: Record) -> FeedEntry:
    """Return a record as the entry of a feed."""
    published = _moment(record, "date_published")
    return FeedEntry(
        id=f"urn:newsdesk:{quote(str(record['id']), safe='', errors='replace')}",
        url=str(record["url_canonical"]),
        title=_text(record, "title"),
        summary=_text(record, "description"),
        content_html=content_html(_text(record, "text") or ""),
        published=published,
        modified=_modified(record, published),
        first_seen=datetime.fromisoformat(str(record["date_first_seen"])),
        authors=_names(record, "authors"),
        sections=_names(record, "sections"),
        tags=_names(record, "tags"),
        language=_text(record, "language"),
        image_url=_text(record, "image_url"),
        license=_text(record, "license"),
        publisher=_text(record, "publisher") or str(record["domain"]),
        source_id=str(record["source_id"]),
        source_url=_text(record, "source_url"),
    )


def content_html(text: str) -> str:
    """Return a text as HTML: a ``<p>`` for each paragraph, with ``<br>`` for the lines in it."""
    paragraphs = (escape(part.strip(), quote=False) for part in text.split("\n\n"))
    lines = (part.replace("\n", "<br>") for part in paragraphs if part)
    return "\n".join(f"<p>{line}</p>" for line in lines)


def newest(records: Iterable[Record], limit: int) -> list[Record]:
    """Return the newest records, newest first; no more than these are held in memory.

    ``story_age`` says how new a record is.
    """
    return heapq.nlargest(limit, records, key=_age_key)


def newest_by_source(records: Iterable[Record], limit: int) -> dict[str, list[Record]]:
    """Return the newest records of each source, as ``newest`` does, by the ids of the sources."""
    heaps: dict[str, list[tuple[tuple[str, str], int, Record]]] = {}
    for number, record in enumerate(records):
        heap = heaps.setdefault(str(record["source_id"]), [])
        # The number parts what is of the same age, so that no records are compared.
        push = heapq.heappush if len(heap) < limit else heapq.heappushpop
        push(heap, (_age_key(record), -number, record))
    return {source: [r for _, _, r in sorted(heap, reverse=True)] for source, heap in heaps.items()}


def story_age(record: Record) -> str:
    """Return the time by which stories are ordered, as records write times.

    It is that of the publication, else when the story was first seen, but never later than it was
    fetched: pages announce events with their dates, and such a story must not stand first for
    months. A date of a day or a month alone is as late as it may be. As its first moment, a story
    would stand behind all that was published on that day, and in no feed of the newest.
    """
    published, precision = record["date_published"], record["date_published_precision"]
    if published is None:
        return str(record["date_first_seen"])
    room = _ROOM.get(str(precision))
    told = str(published) if room is None else _later(str(published), room)
    return min(told, str(record["date_fetched"]))


def _age_key(record: Record) -> tuple[str, str]:
    # Times of records sort as text. The id makes the order of a tie the same in every call.
    return story_age(record), str(record["id"])


_ROOM = {"day": timedelta(days=1, seconds=-1), "month": timedelta(days=31, seconds=-1)}
"""By the precision of a date, how much later it may be."""


def _later(time: str, room: timedelta) -> str:
    try:
        return format_time(datetime.fromisoformat(time) + room)
    except OverflowError:  # the last day of all
        return time


def _modified(record: Record, published: datetime | None) -> datetime | None:
    declared, first_seen = _moment(record, "date_modified"), _moment(record, "date_first_seen")
    # Many pages change and leave their date as it was; readers of feeds would pass over the change.
    is_of_before = declared is None or (first_seen is not None and declared <= first_seen)
    if record["revision"] != 1 and is_of_before:
        declared = _moment(record, "date_fetched")
    if declared is None or published is None:
        return declared
    return max(declared, published)


def _moment(record: Record, name: str) -> datetime | None:
    value = record[name]
    return None if value is None else datetime.fromisoformat(str(value))


def _text(record: Record, name: str) -> str | None:
    value = record[name]
    return str(value).strip() or None if value is not None else None


def _names(record: Record, name: str) -> tuple[str, ...]:
    """Return the names of a list, each once, in its order, without blank ones."""
    value = record[name]
    names = value if isinstance(value, list) else []
    return tuple(dict.fromkeys(filter(None, (str(n).strip() for n in names))))
