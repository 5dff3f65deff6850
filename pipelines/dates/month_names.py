"""Days whose month is a word: ``20 Feb 2025``, ``Feb 20, 2025``, ``2025 m. vasario 20 d.``."""

import re
from dataclasses import dataclass

from pipelines.dates.days import CalendarDay
from pipelines.dates.folding import Token
from pipelines.dates.vocabulary import Vocabulary, join, vocabulary

_TIGHT = re.compile(r"[\s.,'/\-]{0,3}")
_MAX_MONTH_WORDS = 3
_MAX_FILLERS = 2
_MAX_DIGITS = 4
_MAX_WORDS_TO_MONTH = 5


def find_named_month(
    folded: str, words: tuple[Token, ...], language: str | None
) -> CalendarDay | None:
    """Return the day whose month is a word, or the month alone when it has a year."""
    known = vocabulary()
    line = _Line(folded, words, known)
    best: CalendarDay | None = None
    for first, word in enumerate(words):
        if word.text not in known.openers:
            continue
        for last in range(min(first + _MAX_MONTH_WORDS, len(words)), first, -1):
            month = known.month(join(words[first:last]), language)
            found = month and _around(line, (first, last), month)
            if found and (found.day is not None or best is None):
                best = found
        if best is not None and best.day is not None:
            return _behind_weekday(line, first, best) or best
    return best


@dataclass(frozen=True, slots=True)
class _Line:
    folded: str
    words: tuple[Token, ...]
    known: Vocabulary

    def number(self, index: int, step: int) -> int | None:
        """Index of the number that follows in a direction, over fillers and small gaps only."""
        for _ in range(_MAX_FILLERS + 1):
            if not 0 <= index < len(self.words) or not self.is_tight(index, step):
                return None
            word = self.words[index]
            if word.is_number:
                return index if len(word.text) <= _MAX_DIGITS else None
            # ``31 Thursday Oct 2019`` is a form of old blogs.
            if word.text not in self.known.fillers and word.text not in self.known.weekdays:
                return None
            index += step
        return None

    def is_tight(self, index: int, step: int) -> bool:
        """Whether only a small gap parts a word from the one before it in a direction."""
        one, other = sorted((index - step, index))
        if not (one >= 0 and other < len(self.words)):
            return False
        gap = self.folded[self.words[one].end : self.words[other].start]
        return _TIGHT.fullmatch(gap) is not None

    def month_end(self, last: int) -> int:
        """One past the month, with its other name (``فبراير/شباط``) where two are given."""
        if last < len(self.words) and self.is_tight(last, 1):
            gap = self.folded[self.words[last - 1].end : self.words[last].start]
            if "/" in gap and self.words[last].text in self.known.months:
                return last + 1
        return last


def _behind_weekday(line: _Line, first: int, found: CalendarDay) -> CalendarDay | None:
    """Return the day that goes on behind what may be a weekday: ``mar, 6 ene 2026`` is a Tuesday.

    Its month may be in any language: no other reading takes in all of the line.
    """
    if line.words[first].text not in line.known.weekdays or found.year is not None:
        return None
    for index in range(first + 1, min(first + _MAX_WORDS_TO_MONTH, len(line.words))):
        month = line.known.month(line.words[index].text, None)
        whole = month and _around(line, (index, index + 1), month)
        if whole and whole.year is not None and whole.start < found.end:
            return whole
    return None


def _around(line: _Line, span: tuple[int, int], month: int) -> CalendarDay | None:
    """Read the numbers on both sides of a month."""
    first, last = span[0], line.month_end(span[1])
    left, right = line.number(first - 1, -1), line.number(last, 1)
    if right is not None and _year_after(line, right) is not None:
        # "Reader14, May 12, 2024": the number on the left is no day.
        return _behind(line, (first, right), month, left)
    if left is not None and _is_day(line.words[left]):
        year = right if right is not None and _is_year(line, right) else None
        return _calendar_day(line, (left, last - 1 if year is None else year), month, left, year)
    return None if right is None else _behind(line, (first, right), month, left)


def _behind(line: _Line, span: tuple[int, int], month: int, left: int | None) -> CalendarDay | None:
    """``Feb 20, 2025``, ``2025 Feb 20``, ``Feb 20``, ``Feb 2025``."""
    first, right = span
    after = _year_after(line, right)
    if after is not None:
        return _calendar_day(line, (first, after), month, right, after)
    if _is_day(line.words[right]) and not _is_hour(line, right):
        if left is not None and _is_long_year(line.words[left]):
            return _calendar_day(line, (left, right), month, right, left)
        return _calendar_day(line, span, month, right, None)
    if _is_long_year(line.words[right]):
        return _calendar_day(line, span, month, None, right)
    return None


def _year_after(line: _Line, right: int) -> int | None:
    """Return the index of the year that follows a number which is a day."""
    if not _is_day(line.words[right]) or _is_hour(line, right):
        return None
    after = line.number(right + 1, 1)
    return after if after is not None and _is_long_year(line.words[after]) else None


def _calendar_day(
    line: _Line, span: tuple[int, int], month: int, day: int | None, year: int | None
) -> CalendarDay:
    words = line.words
    return CalendarDay(
        start=words[span[0]].start,
        end=words[span[1]].end,
        year=None if year is None else int(words[year].text),
        month=month,
        day=None if day is None else int(words[day].text),
    )


def _is_day(word: Token) -> bool:
    return len(word.text) <= 2 and 1 <= int(word.text) <= 31


def _is_long_year(word: Token) -> bool:
    return len(word.text) == _MAX_DIGITS and word.text[0] in "12"


def _is_year(line: _Line, index: int) -> bool:
    word = line.words[index]
    return _is_long_year(word) or (len(word.text) == 2 and not _is_hour(line, index))


def _is_hour(line: _Line, index: int) -> bool:
    after = line.folded[line.words[index].end :][:3]
    return after[:1] in {":", "h"} or (after[:1] == "." and after[1:].isdigit())
