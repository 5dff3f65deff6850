"""When something was dated by a program, as a moment that can be compared."""

import re
from datetime import UTC, datetime

from crawler.http_headers import read_http_date
from pipelines.dates.machine_formats import read_machine_format
from pipelines.items import Entry

_WEEKDAY = re.compile(r"[A-Z][a-z]{2}, ")


def entry_moment(entry: Entry) -> datetime | None:
    """Return when an entry says that it was published, else changed, as ``read_moment`` reads."""
    return read_moment(entry.date_raw) or read_moment(entry.date_modified_raw)


def read_moment(raw: str | None) -> datetime | None:
    """Return the moment that a stamp names, in UTC; ``None`` when it has no machine format.

    A time without a zone counts as UTC and a day as its midnight: good enough to sort by.
    """
    text = (raw or "").strip()
    found = read_machine_format(text)
    if found is None:
        # With the name of a zone: "Thu, 20 Feb 2025 12:00:00 EST".
        return read_http_date(text) if _WEEKDAY.match(text) else None
    if not isinstance(found.value, datetime):
        return datetime(found.value.year, found.value.month, found.value.day, tzinfo=UTC)
    moment = found.value if found.value.tzinfo else found.value.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
