"""In which order a site writes day and month, decided from stamps that can be read one way only."""

from collections.abc import Iterable

from pipelines.dates.figures import DAY_AND_MONTH
from pipelines.dates.folding import fold_in_place
from pipelines.items import DateOrder
from pipelines.options import DateOptions
from pipelines.site_memory import SiteMemory

_MONTH_FIRST_LANGUAGES = frozenset({"fil", "tl"})
"""Unicode CLDR, ``dateFormats/short``: these write M/d/y, all others with slashes d/M/y."""
_UNDECIDED_LANGUAGES = frozenset({None, "en"})
"""The United States write M/d/y, the rest of the English speaking world d/M/y."""
_MAX_LENGTH = 200


def order_evidence(raws: Iterable[str]) -> SiteMemory:
    """Return how many of the stamps can only be read day first and how many only month first.

    ``20.02.2025`` counts for day first, ``02/20/2025`` for month first, ``03.02.2025`` for none.
    """
    day_first = month_first = 0
    for raw in raws:
        match = DAY_AND_MONTH.search(fold_in_place(raw[:_MAX_LENGTH]))
        if match is None:
            continue
        first, second = int(match["first"]), int(match["second"])
        day_first += 12 < first <= 31 and 1 <= second <= 12
        month_first += 12 < second <= 31 and 1 <= first <= 12
    return SiteMemory(day_first=day_first, month_first=month_first)


def decide_order(
    hints_order: DateOrder | None,
    memory: SiteMemory,
    on_page: SiteMemory,
    options: DateOptions = DateOptions(),
) -> DateOrder | None:
    """Return the order of day and month, or ``None`` when the evidence does not decide.

    What the user configured wins. Else one side must have ``options.order_majority`` times the
    stamps of the other, first on the page itself together with what is remembered, then alone.
    """
    if hints_order is not None:
        return hints_order
    return _majority(memory.with_more(on_page), options) or _majority(on_page, options)


def usual_order(language: str | None, separator: str) -> DateOrder | None:
    """Return the order by custom of language and separator, or ``None`` where customs differ.

    Dots mean day first everywhere (CLDR has no locale with ``M.d.y``).
    """
    if separator == ".":
        return "DMY"
    if language in _MONTH_FIRST_LANGUAGES:
        return "MDY"
    return None if language in _UNDECIDED_LANGUAGES else "DMY"


def _majority(memory: SiteMemory, options: DateOptions) -> DateOrder | None:
    day_first, month_first = memory.day_first, memory.month_first
    if day_first > month_first * options.order_majority:
        return "DMY"
    if month_first > day_first * options.order_majority:
        return "MDY"
    return None
