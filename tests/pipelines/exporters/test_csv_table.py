import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import ConfigError
from pipelines.exporters.csv_table import MAX_CELL_UNITS, csv_lines, spreadsheet_lines
from pipelines.normalization import without_surrogates
from pipelines.serialization import Record
from tests.strategies import any_texts


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, b""),
        ("", b""),
        ("plain", b"plain"),
        ("=1+1", b"=1+1"),
        ('a "b", c', b'"a ""b"", c"'),
        ("two\nlines", b'"two\nlines"'),
        (True, b"true"),
        (7, b"7"),
        (["ä", 'b"'], '"[""ä"", ""b\\""""]"'.encode()),
        ({"name": "x"}, b'"{""name"": ""x""}"'),
        ([], b"[]"),
    ],
)
def test_value_has_one_form(value: object, cell: bytes) -> None:
    head, row = csv_lines(["a", "b"], [{"a": value, "b": "end"}])
    assert head == b"a,b\r\n"
    assert row == cell + b",end\r\n"


def test_column_that_a_row_lacks_is_empty() -> None:
    assert list(csv_lines(["a", "b"], [{"b": "x"}])) == [b"a,b\r\n", b",x\r\n"]


def test_table_without_rows_has_its_head() -> None:
    assert list(csv_lines(["a", "b"], [])) == [b"a,b\r\n"]


def test_rows_that_fail_at_once_leave_no_head_behind() -> None:
    def fail(number: int) -> Record:
        raise ConfigError("unknown-source", f"there is no {number}")

    lines = csv_lines(["a"], map(fail, range(2)))
    with pytest.raises(ConfigError):
        next(lines)


@given(st.lists(st.fixed_dictionaries({"a": any_texts(), "b": any_texts()}), max_size=4))
def test_texts_come_back_as_they_were_written(table: list[dict[str, object]]) -> None:
    found = rows(b"".join(csv_lines(["a", "b"], table)))
    expected = [[without_surrogates(str(row[name])) for name in "ab"] for row in table]
    assert found == [["a", "b"], *expected]


def spreadsheet_cell(value: object) -> str:
    data = b"".join(spreadsheet_lines(["a"], [{"a": value}]))
    assert data.startswith("\ufeffa\r\n".encode())
    _, (cell,) = rows(data)
    return cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+44 is the code", "'+44 is the code"),
        ("-5 degrees", "'-5 degrees"),
        ("@desk", "'@desk"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("a = b", "a = b"),
        ("'quoted'", "'quoted'"),
        (-5, "-5"),
        (["=1"], '["=1"]'),
        ("x" * MAX_CELL_UNITS, "x" * MAX_CELL_UNITS),
        ("x" * (MAX_CELL_UNITS + 1), "x" * (MAX_CELL_UNITS - 1) + "…"),
        ("=" * MAX_CELL_UNITS, "'" + "=" * (MAX_CELL_UNITS - 2) + "…"),
        ("🙂" * 16_384, "🙂" * 16_383 + "…"),
        ("x" + "🙂" * 16_384, "x" + "🙂" * 16_382 + "…"),
    ],
)
def test_spreadsheet_shows_a_text_as_text(value: object, cell: str) -> None:
    assert spreadsheet_cell(value) == cell


def test_spreadsheet_without_rows_has_its_head() -> None:
    assert list(spreadsheet_lines(["a"], [])) == ["\ufeffa\r\n".encode()]


@given(any_texts())
def test_no_text_of_a_spreadsheet_is_a_formula(text: str) -> None:
    cell = spreadsheet_cell(text)
    assert not cell.startswith(tuple("=+-@\t\r\n"))
    assert len(cell.encode("utf-16-le")) <= 2 * MAX_CELL_UNITS
