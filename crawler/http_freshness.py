"""How long an answer stays fresh, as its headers say (RFC 9111, section 4.2)."""

import re
from collections.abc import Mapping

from crawler.http_dates import read_http_date

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


def _age_s(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0.0
