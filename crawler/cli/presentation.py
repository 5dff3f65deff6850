"""How the verbs show things: in columns, on one line, counted, as values of JSON."""

from collections.abc import Sequence
from datetime import datetime
from unicodedata import category, east_asian_width

_WITHOUT_WIDTH = frozenset({"Cf", "Me", "Mn"})
"""Categories of what stands on or between characters: accents, joiners, marks of direction."""


def format_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows in columns; numbers stand at the right."""
    widths = _widths(rows)
    return ["  " + "  ".join(map(_cell, row, widths)).rstrip() for row in rows]


def format_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows in columns without an indent, as ``awk`` and ``cut`` like them."""
    widths = _widths(rows)
    return ["  ".join(map(_left, row, widths)).rstrip() for row in rows]


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text on one line takes."""
    return sum(map(_columns, text))


def shorten(text: str, max_chars: int) -> str:
    """Return a text on one line, with an ellipsis where it was cut to so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= max_chars else line[: max_chars - 1].rstrip() + "…"


def heading(name: str, number: int) -> str:
    """Return the line above one of several texts, counted from 0, as ``head`` does it."""
    return f"{chr(10) if number else ''}==> {name} <=="


def counted(count: int, noun: str) -> str:
    """Return a number of things with their noun: ``1 source``, ``2,000 sources``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def json_value(value: object) -> str:
    """Return a moment as records have it, for ``default`` of ``json.dumps``.

    Raises:
        TypeError: the value is something else.
    """
    from pipelines.serialization import format_time

    if not isinstance(value, datetime):
        raise TypeError(f"{type(value).__name__} is no JSON value")
    return format_time(value)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(display_width, column)) for column in zip(*rows, strict=True)]


def _cell(text: str, width: int) -> str:
    return text.rjust(width) if text.isdigit() else _left(text, width)


def _left(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _columns(character: str) -> int:
    if category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if east_asian_width(character) in {"F", "W"} else 1


def format_seconds(seconds: float) -> str:
    """Return a stretch of time for people: ``45 s``, ``3 min 20 s``, ``2 h 05 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min"
