"""Dates in the headers of HTTP."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_http_date(text: str) -> datetime | None:
    """Return the moment that a header names (RFC 9110, section 5.6.7), zone-aware.

    ``None`` when there is none in it; a date without a zone is one in UTC.
    """
    try:
        moment = parsedate_to_datetime(text)
    # TypeError and IndexError: faults of the parser. OverflowError: a year of twenty digits.
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
