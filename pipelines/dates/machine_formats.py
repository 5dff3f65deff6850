"""The formats that programs write: ISO 8601, RFC 3339 and 2822, digits, seconds since 1970."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pipelines.items import DatePrecision

_EXTENDED = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})[Tt ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r"\s?(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?"
)
_COMPACT = re.compile(
    r"(?P<date>\d{8})[Tt_]?(?P<clock>\d{6}|\d{4})(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?"
)
_RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3,9}, ?)?(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3}) (?P<year>\d{4}) "
    r"(?P<clock>\d{2}:\d{2}(?::\d{2})?) (?P<zone>[+-]\d{4}|GMT|UTC|UT|Z)"
)
"""RFC 2822 section 3.3, names of zones only where they mean UTC: the others need a table."""
_RFC_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_EPOCH = re.compile(r"(?:/Date\()?(?P<seconds>\d{10})(?:\d{3}|\.\d+)?(?:\)/)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineDate:
    """A date as a program wrote it."""

    value: datetime | date
    """A time carries its zone only if it is written; a ``date`` alone has no time."""
    precision: DatePrecision


def read_machine_format(text: str) -> MachineDate | None:
    """Return the date of a text that is in one of the formats from end to end, else ``None``."""
    text = text if text.isascii() else ""
    for pattern, read in _FORMATS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        try:
            return read(match)
        except ValueError:  # the form is right, but there is no such day or time
            continue
    return None


def _read_time(match: re.Match[str]) -> MachineDate:
    zone = (match["zone"] or "").upper()
    found = datetime.fromisoformat(f"{match['date']}T{match['clock']}{zone}")
    has_seconds = len(match["clock"].replace(":", "")) == 6
    return MachineDate(value=found, precision="second" if has_seconds else "minute")


def _read_rfc_2822(match: re.Match[str]) -> MachineDate:
    month = _RFC_MONTHS.index(match["month"].lower()) + 1  # ValueError: a month of another language
    zone = match["zone"] if match["zone"][0] in "+-" else "+0000"
    day = f"{match['year']}-{month:02}-{int(match['day']):02}"
    found = datetime.fromisoformat(f"{day}T{match['clock']}{zone}")
    precision: DatePrecision = "second" if len(match["clock"]) == 8 else "minute"
    return MachineDate(value=found, precision=precision)


def _read_day(match: re.Match[str]) -> MachineDate:
    return MachineDate(value=date.fromisoformat(match.group()), precision="day")


def _read_month(match: re.Match[str]) -> MachineDate:
    return MachineDate(value=date.fromisoformat(f"{match.group()}-01"), precision="month")


def _read_epoch(match: re.Match[str]) -> MachineDate:
    return MachineDate(value=datetime.fromtimestamp(int(match["seconds"]), UTC), precision="second")


_FORMATS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], MachineDate]], ...] = (
    (_EXTENDED, _read_time),
    (_RFC_2822, _read_rfc_2822),
    (_EPOCH, _read_epoch),
    (_DAY, _read_day),
    (_MONTH, _read_month),
    (_COMPACT, _read_time),
)
