"""The words of dates in many languages, looked up. The words are in ``vocabulary.toml``."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pipelines.dates.folding import Token, fold_in_place, tokens, without_accents

Unit = Literal["second", "minute", "hour", "day", "week", "month"]

UNITS: tuple[Unit, ...] = ("second", "minute", "hour", "day", "week", "month")
SOLAR_HIJRI = 100
"""Added to the number of a month of the Iranian calendar."""
_SURE_LENGTH = 4
_MARK = "{0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All words in one place, under keys as ``word_key`` makes them."""

    months: Mapping[str, Mapping[int, frozenset[str]]]
    """Number of the month to the languages that mean it."""
    weekdays: Mapping[str, int]
    """Monday is 0."""
    days: Mapping[str, int]
    """How many days ago: ``yesterday`` is 1."""
    ago: Mapping[str, Mapping[str, Unit]]
    """What stands before the number, then what stands after it."""
    now: frozenset[str]
    one: frozenset[str]
    fillers: frozenset[str]
    connectors: frozenset[str]
    morning: frozenset[str]
    afternoon: frozenset[str]
    hour_words: frozenset[str]
    published: frozenset[str]
    updated: frozenset[str]
    openers: frozenset[str]
    """First words of months, day words and ``now``: most words of a line open none of them."""
    longest: int
    """Words of the longest label or day word."""

    def month(self, key: str, language: str | None) -> int | None:
        """Return the number of a month, the Iranian ones from 101 on, or ``None``.

        Where languages mean different months by one word (``listopad``), the given language
        decides, then the number of languages. Short forms of another language only count when it
        writes other letters: feeds keep their own names of months whatever the page is in.
        """
        meanings = self.months.get(key)
        if meanings is None:
            return None
        own = [number for number, languages in meanings.items() if language in languages]
        if own:
            return own[0]
        number, languages = max(meanings.items(), key=lambda item: len(item[1]))
        is_long = len(key) >= _SURE_LENGTH or not key.isascii()
        is_sure = language is None or is_long or "en" in languages
        return number if is_sure else None


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    table = tomllib.loads(
        files("pipelines.dates").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    )
    published, updated = (_keys(table["labels"][name]) for name in ("published", "updated"))
    months, days, now = (
        _months(table["months"]),
        _numbered(table["days"]),
        _keys(table["now"]["words"]),
    )
    return Vocabulary(
        months=months,
        weekdays=_numbered(table["weekdays"]),
        days=days,
        ago=_ago(table["ago"]),
        now=now,
        one=_keys(table["one"]["words"]),
        fillers=_keys(table["fillers"]["words"]),
        connectors=_keys(table["connectors"]["words"]),
        morning=_texts(table["meridiem"]["am"]),
        afternoon=_texts(table["meridiem"]["pm"]),
        hour_words=_keys(table["hours"]["words"]),
        published=published,
        updated=updated,
        openers=frozenset(key.split()[0] for key in (*months, *days, *now)),
        longest=max(len(key.split()) for key in (*published, *updated, *days)),
    )


def word_key(text: str) -> str:
    """Return the words of a phrase in the form of the keys."""
    return join(tokens(fold_in_place(text)))


def join(words: Iterable[Token]) -> str:
    """Return the key of consecutive words."""
    return " ".join(word.text for word in words)


def _months(table: Mapping[str, str]) -> dict[str, dict[int, frozenset[str]]]:
    months: dict[str, dict[int, frozenset[str]]] = {}
    for language, groups in table.items():
        base, _, calendar = language.partition("-")
        offset = SOLAR_HIJRI if calendar == "solar" else 0
        for number, group in enumerate(_groups(groups), start=1):
            for key in _spellings(group):
                meanings = months.setdefault(key, {})
                languages = meanings.get(number + offset, frozenset())
                meanings[number + offset] = languages | {base}
    return months


def _numbered(table: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for groups in table.values():
        for number, group in enumerate(_groups(groups)):
            for key in _spellings(group):
                found.setdefault(key, number)
    return found


def _ago(table: Mapping[str, str]) -> dict[str, dict[str, Unit]]:
    found: dict[str, dict[str, Unit]] = {}
    for groups in table.values():
        for unit, group in zip(UNITS, _groups(groups), strict=True):
            for phrase in group:
                before, _, after = phrase.partition(_MARK)
                for spell in (before, after), (without_accents(before), without_accents(after)):
                    found.setdefault(word_key(spell[0]), {}).setdefault(word_key(spell[1]), unit)
    return found


def _groups(text: str) -> list[list[str]]:
    return [[word.strip() for word in group.split(",")] for group in text.split("|")]


def _spellings(words: Sequence[str]) -> list[str]:
    both = dict.fromkeys(form for word in words for form in (word, without_accents(word)))
    keys = map(word_key, both)
    return [key for key in keys if key]


def _keys(text: str) -> frozenset[str]:
    return frozenset(_spellings([word.strip() for word in text.split(",")]))


def _texts(text: str) -> frozenset[str]:
    return frozenset(fold_in_place(word.strip()) for word in text.split(","))
