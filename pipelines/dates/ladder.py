"""Chooses the date of publication among all candidates of a page, and the date of change.

The ladder goes from what a program wrote for other programs to what stands in the text. The first
candidate that is a date and not ahead of the fetch wins. Lower ones may only make it more exact:
give a coarse date its time on the same day, or decide between day and month.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import get_args

from pipelines.dates.candidates import (
    AHEAD,
    CHOSEN,
    DECLARED,
    NOT_A_DATE,
    NOT_NEEDED,
    RawDate,
    Reading,
    chosen,
    collect,
    read,
)
from pipelines.dates.machine_formats import read_machine_format
from pipelines.dates.offsets import offset_evidence
from pipelines.dates.order import decide_order, order_evidence
from pipelines.dates.parsing import DateContext, ParsedDate, parse_date
from pipelines.dates.shown import choose_shown
from pipelines.dates.text_dates import TextDate, find_text_dates
from pipelines.items import (
    ConsideredDate,
    DateOrder,
    DatePrecision,
    Metadata,
    Page,
    PublicationDate,
)
from pipelines.options import DateOptions
from pipelines.site_memory import SiteMemory

_FINENESS: tuple[DatePrecision, ...] = get_args(DatePrecision)
_ORDERS: tuple[DateOrder, ...] = ("DMY", "MDY")
_MAX_EVIDENCE_LINE = 60
"""Longer lines are prose; a date quoted in it is not always in the order of the site."""
_FRESH_SOURCES = frozenset({"feed", "listing", "sitemap"})
_STRUCTURED = DECLARED | {"rule"}
_ZONE_STEP_S = 1800
"""Zones of the world differ by half hours, but for three small ones."""
_MAX_ZONE_S = 14 * 3600
_SAME_MOMENT = "the same moment, printed in the page's own zone"
_EARLIER = "earlier than the publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateQuestion:
    """All that is known about a page when its date is asked for."""

    metadata: Metadata
    page: Page
    lines: Sequence[str] = ()
    """The lines of the text, in order."""
    memory: SiteMemory = SiteMemory()
    language: str | None = None
    """Of the text, ISO 639-1; else that of the source is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChoice:
    """The dates of a page, with everything that was looked at."""

    published: PublicationDate | None
    modified: PublicationDate | None
    considered: tuple[ConsideredDate, ...]
    learned: SiteMemory
    """What this page alone tells about the order of day and month, and about the zone."""

    @property
    def is_ruled(self) -> bool:
        """Whether the user's rule gave a date of publication that can be one."""
        return any(
            item.source == "rule" and item.outcome not in {AHEAD, NOT_A_DATE}
            for item in self.considered
        )


def choose_date(question: DateQuestion, options: DateOptions = DateOptions()) -> DateChoice:
    """Return the date of publication and of the last change, each ``None`` when unknown.

    A change before the publication is dropped. A date of change never stands in for a missing
    date of publication: it is right in 0.3 to 0.8 of the cases only.
    """
    published, modified = _candidates(question, options)
    learned = _evidence(question, (*published, *modified))
    context = _context(question, learned, options)
    readings = _choose_published(read(published, context, options), context)
    readings = choose_shown(readings, question.metadata, context, options)
    publication = chosen(readings)
    changes = _choose_modified(read(modified, context, options), publication)
    change = chosen(changes)
    return DateChoice(
        published=None if publication is None else publication.as_date(),
        modified=None if change is None else change.as_date(),
        considered=(
            *(reading.as_considered("published") for reading in readings),
            *(reading.as_considered("modified") for reading in changes),
        ),
        learned=learned,
    )


def _candidates(
    question: DateQuestion, options: DateOptions
) -> tuple[tuple[RawDate, ...], tuple[RawDate, ...]]:
    """Candidates of both roles. A date in the headline is what the story is about.

    The text is not looked at when structured metadata give both dates to the minute.
    """
    if _is_decided(question.metadata):
        return _collected(question, (), options)
    titles = {item.value for item in question.metadata.titles}
    lines = [line for line in question.lines if line not in titles]
    texts = find_text_dates(lines, _language(question), options)
    return _collected(question, texts, options)


def _is_decided(metadata: Metadata) -> bool:
    dated = next(iter(metadata.dates_published), None)
    if dated is None or dated.source not in _STRUCTURED or not metadata.dates_modified:
        return False
    found = read_machine_format(dated.value)
    return (
        found is not None and isinstance(found.value, datetime) and found.value.tzinfo is not None
    )


def _collected(
    question: DateQuestion, texts: Sequence[TextDate], options: DateOptions
) -> tuple[tuple[RawDate, ...], tuple[RawDate, ...]]:
    published = [date for date in texts if date.role == "published"]
    modified = [date for date in texts if date.role == "modified"]
    metadata, limit = question.metadata, options.max_candidates
    return (
        collect(metadata.dates_published, question.page, published, limit),
        collect(metadata.dates_modified, None, modified, limit),
    )


def _evidence(question: DateQuestion, candidates: Sequence[RawDate]) -> SiteMemory:
    lines = (line for line in question.lines if len(line) <= _MAX_EVIDENCE_LINE)
    order = order_evidence(dict.fromkeys((*(item.raw for item in candidates), *lines)))
    by_programs = (item.text for item in candidates if item.source in DECLARED)
    return replace(order, offsets=offset_evidence(by_programs))


def _context(question: DateQuestion, learned: SiteMemory, options: DateOptions) -> DateContext:
    hints = question.page.hints
    return DateContext(
        now=question.page.fetched_at,
        language=_language(question),
        timezone=hints.timezone,
        offsets=question.memory.offsets,
        date_order=decide_order(hints.date_order, question.memory, learned, options),
        is_fresh=hints.source_type in _FRESH_SOURCES,
    )


def _language(question: DateQuestion) -> str | None:
    return question.language or question.page.hints.language


def _choose_published(readings: Sequence[Reading], context: DateContext) -> list[Reading]:
    """The first valid reading, made exact by the lower ones, marked as chosen."""
    found = list(readings)
    valid = [index for index, reading in enumerate(found) if reading.outcome == NOT_NEEDED]
    if not valid:
        return found
    first, *others = valid
    found[first] = _without_doubt(found[first], [found[other] for other in others], context)
    finer = _finer(found, first, others)
    local = None if finer is not None else _same_moment(found, first, others)
    if local is not None:
        found[local] = _at_moment(found[local], found[first])
        found[first] = replace(found[first], outcome=_SAME_MOMENT)
    elif finer is None:
        found[first] = replace(found[first], outcome=CHOSEN)
    else:
        by = found[finer].candidate.source
        found[first] = replace(found[first], outcome=f"made more exact by {by}")
        found[finer] = replace(found[finer], outcome=CHOSEN)
    return found


def _without_doubt(reading: Reading, others: Sequence[Reading], context: DateContext) -> Reading:
    """The reading with day and month in the order that another candidate confirms.

    That goes before the custom of the language: programs write ``11/01/2023`` on German pages.
    """
    if reading.parsed is None or context.date_order is not None:
        return reading
    sure = {other.parsed.day for other in others if other.parsed and not other.parsed.is_ambiguous}
    if reading.parsed.day in sure and not reading.parsed.is_ambiguous:
        return reading
    for order in _ORDERS:
        parsed = parse_date(reading.candidate.text, context=replace(context, date_order=order))
        if parsed is not None and parsed.day in sure:
            return replace(reading, parsed=parsed)
    return reading


def _finer(readings: Sequence[Reading], first: int, others: Sequence[int]) -> int | None:
    """Index of the next candidate that tells more of the same day (or month) than the first."""
    coarse = readings[first].parsed
    if coarse is None or coarse.precision not in {"day", "month"}:
        return None
    for index in others:
        parsed = readings[index].parsed
        if parsed is not None and not parsed.is_ambiguous and _refines(parsed, coarse):
            return index
    return None


def _same_moment(readings: Sequence[Reading], first: int, others: Sequence[int]) -> int | None:
    """Index of the next candidate that prints the moment of the first in the page's own zone.

    It counts where that is another day than the one in UTC: what readers see is the printed day.
    """
    moment = readings[first].parsed
    if moment is None or not moment.is_moment or moment.day != moment.value.date():
        return None
    for index in others:
        parsed = readings[index].parsed
        if parsed is not None and parsed.day != moment.day and _is_twin(parsed, moment):
            return index
    return None


def _is_twin(parsed: ParsedDate, moment: ParsedDate) -> bool:
    """Whether a stamp with a zone says the same, or one without could in a zone of the world."""
    if parsed.is_ambiguous:
        return False
    if parsed.has_zone:
        return parsed.value == moment.value
    seconds = (parsed.value - moment.value.replace(second=parsed.value.second)).total_seconds()
    is_exact = parsed.value.second in {0, moment.value.second}
    has_time = parsed.value.time() != time()
    return has_time and is_exact and seconds % _ZONE_STEP_S == 0 and abs(seconds) <= _MAX_ZONE_S


def _at_moment(local: Reading, exact: Reading) -> Reading:
    if local.parsed is None or exact.parsed is None:
        return local
    parsed = replace(exact.parsed, day=local.parsed.day)
    return replace(local, parsed=parsed, outcome=CHOSEN)


def _refines(fine: ParsedDate, coarse: ParsedDate) -> bool:
    if _FINENESS.index(fine.precision) >= _FINENESS.index(coarse.precision):
        return False
    if coarse.precision == "month":
        return (fine.day.year, fine.day.month) == (coarse.day.year, coarse.day.month)
    return coarse.day in {fine.day, fine.value.date()}


def _choose_modified(readings: Sequence[Reading], published: Reading | None) -> list[Reading]:
    """The first valid reading that is not before the publication, marked as chosen."""
    found = list(readings)
    for index, reading in enumerate(found):
        if reading.outcome != NOT_NEEDED:
            continue
        if not _is_earlier(reading, published):
            found[index] = replace(reading, outcome=CHOSEN)
            break
        found[index] = replace(reading, outcome=_EARLIER)
    return found


def _is_earlier(change: Reading, published: Reading | None) -> bool:
    if published is None or published.parsed is None or change.parsed is None:
        return False
    return change.parsed.value < published.parsed.value
