"""Tables of the candidates a page gave for its metadata and its dates, and which of them won."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawler.cli.presentation import format_table, shorten

if TYPE_CHECKING:
    from pipelines.items import ConsideredDate, ConsideredValue

_SHOWN_CHARS = 60


def considered_lines(
    values: "Sequence[ConsideredValue]", dates: "Sequence[ConsideredDate]"
) -> list[str]:
    """Return the lines of both tables with their headings; no table where nothing was found."""
    return [
        *_table("Values considered", _value_rows(values)),
        *_table("Dates considered", _date_rows(dates)),
    ]


def _table(heading: str, rows: list[tuple[str, ...]]) -> list[str]:
    return ["", heading, *format_table(rows)]


def _value_rows(values: "Sequence[ConsideredValue]") -> list[tuple[str, ...]]:
    rows = [
        (item.field, item.source, shorten(item.value, _SHOWN_CHARS), item.outcome)
        for item in values
    ]
    return [("field", "source", "as found", "outcome"), *rows]


def _date_rows(dates: "Sequence[ConsideredDate]") -> list[tuple[str, ...]]:
    from pipelines.serialization import format_time

    rows = [
        (
            date.role,
            date.source,
            shorten(date.raw, _SHOWN_CHARS),
            "-" if date.value is None else format_time(date.value),
            date.outcome,
        )
        for date in dates
    ]
    return [("role", "source", "as found", "read as", "outcome"), *rows]
