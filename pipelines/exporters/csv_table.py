"""Rows as CSV (RFC 4180), for programs and for spreadsheets."""

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipelines.normalization import without_surrogates
from pipelines.serialization import Record

MAX_CELL_UNITS = 32_767
"""UTF-16 code units that a cell of Excel holds; it spreads the rest over the rows below."""
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""https://owasp.org/www-community/attacks/CSV_Injection"""


def csv_lines(columns: Sequence[str], rows: Iterable[Record]) -> Iterator[bytes]:
    """Yield the lines of a table in UTF-8, the names of the columns first.

    An unknown value is an empty cell. Lists, objects, truth values and numbers are written as in
    JSON; texts stay as they are, also those that a spreadsheet would take for a formula. What the
    rows raise before the first one comes before any line: nothing was written then.
    """
    return _lines(_cells(columns, rows))


def spreadsheet_lines(columns: Sequence[str], rows: Iterable[Record]) -> Iterator[bytes]:
    """Yield the lines of a table that a spreadsheet opens as it is meant.

    As ``csv_lines``, but: a byte order mark comes first, without which Excel takes the text for
    another encoding; an apostrophe stands before each text that would be a formula, whatever a page
    says; a text that is too long for a cell is cut and ends in an ellipsis.
    """
    cells = _cells(columns, rows, of_text=_spreadsheet_text)
    for number, line in enumerate(_lines(cells)):
        yield line if number else codecs.BOM_UTF8 + line


def _spreadsheet_text(text: str) -> str:
    shown = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    if len(shown) <= MAX_CELL_UNITS // 2:  # no character has more than two
        return shown
    units = shown.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * MAX_CELL_UNITS:
        return shown
    return units[: 2 * (MAX_CELL_UNITS - 1)].decode("utf-16-le", "ignore") + "…"


def _lines(rows_of_cells: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for cells in rows_of_cells:
        writer.writerow(cells)
        yield without_surrogates(buffer.getvalue()).encode()
        buffer.seek(0)
        buffer.truncate()


def _cells(
    columns: Sequence[str], rows: Iterable[Record], of_text: Callable[[str], str] = str
) -> Iterator[list[str]]:
    cells = ([_cell(row.get(name), of_text) for name in columns] for row in rows)
    first = next(cells, None)
    yield list(columns)
    if first is not None:
        yield first
        yield from cells


def _cell(value: object, of_text: Callable[[str], str]) -> str:
    if value is None:
        return ""
    return of_text(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
