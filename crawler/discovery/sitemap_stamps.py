"""What a sitemap index says of when its sitemaps changed, and whether that can be believed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pipelines.items import Entry

_DAY = timedelta(days=1)
_FAR_WEST = timedelta(hours=12)
"""A day without a zone ends there last."""


def is_believable(lastmod: str | None, entries: Iterable[Entry]) -> bool:
    """Return whether a sitemap has changed no later than its index says.

    Some indexes carry a stamp that is never renewed; the stamps of the stories tell. Where these
    have none, nobody knows.
    """
    said = _span(lastmod)
    stamps = [_span(stamp) for entry in entries for stamp in _stamps(entry)]
    known = [stamp for stamp in stamps if stamp is not None]
    return said is not None and bool(known) and all(start <= said[1] for start, _ in known)


def has_passed(lastmod: str, now: datetime) -> bool:
    """Return whether the time that a stamp means lies before ``now``: a day may not be over yet."""
    said = _span(lastmod)
    return said is not None and said[1] < now


def _stamps(entry: Entry) -> tuple[str | None, str | None]:
    return entry.date_raw, entry.date_modified_raw


def _span(stamp: str | None) -> tuple[datetime, datetime] | None:
    """Return the first and the last moment that a stamp in ISO 8601 may mean."""
    try:
        moment = datetime.fromisoformat((stamp or "").strip())
    except ValueError:
        return None
    is_day = len((stamp or "").strip()) == len("2026-02-20")
    start = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return start, start + _DAY + _FAR_WEST if is_day else start
