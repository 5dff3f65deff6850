"""Rows as CSV (RFC 4180)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from pipelines.normalization import without_surrogates
from pipelines.serialization import Record


def csv_lines(columns: Sequence[str], rows: Iterable[Record]) -> Iterator[bytes]:
    """Yield the lines of a table in UTF-8, the names of the columns first.

    An unknown value is an empty cell. Lists, objects, truth values and numbers are written as in
    JSON; texts stay as they are, also those that a spreadsheet would take for a formula. What the
    rows raise before the first one comes before any line: nothing was written then.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for cells in _cells(columns, rows):
        writer.writerow(cells)
        yield without_surrogates(buffer.getvalue()).encode()
        buffer.seek(0)
        buffer.truncate()


def _cells(columns: Sequence[str], rows: Iterable[Record]) -> Iterator[list[str]]:
    cells = ([_cell(row.get(name)) for name in columns] for row in rows)
    first = next(cells, None)
    yield list(columns)
    if first is not None:
        yield first
        yield from cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
