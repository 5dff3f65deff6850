from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.exporters.parquet.arrow_schema import record_schema
from pipelines.exporters.parquet.files import ParquetLimits, RollingFile, RowGroup
from tests.pipelines.exporters.record_examples import story


def group(*names: str) -> RowGroup:
    found = RowGroup()
    for name in names:
        found.add(story(name))
    return found


def test_row_group_counts_the_characters_of_all_texts() -> None:
    one, other = RowGroup(), RowGroup()
    shorter = one.add(story(title=None, tags=[]))
    assert other.add(story(title="abcd", tags=["ef", "g"])) == shorter + 7
    assert other.chars == shorter + 7
    other.add(story(title=None, tags=[]))
    assert other.chars == 2 * shorter + 7


def test_row_group_is_full_of_rows_or_of_characters() -> None:
    found = group("a", "b")
    assert not found.is_full(ParquetLimits())
    assert not found.is_full(ParquetLimits(group_rows=3))
    assert found.is_full(ParquetLimits(group_rows=2))
    assert found.is_full(ParquetLimits(group_chars=found.chars))


def test_lone_surrogates_become_what_they_are_in_a_line() -> None:
    found = RowGroup()
    found.add(story(title="a\ud800b", tags=["\udc00"]))
    assert (found.rows[0]["title"], found.rows[0]["tags"]) == ("a\ufffdb", ["\ufffd"])


def test_next_file_begins_when_one_is_large_enough(tmp_path: Path) -> None:
    limits = ParquetLimits(file_bytes=1)
    with RollingFile(lambda number: tmp_path / "new" / f"{number}.parquet", limits) as file:
        file.write(group("a", "b"))
        file.write(group("c"))
        assert not file.is_open
    assert file.count == 2
    names = [pq.read_table(tmp_path / "new" / f"{n}.parquet")["id"].to_pylist() for n in range(2)]
    assert names == [["a", "b"], ["c"]]


@pytest.mark.parametrize("is_closed_between", [True, False])
def test_closed_file_is_not_written_again(tmp_path: Path, is_closed_between: bool) -> None:
    with RollingFile(lambda number: tmp_path / f"{number}.parquet", ParquetLimits()) as file:
        file.write(group("a"))
        if is_closed_between:
            file.close()
        assert file.is_open is not is_closed_between
        file.write(group("b"))
    assert len(list(tmp_path.iterdir())) == (2 if is_closed_between else 1)


def test_files_are_packed_with_zstandard_and_typed(tmp_path: Path) -> None:
    with RollingFile(lambda number: tmp_path / f"{number}.parquet", ParquetLimits()) as file:
        file.write(group("a"))
        file.write(group("b"))
    with pq.ParquetFile(tmp_path / "0.parquet") as found:
        assert found.schema_arrow.equals(record_schema(), check_metadata=True)
        assert found.num_row_groups == 2
        assert found.metadata.row_group(0).column(0).compression == "ZSTD"
