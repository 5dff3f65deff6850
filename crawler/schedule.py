"""When a source is next due, given its history and the present moment."""

from datetime import datetime, timedelta

MAX_BACK_OFF_S = 24 * 3600
"""A failing source is asked at least this often, in seconds."""
BACK_OFF_BASE_S = 300
"""Seconds that a source without an interval rests after its first failure, in ``watch``."""


def next_due(
    last_checked: datetime | None, interval_s: int | None, failures: int
) -> datetime | None:
    """Return when a source is next due; ``None`` means now.

    Args:
        last_checked: when it was last asked, UTC; ``None`` when never.
        interval_s: seconds between two crawls; ``None``: every time it is asked for.
        failures: in a row. Each doubles the interval, up to ``MAX_BACK_OFF_S``.
    """
    if last_checked is None or interval_s is None:
        return None
    longest = max(interval_s, MAX_BACK_OFF_S)
    wait_s = min(max(interval_s, BACK_OFF_BASE_S) * 2 ** min(failures, 16), longest)
    return last_checked + timedelta(seconds=wait_s if failures else interval_s)


def is_due(
    last_checked: datetime | None, interval_s: int | None, failures: int, now: datetime
) -> bool:
    """Return whether a source is due now."""
    due = next_due(last_checked, interval_s, failures)
    return due is None or due <= now
