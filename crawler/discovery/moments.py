"""When something was dated by a program, as a moment that can be compared."""

from datetime import UTC, datetime

from pipelines.dates.machine_formats import read_machine_format


def read_moment(raw: str | None) -> datetime | None:
    """Return the moment that a stamp names, in UTC; ``None`` when it has no machine format.

    A time without a zone counts as UTC and a day as its midnight: good enough to sort by.
    """
    found = read_machine_format(raw.strip()) if raw else None
    if found is None:
        return None
    if not isinstance(found.value, datetime):
        return datetime(found.value.year, found.value.month, found.value.day, tzinfo=UTC)
    moment = found.value if found.value.tzinfo else found.value.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
