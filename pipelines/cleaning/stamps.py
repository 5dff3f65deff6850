"""Dates, times and "2 hours ago" in short lines, and what else stands there.

The words are data (``phrases/stamps.toml``); the dates of languages that are not there are found as
``pipelines.dates`` reads them.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipelines.dates.findings import Finding, find_date
from pipelines.normalization import fold, folded_words

_MAX_STAMP_CHARS = 120
_MAX_OTHER_DATE_CHARS = 60
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:t\d{2}:\d{2}\S*)?"
    r"|\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}"
    r"|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}\s?月\s?\d{1,2}\s?日"
)
_TIME = re.compile(
    r"\b\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)\s*(?:[ap]\.?\s?m\b\.?)?"
    r"|\d{1,2}\s?[時时시]\s?\d{1,2}\s?[分분]|\b\d{1,2}\s?[ap]\.?\s?m\b\.?|\b\d{1,2}[.:]\d{2}\s?(?:uhr|[ap]\.?m\b\.?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StampLine:
    """What a short line holds beside words."""

    dates: int
    """Dates with a day."""
    times: int
    relative: int
    """Stamps that count from now ("2 hours ago", "yesterday")."""
    labels: int
    """Words that announce a stamp ("published")."""
    rest: tuple[str, ...]
    """Folded words that belong to no stamp."""

    @property
    def is_stamp(self) -> bool:
        """There is a date or a relative stamp, or a time of day and nothing else."""
        return bool(self.dates or self.relative or (self.times and not self.rest))


@dataclass(frozen=True, slots=True)
class _Patterns:
    month_dates: re.Pattern[str]
    relative: re.Pattern[str]
    labels: re.Pattern[str]
    fillers: re.Pattern[str]
    openings: frozenset[str]
    """What relative stamps and labels begin with, where that is no number."""


@lru_cache(maxsize=2048)
def read_stamps(text: str) -> StampLine:
    """Return the stamps of a line; a long line holds none that matter here."""
    if len(text) > _MAX_STAMP_CHARS:
        return StampLine(dates=0, times=0, relative=0, labels=0, rest=folded_words(text))
    patterns = _load_patterns()
    folded = fold(text)
    if not _NUMBER.search(folded) and patterns.openings.isdisjoint(_WORD.findall(folded)):
        # Every date and time has a number: most lines need not be searched.
        return StampLine(dates=0, times=0, relative=0, labels=0, rest=folded_words(folded))
    rest, relative = patterns.relative.subn(" ", folded)
    rest, month_dates = patterns.month_dates.subn(" ", rest)
    rest, dates = _DATE.subn(" ", rest)
    finding = None if dates or month_dates else _find_other_date(rest)
    if finding is not None:
        rest = f"{rest[: finding.start]} {rest[finding.end :]}"
        dates = 1
    rest, times = _TIME.subn(" ", rest)
    rest, labels = patterns.labels.subn(" ", rest)
    if dates + month_dates + times + relative:
        rest = patterns.fillers.sub(" ", rest)
    return StampLine(
        dates=dates + month_dates,
        times=times + (finding is not None and finding.clock is not None),
        relative=relative,
        labels=labels,
        rest=folded_words(rest),
    )


def _find_other_date(text: str) -> Finding | None:
    """Return the date of a short line in a language whose months are not in the phrases.

    It has a year: looking for a date takes ten times as long as all else here.
    """
    if text.isascii() or len(text) > _MAX_OTHER_DATE_CHARS or not _YEAR.search(text):
        return None
    finding = find_date(text)
    return None if finding is None or finding.day is None else finding


def is_stamp_word(word: str) -> bool:
    """Return whether a word belongs to stamps: a weekday, a time zone, "yesterday"."""
    patterns = _load_patterns()
    folded = fold(word)
    return bool(patterns.fillers.fullmatch(folded) or patterns.relative.fullmatch(folded))


@lru_cache(maxsize=1)
def _load_patterns() -> _Patterns:
    resource = files("pipelines.cleaning.phrases") / "stamps.toml"
    families = tomllib.loads(resource.read_text(encoding="utf-8"))["family"]

    def phrases(key: str) -> set[str]:
        return {fold(phrase) for family in families for phrase in family.get(key, ())}

    def union(key: str) -> str:
        return "|".join(
            re.escape(phrase).replace(r"\#", r"\d+").replace(r"\ ", r"\s+")
            for phrase in sorted(phrases(key), key=lambda p: (-len(p), p))
        )

    month = rf"(?:{union('months')})\b\.?"
    day = r"\d{1,2}(?:st|nd|rd|th|er|[.ºª°])?"
    join = r"(?:\s+(?:de|of|del|di))?"
    year = rf"(?:,?{join}\s+\d{{4}}\b)?"
    return _Patterns(
        re.compile(rf"\b{day}{join}\s+{month}{year}|\b{month}\s+{day}(?!\d){year}"),
        re.compile(rf"\b(?:{union('relative')})(?!\w)"),
        re.compile(rf"\b(?:{union('labels')})(?!\w)"),
        re.compile(rf"\b(?:{union('fillers')})(?!\w)"),
        frozenset(
            opening[0]
            for phrase in phrases("relative") | phrases("labels")
            if (opening := _WORD.match(phrase)) is not None
        ),
    )
