"""The day that readers see at the headline, against the one that the page declares to programs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from pipelines.dates.candidates import CHOSEN, DECLARED, NOT_NEEDED, Reading, chosen, collect, read
from pipelines.dates.parsing import DateContext, ParsedDate
from pipelines.items import Metadata
from pipelines.options import DateOptions

NOT_SHOWN = "not the day that the page shows at its headline"
LOCAL_DAY = "the same moment, on another day in the page's own zone"

_FARTHER_SOURCE = "text"
"""A stamp from farther around. With all that pages declare left aside, the one at the headline was
right on all 8 pages of the tuning halves where it was another. A ``time`` element is kept: it may
stand at the headline too, and show no year there."""
_ONE_DAY = timedelta(days=1)


def choose_shown(
    readings: Sequence[Reading], metadata: Metadata, context: DateContext, options: DateOptions
) -> list[Reading]:
    """Return the readings of the publication with the date at the headline put in its place.

    It is taken where there is no other, or only a month. A date that was declared to programs
    gives way to it when all that stands at the headline is one other day, and nothing there is
    called a change: templates declare the last change, the first draft, or the day in UTC. A text
    from farther around gives way to it in any case.
    """
    stamps = collect(metadata.dates_shown, None, (), options.max_candidates)
    shown = [one for one in read(stamps, context, options) if one.outcome == NOT_NEEDED]
    if not shown:
        return list(readings)
    best = chosen(readings)
    if best is None or best.parsed is None:
        return [replace(shown[0], outcome=CHOSEN), *shown[1:], *readings]
    better = _better(shown, best, metadata)
    if better is None:
        return list(readings)
    told, outcome = _at_its_moment(better, best.parsed)
    return [
        replace(told, outcome=CHOSEN),
        *(replace(r, outcome=outcome) if r.outcome == CHOSEN else r for r in readings),
    ]


def _better(shown: Sequence[Reading], best: Reading, metadata: Metadata) -> Reading | None:
    """Return the reading at the headline that goes before the best of the ladder, if any."""
    sure = [r for r in shown if r.parsed is not None and not r.parsed.is_ambiguous]
    if best.parsed is None or len(sure) < len(shown):
        return None
    if best.parsed.precision == "month":
        month = f"{best.parsed.day:%Y-%m}"
        return next((r for r in sure if r.parsed and f"{r.parsed.day:%Y-%m}" == month), None)
    days = {reading.parsed.day for reading in sure if reading.parsed is not None}
    if len(days) > 1 or best.parsed.day in days:
        return None
    if best.candidate.source == _FARTHER_SOURCE:
        return sure[0]
    is_declared = best.candidate.source in DECLARED
    return sure[0] if is_declared and not metadata.is_change_shown else None


def _at_its_moment(shown: Reading, declared: ParsedDate) -> tuple[Reading, str]:
    """Return the shown day with the declared moment if that falls on it somewhere in the world."""
    if shown.parsed is None or not declared.is_moment:
        return shown, NOT_SHOWN
    if abs(shown.parsed.day - declared.value.date()) > _ONE_DAY:
        return shown, NOT_SHOWN
    if shown.parsed.is_to_the_minute:
        return shown, LOCAL_DAY
    return replace(shown, parsed=replace(declared, day=shown.parsed.day)), LOCAL_DAY
