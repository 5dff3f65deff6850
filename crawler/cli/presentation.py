"""How the verbs show things: in columns, on one line, counted, as values of JSON."""

from collections.abc import Sequence
from datetime import datetime


def format_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows in columns; numbers stand at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(_cell, row, widths)).rstrip() for row in rows]


def format_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows in columns without an indent, as ``awk`` and ``cut`` like them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def shorten(text: str, max_chars: int) -> str:
    """Return a text on one line, with an ellipsis where it was cut to so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= max_chars else line[: max_chars - 1].rstrip() + "…"


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


def _cell(text: str, width: int) -> str:
    return text.rjust(width) if text.isdigit() else text.ljust(width)
