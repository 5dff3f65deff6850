"""What the headers of HTTP tell: of a story, of how long an answer stays fresh, of dates."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HEADERS_THAT_MATTER = (
    "content-language",
    "content-type",
    "last-modified",
    "link",
    "tdm-policy",
    "tdm-reservation",
    "x-robots-tag",
)
"""In lower case. A page keeps these, from the network as from a WARC file, and no others."""
FRESHNESS_HEADERS = ("cache-control", "age", "expires", "date")
"""Those that ``freshness_s`` looks at."""
_DIRECTIVE = re.compile(r"([\w-]+)(?:\s*=\s*\"?(\d{1,9})[^,]*)?")
_NEVER = frozenset({"no-cache", "no-store"})


def freshness_s(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds from now asking again would bring the same answer.

    ``headers`` have names in small letters. 0 when the answer is to be asked for anew each time,
    ``None`` when nothing is said. What a shared cache gave has been fresh for its ``Age`` already.
    """
    directives = dict(_DIRECTIVE.findall(headers.get("cache-control", "").lower()))
    if _NEVER & directives.keys():
        return 0.0
    if directives.get("max-age"):
        return max(0.0, float(directives["max-age"]) - _age_s(headers.get("age", "")))
    expires = read_http_date(headers.get("expires", ""))
    sent_at = read_http_date(headers.get("date", ""))
    if expires is not None and sent_at is not None:
        return max(0.0, (expires - sent_at).total_seconds())
    return None


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


def _age_s(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0.0
