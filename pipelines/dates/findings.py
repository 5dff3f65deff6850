"""A day and a time of day that belong together in one line of text."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.dates.clocks import Clock, any_clock, clock_after, clock_before
from pipelines.dates.days import CalendarDay, Day, TimeAgo
from pipelines.dates.figures import find_day_in_figures, find_day_without_year
from pipelines.dates.folding import fold_in_place, tokens
from pipelines.dates.month_names import find_named_month
from pipelines.dates.relative_days import find_relative, find_weekday
from pipelines.dates.vocabulary import vocabulary

_NUMBER = re.compile(r"\d")
_YEAR_AT_THE_END = re.compile(r"\s(?P<year>[12]\d{3})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a line says about a date; at least one of day and clock is there."""

    start: int
    end: int
    day: Day | None
    """``None`` when only a time of day is given."""
    clock: Clock | None

    @property
    def is_bare_number(self) -> bool:
        """``12:34`` alone may be the length of a film: ``pm``, ``Uhr`` or a zone make it a time."""
        return self.day is None and self.clock is not None and not self.clock.is_marked


@lru_cache(maxsize=1024)
def find_date(line: str, language: str | None = None) -> Finding | None:
    """Return the first date in a line with the time that belongs to it."""
    # Remembered: lines at a headline are asked about as by-lines, as stamps and as candidates.
    folded = fold_in_place(line)
    words = tokens(folded)
    day = (
        find_day_in_figures(folded)
        or find_named_month(folded, words, language)
        or find_relative(words)
    )
    if day is not None:
        return _with_clock(line, folded, day)
    return _unsure_day(line, folded)


def _with_clock(line: str, folded: str, day: Day) -> Finding:
    if isinstance(day, TimeAgo):
        return _finding(folded, day, None)
    clock = clock_after(line, folded, day.end) or clock_before(line, folded, day.start)
    if clock is not None and isinstance(day, CalendarDay) and day.year is None:
        return _with_late_year(folded, day, clock)
    return _finding(folded, day, clock)


def _with_late_year(folded: str, day: CalendarDay, clock: Clock) -> Finding:
    """``Thu Feb 20 23:36:00 2025``: C's ``asctime`` puts the year last."""
    match = _YEAR_AT_THE_END.match(folded, clock.end) if clock.start >= day.end else None
    if match is None:
        return _finding(folded, day, clock)
    dated = replace(day, year=int(match["year"]))
    return replace(_finding(folded, dated, clock), end=match.end())


def _unsure_day(line: str, folded: str) -> Finding | None:
    """Forms that need a time to be a date: ``20.02. 14:05``, ``Monday 14:05``, ``14:05`` alone.

    Beside other numbers a time alone is what is left of a date that does not exist.
    """
    for day in (find_day_without_year(folded), find_weekday(folded)):
        clock = day and (
            clock_after(line, folded, day.end) or clock_before(line, folded, day.start)
        )
        if day and clock:
            return _finding(folded, day, clock)
    clock = any_clock(line, folded)
    if clock is None or _NUMBER.search(folded[: clock.start] + folded[clock.end :]):
        return None
    return _finding(folded, None, clock)


def _finding(folded: str, day: Day | None, clock: Clock | None) -> Finding:
    parts = [part for part in (day, clock) if part is not None]
    start = _with_weekday(folded, min(part.start for part in parts))
    return Finding(start=start, end=max(part.end for part in parts), day=day, clock=clock)


def _with_weekday(folded: str, start: int) -> int:
    """The start, moved before a weekday that stands right there."""
    before = tokens(folded[:start])
    if not before or before[-1].text not in vocabulary().weekdays:
        return start
    gap = folded[before[-1].end : start]
    is_near = len(gap) <= 3 and not gap.strip(" .,")
    is_sure = len(before[-1].text) > 2 or gap.strip()
    return before[-1].start if is_near and is_sure else start
