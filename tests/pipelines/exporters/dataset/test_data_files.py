from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import DatasetDiffersError
from pipelines.exporters.dataset.data_files import (
    check_data_files,
    read_data_files,
    write_data_files,
)
from pipelines.exporters.parquet.arrow_schema import record_schema, to_batch
from pipelines.exporters.parquet.files import ParquetLimits
from tests.pipelines.exporters.dataset_examples import TWO_A_FILE
from tests.pipelines.exporters.record_examples import story

NAMES = [f"data/train-0000{number}-of-00003.parquet" for number in range(3)]
RECORDS = [story(str(number)) for number in range(5)]
Change = Callable[[pa.Table], pa.Table]


def test_files_are_numbered_and_hold_the_records_in_order(tmp_path: Path) -> None:
    counts = write_data_files(iter(RECORDS), tmp_path, TWO_A_FILE)
    assert counts.records == 5
    files = read_data_files(tmp_path)
    assert [file.path for file in files] == NAMES
    assert [file.records for file in files] == [2, 2, 1]
    assert [file.packed_bytes for file in files] == [
        (tmp_path / name).stat().st_size for name in NAMES
    ]
    assert all(file.unpacked_bytes > 0 for file in files)
    assert list(check_data_files(tmp_path)) == RECORDS


def test_few_records_make_one_file(tmp_path: Path) -> None:
    write_data_files(RECORDS, tmp_path, ParquetLimits())
    assert [file.records for file in read_data_files(tmp_path)] == [5]


def test_without_records_there_is_no_file(tmp_path: Path) -> None:
    assert write_data_files([], tmp_path, ParquetLimits()).records == 0
    assert read_data_files(tmp_path) == ()


def test_records_are_counted_as_they_are_written(tmp_path: Path) -> None:
    counts = write_data_files([story(source_id="a\ud800")], tmp_path, ParquetLimits())
    assert dict(counts.sources) == {"a\ufffd": 1}


def changed(folder: Path, change: Change) -> Path:
    """Return the file of a dataset whose table was changed."""
    write_data_files(RECORDS, folder, ParquetLimits())
    path = folder / "data" / "train-00000-of-00001.parquet"
    pq.write_table(change(pq.ParquetFile(path).read()), path)
    return path


def _with_column(name: str, values: pa.Array) -> Change:
    def change(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index(name)
        return table.set_column(place, pa.field(name, values.type), values)

    return change


WRONG: dict[str, tuple[Change, str]] = {
    "a column is missing": (
        lambda table: table.drop_columns(["tags"]),
        r"column tags must be list<element: string not null> and never null, not missing",
    ),
    "a column is there twice": (
        lambda table: table.append_column(pa.field("title", pa.string()), table["title"]),
        "column title must be string, not there twice",
    ),
    "another column": (
        lambda table: table.append_column("mood", pa.array(["calm"] * 5)),
        "column mood must be missing, not string",
    ),
    "another type": (
        _with_column("word_count", pa.array(list("12345"))),
        "column word_count must be int64 and never null, not string",
    ),
    "may be null": (
        _with_column("url", pa.array(["a"] * 5)),
        "column url must be string and never null, not string;",
    ),
    "no version": (
        lambda table: table.replace_schema_metadata({}),
        r"its metadata lack the newsdesk\.schema_version of today",
    ),
}


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG.keys())
def test_file_with_another_schema_is_named(tmp_path: Path, change: Change, message: str) -> None:
    path = changed(tmp_path, change)
    with pytest.raises(DatasetDiffersError, match=f"^{path}: {message}") as caught:
        list(check_data_files(tmp_path))
    assert caught.value.reason == "wrong-schema"


def test_row_that_is_no_record_is_named(tmp_path: Path) -> None:
    rows = [*RECORDS[:3], story(page_type="novel")]

    def with_a_novel(_: pa.Table) -> pa.Table:
        return pa.Table.from_batches([to_batch(rows)])

    path = changed(tmp_path, with_a_novel)
    with pytest.raises(DatasetDiffersError, match=f"^{path}: row 4: page_type must be one of"):
        list(check_data_files(tmp_path))


def test_time_with_parts_of_a_second_is_named(tmp_path: Path) -> None:
    def with_parts(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index("date_fetched")
        odd = pa.array([1] * 5, pa.timestamp("us", tz="UTC"))
        return table.set_column(place, record_schema().field("date_fetched"), odd)

    path = changed(tmp_path, with_parts)
    with pytest.raises(DatasetDiffersError, match=f"^{path}: cannot be read from its beginning"):
        list(check_data_files(tmp_path))


@pytest.mark.parametrize("size", [0, 10, 3000])
def test_file_that_was_cut_short_is_named(tmp_path: Path, size: int) -> None:
    path = changed(tmp_path, lambda table: table)
    path.write_bytes(path.read_bytes()[:size])
    for read in (read_data_files, lambda folder: list(check_data_files(folder))):
        with pytest.raises(DatasetDiffersError, match=f"^{path}: cannot be read") as caught:
            read(tmp_path)
        assert caught.value.reason == "unreadable-parquet"


def test_file_that_is_torn_inside_is_named_with_the_place(tmp_path: Path) -> None:
    write_data_files(RECORDS, tmp_path, ParquetLimits(group_rows=2))
    path = tmp_path / "data" / "train-00000-of-00001.parquet"
    content = bytearray(path.read_bytes())
    group = pq.read_metadata(path).row_group(1)
    column = group.column(group.num_columns - 1)
    start = group.column(0).dictionary_page_offset
    end = column.data_page_offset + column.total_compressed_size
    content[start:end] = bytes(end - start)
    path.write_bytes(content)
    with pytest.raises(DatasetDiffersError, match=f"^{path}: cannot be read"):
        list(check_data_files(tmp_path))
