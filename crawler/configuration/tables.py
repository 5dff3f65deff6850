"""Reads the tables of a configuration file by a list of their keys, and collects what is wrong."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from crawler.configuration.values import BadValueError, Reader, nearest, one_of
from pipelines.errors import ConfigError

_SHOWN_CHARS = 60
_USER_IN_URL = re.compile(r"(?<=://)[^/?#\s\"]*@")
_SECRET_KEYS = frozenset({"headers", "headers_env"})
# What the same is called elsewhere (OPML, RSS readers, Scrapy), where the spelling is far off.
_OTHER_NAMES = {
    "agent": "user_agent",
    "allowed_domains": "allowed_hosts",
    "feed": "url",
    "feed_url": "url",
    "href": "url",
    "lang": "language",
    "link": "url",
    "name": "publisher",
    "selector": "body",
    "title": "publisher",
    "type": "kind",
    "tz": "timezone",
    "wait": "delay",
    "xmlUrl": "url",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a table: which attribute it fills, and how its value is read."""

    attribute: str
    read: Reader[object]


class Problems:
    """All that is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._lines: list[str] = []

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each problem, in the order they were found."""
        return tuple(self._lines)

    def add(self, place: str, problem: str) -> None:
        """Note a problem; ``place`` names the table, and is empty for the file itself."""
        self._lines.append(": ".join(part for part in (self.file, place, problem) if part))

    def add_value(self, place: str, key: str, value: object, advice: str) -> None:
        """Note a value that is not right; secrets are not shown."""
        shown = key if key in _SECRET_KEYS else f"{key} = {show(value)}"
        self.add(place, f"{shown}: {advice}")

    def raise_if_any(self) -> None:
        """Raise ``ConfigError`` when anything was noted."""
        if self._lines:
            self.raise_all()

    def raise_all(self) -> NoReturn:
        """Raise ``ConfigError`` with everything that was noted, a line each."""
        raise ConfigError("bad-configuration", "\n".join(self._lines))


def read_table(
    table: Mapping[str, object],
    keys: Mapping[str, Key],
    place: str,
    problems: Problems,
    belongs: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the attributes that a table gives; what is wrong is left out and noted.

    ``belongs`` names the table of each key that means something elsewhere alone.
    """
    attributes: dict[str, Any] = {}
    for name, value in table.items():
        key = keys.get(name)
        if key is None:
            there = belongs.get(name)
            problem = f'"{name}" belongs into {there}' if there else unknown_key(name, keys)
            problems.add(place, problem)
            continue
        try:
            attributes[key.attribute] = key.read(value)
        except BadValueError as error:
            problems.add_value(place, name, value, str(error))
    return attributes


def unknown_key(name: str, known: Collection[str]) -> str:
    """Return the message for a key that means nothing, with the one that was probably meant."""
    other = _OTHER_NAMES.get(name)
    meant = other if other in known else nearest(name, known)
    if meant is None:
        return f'unknown key "{name}"; known are {one_of(sorted(known))}'
    return f'unknown key "{name}"; did you mean "{meant}"?'


def show(value: object) -> str:
    """Return a value as it stands in TOML, or nearly so: cut where long, without passwords."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    shown = _USER_IN_URL.sub("***@", shown)
    return shown if len(shown) <= _SHOWN_CHARS else f"{shown[: _SHOWN_CHARS - 1]}…"


def read_text(path: Path) -> str:
    """Return the text of a configuration file.

    Raises:
        ConfigError: the file cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            "no-configuration",
            f"{path}: no such file; `newsdesk init` writes one, --config names another",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "no-configuration", f"{path}: is no UTF-8 text: save it as UTF-8"
        ) from error
    except OSError as error:
        why = error.strerror or error
        raise ConfigError("no-configuration", f"{path}: cannot be read: {why}") from error
