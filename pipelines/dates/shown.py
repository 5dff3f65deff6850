"""The day that readers see at the headline, against the one that the page declares to programs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from pipelines.dates.candidates import CHOSEN, NOT_NEEDED, Reading, collect, read
from pipelines.dates.parsing import DateContext, ParsedDate
from pipelines.items import Metadata
from pipelines.options import DateOptions

NOT_SHOWN = "not the day that the page shows at its headline"
LOCAL_DAY = "the same moment, on another day in the page's own zone"

_DECLARING_SOURCES = frozenset({"jsonld", "meta"})
_FARTHER_SOURCE = "text"
"""A stamp from farther around. With all that pages declare left aside, the one at the headline was
right on all 8 pages of the tuning halves where it was another. A ``time`` element is kept: it may
stand at the headline too, and show no year there."""
_EXACT = frozenset({"second", "minute"})
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
    shown = [
        reading
        for reading in read(
            collect(metadata.dates_shown, None, (), options.max_candidates), context, options
        )
        if reading.outcome == NOT_NEEDED
    ]
    chosen = next((reading for reading in readings if reading.outcome == CHOSEN), None)
    if not shown:
        return list(readings)
    if chosen is None or chosen.parsed is None:
        return [replace(shown[0], outcome=CHOSEN), *shown[1:], *readings]
    better = _better(shown, chosen, metadata)
    if better is None:
        return list(readings)
    told, outcome = _at_its_moment(better, chosen.parsed)
    return [
        replace(told, outcome=CHOSEN),
        *(replace(r, outcome=outcome) if r.outcome == CHOSEN else r for r in readings),
    ]


def _better(shown: Sequence[Reading], chosen: Reading, metadata: Metadata) -> Reading | None:
    sure = [r for r in shown if r.parsed is not None and not r.parsed.is_ambiguous]
    if chosen.parsed is None or len(sure) < len(shown):
        return None
    if chosen.parsed.precision == "month":
        month = f"{chosen.parsed.day:%Y-%m}"
        return next((r for r in sure if r.parsed and f"{r.parsed.day:%Y-%m}" == month), None)
    days = {reading.parsed.day for reading in sure if reading.parsed is not None}
    if len(days) > 1 or chosen.parsed.day in days:
        return None
    if chosen.candidate.source == _FARTHER_SOURCE:
        return sure[0]
    is_declared = chosen.candidate.source in _DECLARING_SOURCES
    return sure[0] if is_declared and not metadata.is_change_shown else None


def _at_its_moment(shown: Reading, declared: ParsedDate) -> tuple[Reading, str]:
    """Return the shown day with the declared moment if that falls on it somewhere in the world."""
    if shown.parsed is None or declared.precision not in _EXACT or not declared.has_zone:
        return shown, NOT_SHOWN
    if abs(shown.parsed.day - declared.value.date()) > _ONE_DAY:
        return shown, NOT_SHOWN
    if shown.parsed.precision in _EXACT:
        return shown, LOCAL_DAY
    return replace(shown, parsed=replace(declared, day=shown.parsed.day)), LOCAL_DAY
