"""Reads the ``Retry-After`` header."""

import re
from datetime import UTC, datetime

from crawler.http_headers import read_http_date

_SECONDS = re.compile(r"(\d{1,12})(?:\.\d*)?(?:\s*s(?:ec(?:onds?)?)?)?(?:\s*,.*)?", re.ASCII)
"""Whole seconds; some servers write ``1.5`` or ``60s``, and proxies join two headers to one."""
_TIME_OF_DAY_S = 10**9
"""So many seconds are thirty years, and no pause: a server that says ``1771588920`` means the clock
of Unix, in which many interfaces name the end of a limit."""


def retry_after_s(header: bytes | None, now_s: float) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for (RFC 9110, section 10.2.3).

    ``None`` when there is no header or it says nothing readable; 0 for a date that has passed.
    """
    text = (header or b"").decode("latin-1").strip()
    number = _SECONDS.fullmatch(text)
    if number is not None:
        seconds = float(number[1])
        return seconds if seconds < _TIME_OF_DAY_S else max(0.0, seconds - now_s)
    moment = read_http_date(text)
    if moment is None:
        return None
    return max(0.0, (moment - datetime.fromtimestamp(now_s, UTC)).total_seconds())
