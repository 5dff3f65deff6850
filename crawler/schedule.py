"""When a source is next due, given its history and the present moment."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_BACK_OFF_S = 24 * 3600
"""A failing source is asked at least this often, in seconds."""
MAX_OUTAGE_S = 3600
"""One that failed while no server answered at all: the network of this machine may be down, and who
backs off for a day is blind for a day after an outage of hours. A dead host minds no request."""
BACK_OFF_BASE_S = 300
"""Seconds that a source without an interval rests after its first failure, in ``watch``."""
EARLY_SHARE = 0.1
MAX_EARLY_S = 60.0
"""A crawl that cron starts every hour does not read a source an hour later to the second: one that
is due within so much of its interval, and so many seconds at most, is read now."""
HALF_LIFE_S = 3 * 86400.0
"""What was seen this many seconds ago counts half: whole days, so that nights do not tell against
mornings, and few, so that a source that wakes up is soon asked more often."""
PRIOR_STORIES = 1.0
PRIOR_S = 3600.0
"""A source that nobody has watched is taken to bring one story an hour."""
MAX_FRESH_S = 3600
"""An answer that calls itself fresh for longer is asked for all the same: a feed may have dropped
stories by then, and a wrong header must not silence it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The shortest and the longest interval that is learned, in seconds."""

    min_s: int = 300
    max_s: int = 6 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a source was seen to bring stories; both sums fade with ``HALF_LIFE_S``."""

    stories: float = 0.0
    seconds: float = 0.0


def observe(rhythm: Rhythm, stories: int, elapsed_s: float) -> Rhythm:
    """Return the rhythm with one more visit: so many new stories in so many seconds."""
    elapsed_s = max(elapsed_s, 0.0)
    kept = 0.5 ** (elapsed_s / HALF_LIFE_S)
    # The stretch fades while it lasts: the integral of the weights, not its length.
    stretch_s = (1.0 - kept) * HALF_LIFE_S / math.log(2)
    return Rhythm(
        stories=rhythm.stories * kept + max(stories, 0), seconds=rhythm.seconds * kept + stretch_s
    )


def learned_interval_s(rhythm: Rhythm, bounds: Bounds, fresh_s: int = 0) -> int:
    """Return the seconds in which a source is expected to bring one story, within bounds.

    While its last answer is fresh, for ``fresh_s`` seconds, caches on the way would give the same
    once more (RFC 9111, section 4.2), so it is not asked sooner, but for ``MAX_FRESH_S``.

    The rate of a Poisson process from counts over intervals of any length; with the prior it is
    the mean of a Gamma distribution (Cho and Garcia-Molina, "Estimating frequency of change",
    2003, treat the case where only "changed or not" is seen).
    """
    expected_s = (rhythm.seconds + PRIOR_S) / (rhythm.stories + PRIOR_STORIES)
    least_s = max(bounds.min_s, min(fresh_s, MAX_FRESH_S))
    return round(min(max(expected_s, least_s), bounds.max_s))


def next_due(
    last_checked: datetime | None, interval_s: int | None, failures: int, *, is_outage: bool = False
) -> datetime | None:
    """Return when a source is next due; ``None`` means now.

    Args:
        last_checked: when it was last asked, UTC; ``None`` when never.
        interval_s: seconds between two crawls; ``None``: every time it is asked for.
        failures: in a row. Each doubles the interval, up to ``MAX_BACK_OFF_S``.
        is_outage: no server answered in the run of the last one: up to ``MAX_OUTAGE_S``.
    """
    if last_checked is None or interval_s is None:
        return None
    longest = max(interval_s, MAX_OUTAGE_S if is_outage else MAX_BACK_OFF_S)
    wait_s = min(max(interval_s, BACK_OFF_BASE_S) * 2 ** min(failures, 16), longest)
    return last_checked + timedelta(seconds=wait_s if failures else interval_s)


def is_due(
    last_checked: datetime | None,
    interval_s: int | None,
    failures: int,
    now: datetime,
    *,
    is_outage: bool = False,
) -> bool:
    """Return whether a source is due now, or so soon that who asks may not ask in time again.

    One that was last asked in the future is: a clock that was set back must not put it to sleep.
    """
    due = next_due(last_checked, interval_s, failures, is_outage=is_outage)
    if last_checked is None or interval_s is None or due is None:
        return True
    early = timedelta(seconds=min(interval_s * EARLY_SHARE, MAX_EARLY_S))
    return due - early <= now or last_checked > now
