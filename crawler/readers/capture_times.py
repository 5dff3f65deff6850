"""The times at which pages were fetched, as archives and manifests write them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from crawler.http_headers import read_http_date

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], datetime]], ...] = (
    (re.compile(r"(\d{4})(?:-(\d\d))?"), lambda found: _start_of(found[1], found[2])),
    (re.compile(r"\d{14}"), lambda found: datetime.strptime(f"{found[0]}Z", "%Y%m%d%H%M%S%z")),
    (re.compile(r"\d{9,10}(?:\.\d+)?"), lambda found: _since_1970(float(found[0]))),
    (re.compile(r"\d{12,13}"), lambda found: _since_1970(int(found[0]) / 1000)),
)


def read_capture_time(text: str) -> datetime:
    """Return the moment that a text names, in UTC; one without a zone is in UTC.

    That is ISO 8601, also as short as a year (WARC 1.1), fourteen figures (CDX, the Wayback
    Machine), seconds or milliseconds since 1970, or a date of HTTP.

    Raises:
        ValueError, OverflowError: it names none.
    """
    moment = _read(text.strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _read(text: str) -> datetime:
    for form, read in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return read(found)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        answered = read_http_date(text)
        if answered is None:
            raise
        return answered


def _start_of(year: str, month: str | None) -> datetime:
    return datetime(int(year), int(month or 1), 1, tzinfo=UTC)


def _since_1970(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
