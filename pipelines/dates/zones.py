"""Zone names and offsets of stamps. The abbreviations are in ``zones.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_MAX_OFFSET = timedelta(hours=14)
_LONGEST_NAME = 40
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_NAMED_OFFSET = re.compile(r"(?P<name>[^\W\d_]+)\s?(?P<offset>[+-][\d:]+)")
_UTC_NAMES = frozenset({"Z", "z", "UTC", "GMT", "UT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The zone of a stamp as it was written (``+0100``, ``CEST``, ``UTC+3``, ``Europe/Berlin``)."""

    text: str

    def resolve(
        self, local: datetime, source_zone: tzinfo | None, language: str | None
    ) -> tzinfo | None:
        """Return the zone for a local time, or ``None`` when the text names none.

        An abbreviation means its own offset even out of season (RFC 5322: ``EST`` is -0500).
        Of two meanings of one abbreviation that of the source's own zone is taken.
        """
        if self.text[0] in "+-":
            return read_offset(self.text)
        named = _NAMED_OFFSET.fullmatch(self.text)
        if named is not None:
            return _sum(_abbreviation(named["name"], language), read_offset(named["offset"]), local)
        if source_zone is not None and _uses(source_zone, self.text, local):
            return source_zone
        return _abbreviation(self.text, language) or find_zone(self.text)


def is_zone_name(text: str) -> bool:
    """Return whether the text is a known abbreviation, in capitals, or an IANA name."""
    return text in _UTC_NAMES or _abbreviation(text, None) is not None or _is_place(text)


@lru_cache(maxsize=256)
def find_zone(name: str | None) -> tzinfo | None:
    """Return the zone of an IANA name, or ``None`` when there is none of that name."""
    if not name or len(name) > _LONGEST_NAME or not name.isascii():
        return None
    if name in _UTC_NAMES:
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def read_offset(text: str) -> tzinfo | None:
    """Return the zone of an offset (``+01:00``, ``-0530``); ``None`` when no zone has it."""
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    delta = timedelta(hours=hours, minutes=minutes)
    if delta > _MAX_OFFSET or minutes >= 60:
        return None
    return timezone(-delta if match["sign"] == "-" else delta)


def _sum(base: tzinfo | None, offset: tzinfo | None, local: datetime) -> tzinfo | None:
    if base is None or offset is None:
        return None
    total = (base.utcoffset(local) or timedelta()) + (offset.utcoffset(None) or timedelta())
    return timezone(total) if abs(total) <= _MAX_OFFSET else None


def _uses(zone: tzinfo, abbreviation: str, local: datetime) -> bool:
    return zone.tzname(local) == abbreviation


@lru_cache(maxsize=1024)
def _abbreviation(text: str, language: str | None) -> tzinfo | None:
    table = _table()
    own = table.by_language.get(language or "", {})
    name = text if text in table.fixed or text in table.places else _cyrillic_capitals(text)
    if name in own:
        return timezone(timedelta(minutes=own[name]))
    if name in table.fixed:
        return timezone(timedelta(minutes=table.fixed[name]))
    return find_zone(table.places.get(name))


def _cyrillic_capitals(text: str) -> str:
    """Capitals for ``мск``, which is mostly written small; small Latin letters are words."""
    return text if text.isascii() else text.upper()


def _is_place(text: str) -> bool:
    return "/" in text and find_zone(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    fixed: Mapping[str, int]
    places: Mapping[str, str]
    by_language: Mapping[str, Mapping[str, int]]


@cache
def _table() -> _Table:
    data = tomllib.loads(files("pipelines.dates").joinpath("zones.toml").read_text("utf-8"))
    return _Table(fixed=data["fixed"], places=data["places"], by_language=data["by_language"])
