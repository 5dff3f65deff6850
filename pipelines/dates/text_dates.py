"""Date lines in the visible text: at the top, or labelled at the end; never in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.dates.days import CalendarDay
from pipelines.dates.findings import find_date
from pipelines.dates.folding import fold_in_place, tokens
from pipelines.dates.stamps import Role, Stamp, find_stamp, read_label, stands_apart
from pipelines.dates.vocabulary import vocabulary
from pipelines.options import DateOptions

_MAX_STAMPS_IN_LINE = 3
_MAX_LINE = 160
"""Longer lines are prose: three stamps with their labels and a by-line take less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDate:
    """A stamp in a date line and what its label says it is."""

    raw: str
    role: Role
    is_labelled: bool


def find_text_dates(
    lines: Sequence[str], language: str | None, options: DateOptions
) -> tuple[TextDate, ...]:
    """Return the stamps of the date lines, the labelled ones first.

    A year that is left out is only believed in a listing, where the page is fresh.
    """
    top = [date for line in lines[: options.top_lines] for date in _read(line, language, options)]
    rest = lines[options.top_lines :][-options.end_lines :]
    end = [date for line in rest for date in _read(line, language, options)]
    labelled = [date for date in (*top, *end) if date.is_labelled]
    bare = [date for date in top if not date.is_labelled]
    is_list = len(set(bare)) > options.max_top_stamps
    return tuple(labelled if is_list else [*labelled, *bare])


def _read(line: str, language: str | None, options: DateOptions) -> Iterator[TextDate]:
    if len(line) > _MAX_LINE:
        return
    found = list(_stamps(line, language))
    other = _words(line) - sum(_words(stamp.raw) for stamp in found)
    if not found or other > options.max_stamp_words:
        return
    for stamp in found:
        label = read_label(line, stamp)
        if label is not None or (stands_apart(line, stamp) and not _goes_on(line, stamp)):
            yield TextDate(raw=stamp.raw, role=label or "published", is_labelled=label is not None)


def _goes_on(line: str, stamp: Stamp) -> bool:
    """Whether a sentence goes on behind a stamp: ``20 February 2025 was a cold day``.

    A colon says that the stamp is of what follows: ``Encyclical of 25 December 2005:``.
    Small words do not tell: ``20 February 2025 by Jane Doe`` is a date line.
    """
    rest = line[stamp.end :]
    small = vocabulary().connectors | vocabulary().fillers
    if rest.strip() == ":":
        return True
    words = tokens(fold_in_place(rest))
    if not words or rest[: words[0].start].strip():
        return False
    telling = next((word for word in words if word.text not in small), None)
    return telling is not None and rest[telling.start].islower()


def _stamps(line: str, language: str | None) -> Iterator[Stamp]:
    offset = 0
    for _ in range(_MAX_STAMPS_IN_LINE):
        stamp = find_stamp(line[offset:], language)
        if stamp is None:
            return
        if _has_year(stamp.raw, language):
            yield Stamp(raw=stamp.raw, start=offset + stamp.start, end=offset + stamp.end)
        offset += stamp.end


def _has_year(raw: str, language: str | None) -> bool:
    finding = find_date(raw, language)
    day = None if finding is None else finding.day
    return day is not None and not (isinstance(day, CalendarDay) and day.year is None)


def _words(text: str) -> int:
    return len(tokens(fold_in_place(text)))
