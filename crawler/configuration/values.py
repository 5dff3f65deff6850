"""Reads single values of a configuration file: what is not right says what would be.

Each reader takes a value as ``tomllib`` gives it and returns it in our own type, or raises
``BadValueError`` with the way out.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pipelines.errors import ConfigError
from pipelines.extraction.user_rules.selectors import check_selector
from pipelines.language_codes import ISO_639_1

T = TypeVar("T")
Reader = Callable[[object], T]

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([smhdw])")
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,3}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]|[0-9a-fA-F:]*:[0-9a-fA-F:.]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NO_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,63}(?::\d+)?(?:[/?]|$)(?!\S*@)")
_NOT_IN_HEADER = re.compile(r"[\x00-\x1f\x7f]")


class BadValueError(ValueError):
    """A value is not right; the message says what would be."""


def text(value: object) -> str:
    """Return a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise BadValueError('must be a text in quotes, such as "abc"')
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise BadValueError("holds half a character (a lone surrogate)")
    return value.strip()


def flag(value: object) -> bool:
    """Return a truth value."""
    if not isinstance(value, bool):
        raise BadValueError("must be true or false, without quotes")
    return value


def identifier(value: object) -> str:
    """Return an id that can be typed on a command line."""
    name = text(value)
    if not _ID.fullmatch(name):
        raise BadValueError(
            "must be letters a-z, digits, dots, hyphens and underscores, 100 at most"
        )
    return name


def http_url(value: object) -> str:
    """Return an http or https URL with a host."""
    url = text(value)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadValueError(f"is no URL ({error})") from error
    if parts.scheme.lower() not in {"http", "https"}:
        hint = f"; write https://{url}" if _NO_SCHEME.match(url) else ""
        raise BadValueError(f"must begin with http:// or https://{hint}")
    if not parts.hostname or re.search(r"[\s<>\"\\^`{|}]", url):
        raise BadValueError("must be a whole URL, such as https://example.com/feed.xml")
    if parts.username is not None or parts.password is not None:
        # Addresses stand in records, manifests and messages.
        raise BadValueError("must hold no user and password: a header of headers_env carries them")
    return url


def host(value: object) -> str:
    """Return a host name or IP address in lower case."""
    name = text(value).lower().rstrip(".")
    if not _HOST.fullmatch(name):
        raise BadValueError('must be a host without scheme, port and path, such as "example.com"')
    return name.strip("[]")


def language(value: object) -> str:
    """Return an ISO 639-1 code."""
    code = text(value)
    if code in ISO_639_1:
        return code
    start = re.split("[-_]", code.lower())[0]
    hint = f'; write "{start}"' if start in ISO_639_1 else ""
    raise BadValueError(f'must be an ISO 639-1 code of two letters, such as "en"{hint}')


def timezone(value: object) -> str:
    """Return a name of the IANA time zone database."""
    name = text(value)
    # What looks otherwise would be sought as a module, however long it is.
    looked_up = name if _ZONE_NAME.fullmatch(name) else ""
    try:
        ZoneInfo(looked_up)
    except (KeyError, ValueError, OSError) as error:
        hint = _nearest_timezone(name)
        raise BadValueError(
            'must be a name of the time zone database, such as "Europe/Berlin"'
            + (f"; did you mean {hint!r}?" if hint else "")
        ) from error
    return name


def pattern(value: object) -> str:
    """Return a regular expression."""
    expression = text(value)
    try:
        re.compile(expression)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadValueError(
            f"is no regular expression ({error}); a plain part of the URL does, such as '/news/'"
        ) from error
    return expression


def selector(value: object) -> str:
    """Return a CSS selector or, when it starts with ``/``, ``(`` or ``xpath:``, an XPath."""
    expression = text(value)
    try:
        check_selector(expression)
    except ConfigError as error:
        raise BadValueError(f"is no selector ({error.message})") from error
    return expression


def header_pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Return the names and values of HTTP headers."""
    return _pairs(value, 'a table, such as { "Accept-Language" = "de" }', header_value)


def environment_pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Return the names of HTTP headers and of the environment variables that hold their values."""
    return _pairs(value, 'a table, such as { Authorization = "MY_VARIABLE" }', _environment_name)


def header_value(value: object) -> str:
    """Return a text that may stand in an HTTP header."""
    content = text(value)
    if _NOT_IN_HEADER.search(content):
        raise BadValueError("a header may hold no line break and no control character")
    return content


def choice(*members: str) -> Reader[str]:
    """Return a reader for one of a few words."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in members:
            return value
        hint = nearest(str(value), members)
        raise BadValueError(
            "must be " + one_of(members) + (f"; did you mean {hint!r}?" if hint else "")
        )

    return read


def whole_number(low: int, high: int) -> Reader[int]:
    """Return a reader for whole numbers within bounds."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadValueError(f"must be a whole number from {low} to {high}, without quotes")
        return value

    return read


def duration(low_s: int, high_s: int) -> Reader[int]:
    """Return a reader for durations in whole seconds: a number, or ``15m``, ``6h``, ``1d``."""
    read_any = fractional_duration(low_s, high_s)

    def read(value: object) -> int:
        return round(read_any(value))

    return read


def fractional_duration(low_s: int, high_s: int) -> Reader[float]:
    """Return a reader for durations in seconds that may have a fraction."""

    def read(value: object) -> float:
        seconds = _seconds(value)
        if seconds is None:
            raise BadValueError(
                'must be a duration: seconds as a number, or "30s", "15m", "6h", "1d"'
            )
        if not low_s <= seconds <= high_s:
            raise BadValueError(f"must be from {low_s} to {high_s} seconds, not {value!r}")
        return seconds

    return read


def many(read_one: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return a reader for a list; a single value counts as a list of one."""

    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            return (read_one(value),)
        return tuple(dict.fromkeys(_read_item(item, read_one) for item in value))

    return read


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the word that was probably meant; ``None`` when none is near."""
    by_fold = {other.casefold(): other for other in words}
    matches = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[matches[0]] if matches else None


def one_of(words: Iterable[str]) -> str:
    """Return the words in quotes as people list alternatives."""
    *others, last = (f'"{word}"' for word in words)
    return f"{', '.join(others)} or {last}" if others else last


def _read_item(item: object, read_one: Reader[T]) -> T:
    try:
        return read_one(item)
    except BadValueError as error:
        raise BadValueError(f"{item!r} {error}") from error


def _seconds(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value if value == value else None  # noqa: PLR0124 - only NaN differs from itself
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    return None if match is None else float(match[1]) * _SECONDS[match[2]]


def _pairs(value: object, example: str, read_value: Reader[str]) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise BadValueError(f"must be {example}")
    for name in value:
        if not _HEADER_NAME.fullmatch(str(name)):
            raise BadValueError(f"{name!r} is no name of an HTTP header")
    return tuple((str(name), _named(str(name), item, read_value)) for name, item in value.items())


def _named(name: str, value: object, read_value: Reader[str]) -> str:
    try:
        return read_value(value)
    except BadValueError as error:
        raise BadValueError(f"{name}: {error}") from error


def _environment_name(value: object) -> str:
    name = text(value)
    if not _ENVIRONMENT_NAME.fullmatch(name):
        # The value itself is not repeated: it may be the secret.
        raise BadValueError("must name an environment variable, not hold the secret itself")
    return name


def _nearest_timezone(name: str) -> str | None:
    zones = available_timezones()
    wanted = name.casefold().replace(" ", "_")
    for zone in sorted(zones):
        if wanted in (zone.casefold(), zone.casefold().rpartition("/")[2]):
            return zone
    return nearest(name, sorted(zones))
