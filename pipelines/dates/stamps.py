"""Finds a date or time stamp in a short line, in figures, in words or relative to now."""

from dataclasses import dataclass
from typing import Literal

from pipelines.dates.days import CalendarDay, TimeAgo
from pipelines.dates.findings import Finding, find_date
from pipelines.dates.folding import fold_in_place, tokens
from pipelines.dates.vocabulary import join, vocabulary

Role = Literal["published", "modified"]

_MAX_LINE = 300
_MAX_OTHER_WORDS = 8
_EDGE = " \t\u00a0|·•∙—–-:,;/»›>()[]."
_SEPARATORS = frozenset("|·•∙—–-:,;/»›>()[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A stamp as it stands in its line."""

    raw: str
    start: int
    """First character."""
    end: int
    """One past the last character."""


def find_stamp(line: str, language: str | None = None) -> Stamp | None:
    """Return the first stamp in a line, or ``None``.

    ``20.02.2025 23:36 America`` holds ``20.02.2025 23:36``. No stamp is what may as well be a word
    or a number of a headline: a bare ``today`` or ``May 5`` beside other words, a month with its
    year, a date in the middle of a sentence.
    """
    if len(line) > _MAX_LINE:
        return None
    finding = find_date(line, language)
    if finding is None or not _is_stamp(line, finding):
        return None
    return Stamp(raw=line[finding.start : finding.end], start=finding.start, end=finding.end)


def read_label(line: str, stamp: Stamp) -> Role | None:
    """Return what the words right before a stamp say that it is (``Published``, ``Updated``)."""
    known = vocabulary()
    before = list(tokens(fold_in_place(line[: stamp.start])))[-2 * known.longest :]
    while before:
        for count in range(min(known.longest, len(before)), 0, -1):
            key = join(before[-count:])
            if key in known.updated:
                return "modified"
            if key in known.published:
                return "published"
        if before[-1].text not in known.connectors | known.fillers:
            break
        before.pop()
    return _label_in_front(line, stamp)


def speaks_of_change(text: str) -> bool:
    """Return whether a text holds words for a change ("Updated"), wherever they stand."""
    known = vocabulary()
    words = tokens(fold_in_place(text))
    return any(
        join(words[first : first + count]) in known.updated
        for first in range(len(words))
        for count in range(1, known.longest + 1)
    )


def without_label(text: str) -> str:
    """Return what stands before a stamp without the words at its end that say what it is."""
    known = vocabulary()
    words = list(tokens(fold_in_place(text)))
    for count in range(min(known.longest, len(words)), 0, -1):
        if join(words[-count:]) in known.updated | known.published:
            return text[: words[-count].start].rstrip(_EDGE)
    return text


def _label_in_front(line: str, stamp: Stamp) -> Role | None:
    """``Posted by Jane Doe on 5 May 2024``: the label opens the line and the stamp ends it."""
    words = tokens(fold_in_place(line[: stamp.start]))
    if line[stamp.end :].strip(_EDGE) or len(words) > _MAX_OTHER_WORDS:
        return None
    known = vocabulary()
    keys = {join(words[:count]) for count in range(1, known.longest + 1)}
    if keys & known.updated:
        return "modified"
    return "published" if keys & known.published else None


def stands_apart(line: str, stamp: Stamp) -> bool:
    """Return whether a stamp starts its line or is parted from what stands before it.

    "On" and its likes do not part: ``am 25.01.2022``.
    """
    before = line[: stamp.start].rstrip()
    if not before.strip(_EDGE) or before[-1] in _SEPARATORS:
        return True
    return all(word.text in vocabulary().connectors for word in tokens(fold_in_place(before)))


def _is_stamp(line: str, finding: Finding) -> bool:
    before, after = line[: finding.start].strip(), line[finding.end :].strip()
    if not before.strip(_EDGE) and not after.strip(_EDGE):
        return not finding.is_bare_number
    if isinstance(finding.day, CalendarDay) and finding.day.is_month:
        return False
    if not _is_sure(finding):
        return _is_labelled(line, finding) and finding.day is not None
    is_parted = before[-1:] in _SEPARATORS or after[:1] in _SEPARATORS
    other = len(tokens(before)) + len(tokens(after))
    is_edge = not before.strip(_EDGE) or not after.strip(_EDGE)
    if is_edge or is_parted:
        return True
    is_said = isinstance(finding.day, CalendarDay) or _is_labelled(line, finding)
    return other <= _MAX_OTHER_WORDS and is_said


def _is_sure(finding: Finding) -> bool:
    """Whether the form alone tells a date: a day with its year or its time, a time ago."""
    match finding.day:
        case None:
            return False
        case TimeAgo(amount=amount):
            return amount > 0
        case CalendarDay(year=year) if year is not None:
            return True
        case _:
            return finding.clock is not None


def _is_labelled(line: str, finding: Finding) -> bool:
    stamp = Stamp(raw="", start=finding.start, end=finding.end)
    return read_label(line, stamp) is not None
