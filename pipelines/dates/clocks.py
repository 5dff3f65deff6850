"""The time of day in a line of text, with the zone that stands at it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipelines.dates.folding import tokens
from pipelines.dates.vocabulary import Vocabulary, vocabulary
from pipelines.dates.zones import Zone, is_zone_name
from pipelines.items import DatePrecision

_GAP = re.compile(r"[\s,;|·•@()\[\]\-:./]{0,8}")
_MAX_CONNECTORS = 4
_LOOK_BACK = 40
_HINDI = "\u0900"
"""From here on in Unicode are the scripts that write the half of the day before the hour."""
_ZONE = re.compile(
    r"\s{0,2}[(\[,]?\s?(?P<zone>"
    r"(?:UTC|GMT|MSK|МСК|мск)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)"
    r"|[+-]\d{2}:?\d{2}(?!\d)"
    r"|[+-]\d{2}(?![\d:.])"
    r"|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?"
    r"|[Zz](?!\w)"
    r"|[^\W\d_]{2,5}(?!\w)"
    r")[)\]]?"
)
_ZONE_COMMENT = re.compile(r"\s?\((?:[A-Z]{2,5}|[A-Z][\w ]{3,40})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day, where it stands, and its zone if one is written."""

    start: int
    end: int
    hour: int
    minute: int
    second: int
    precision: DatePrecision
    zone: Zone | None
    is_marked: bool
    """A word beside hours and minutes says that this is a time of day, not a length (``pm``,
    ``Uhr``, a zone)."""


def clock_after(line: str, folded: str, position: int) -> Clock | None:
    """Return the time that follows a date which ends at the position."""
    at = skip_connectors(folded, position)
    joined = folded[position : position + 1] == "t"
    return read_clock(line, folded, at, minus_is_zone=joined)


def clock_before(line: str, folded: str, position: int) -> Clock | None:
    """Return the time that stands right before a date which starts at the position."""
    for match in _shape().finditer(folded, max(0, position - _LOOK_BACK), position):
        clock = read_clock(line, folded, match.start())
        if clock is not None and skip_connectors(folded, clock.end) == position:
            return clock
    return None


def any_clock(line: str, folded: str) -> Clock | None:
    """Return the first time of day in a line."""
    for match in _shape().finditer(folded):
        clock = read_clock(line, folded, match.start())
        if clock is not None:
            return clock
    return None


def read_clock(
    line: str, folded: str, position: int, *, minus_is_zone: bool = False
) -> Clock | None:
    """Return the time that starts exactly at the position.

    A minus right after hours and minutes is a span (``14:00-15:00``) unless the caller knows that
    it starts a zone.
    """
    match = _shape().match(folded, position)
    if match is None:
        return None
    words = vocabulary()
    hour = _hour(match, words)
    minute, second = int(match["minute"] or 0), min(int(match["second"] or 0), 59)
    if hour is None or minute > 59:
        return None
    is_span = match["second"] is None and not minus_is_zone
    zone, end = _read_zone(line, match.end(), minus_is_zone=not is_span)
    return Clock(
        start=match.start(),
        end=end,
        hour=hour,
        minute=minute,
        second=second,
        precision=_precision(match),
        zone=zone,
        is_marked=zone is not None or _is_time_of_day(match),
    )


def skip_connectors(folded: str, position: int) -> int:
    """Return where the next thing starts behind space, separators and words like ``at``."""
    words = vocabulary()
    position = _GAP.match(folded, position).end()  # type: ignore[union-attr]  # matches nothing too
    for _ in range(_MAX_CONNECTORS):
        word = _connector_at(folded, position, words)
        if word is None:
            break
        position = _GAP.match(folded, word).end()  # type: ignore[union-attr]  # matches nothing too
    return position


def _connector_at(folded: str, position: int, words: Vocabulary) -> int | None:
    token = next(iter(tokens(folded[position : position + 24])), None)
    if token is None or token.start or token.is_number:
        return None
    is_known = token.text in words.connectors or token.text in words.weekdays
    return position + token.end if is_known or token.text in words.fillers else None


def _hour(match: re.Match[str], words: Vocabulary) -> int | None:
    hour = int(match["hour"])
    half = match["before"] or match["after"]
    if half is None or hour > 12:
        return hour if hour < 24 and _has_form(match) else None
    if half in words.afternoon:
        return hour % 12 + 12
    return hour % 12


def _has_form(match: re.Match[str]) -> bool:
    return any(match[name] is not None for name in ("minute", "before", "after", "word"))


def _is_time_of_day(match: re.Match[str]) -> bool:
    """``2 hours`` is a length, ``14:05 Uhr`` and ``2 pm`` are times."""
    is_half = match["before"] is not None or match["after"] is not None
    return is_half or (match["minute"] is not None and match["word"] is not None)


def _precision(match: re.Match[str]) -> DatePrecision:
    if match["second"] is not None:
        return "second"
    return "hour" if match["minute"] is None else "minute"


def _read_zone(line: str, position: int, *, minus_is_zone: bool) -> tuple[Zone | None, int]:
    match = _ZONE.match(line, position)
    if match is None:
        return None, position
    text = match["zone"].replace("−", "-")
    if text[0] not in "+-":
        known = is_zone_name(text) or text[-1].isdigit()
        return (Zone(text=text), match.end()) if known else (None, position)
    if text[0] == "-" and ":" in text and not minus_is_zone:
        return None, position
    comment = _ZONE_COMMENT.match(line, match.end())
    return Zone(text=text), comment.end() if comment else match.end()


@cache
def _shape() -> re.Pattern[str]:
    words = vocabulary()
    halves = words.morning | words.afternoon
    half, leading = _one_of(halves), _one_of(word for word in halves if word[0] >= _HINDI)
    return re.compile(
        rf"(?:(?P<before>{leading})\s?)?(?<![\d.,:])(?P<hour>\d{{1,2}})"
        r"(?:\s?(?:[:.]|時|时|點|点|시|h|ч\.?)\s?(?P<minute>\d{2})(?!\d)"
        r"(?:\s?[:.분分]\s?(?P<second>\d{2})(?!\d)(?:[.,]\d{1,9})?[秒초]?|[분分])?)?"
        rf"(?!\d)(?:\s?(?P<after>{half})(?!\w)|\s?(?P<word>{_one_of(words.hour_words)})(?!\w))?"
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
