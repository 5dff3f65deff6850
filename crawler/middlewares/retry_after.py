"""Reads the ``Retry-After`` header."""

from datetime import UTC, datetime

from crawler.http_dates import read_http_date


def retry_after_s(header: bytes | None, now_s: float) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for (RFC 9110, section 10.2.3).

    ``None`` when there is no header or it says nothing readable; 0 for a date that has passed.
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), 10**9))
    moment = read_http_date(text)
    if moment is None:
        return None
    return max(0.0, (moment - datetime.fromtimestamp(now_s, UTC)).total_seconds())
