import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import DatasetError
from pipelines.exporters.parquet.arrow_schema import to_records
from pipelines.exporters.parquet.day_folders import write_parquet
from pipelines.exporters.parquet.files import ParquetLimits
from pipelines.serialization import Record
from tests.pipelines.exporters.record_examples import story

SMALL = ParquetLimits(group_rows=4, open_files=2)


def on_day(day: int, name: str = "a", **columns: object) -> Record:
    return story(name, date_fetched=f"2026-11-{day:02}T12:00:00Z", **columns)


def rows(folder: Path) -> dict[str, list[str]]:
    """Return the ids in each file, by its path."""
    return {
        str(path.relative_to(folder)): pq.ParquetFile(path).read(["id"])["id"].to_pylist()
        for path in sorted(folder.rglob("*.parquet"))
    }


def records(folder: Path) -> list[Record]:
    found = []
    for path in sorted(folder.rglob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches():
            found += to_records(batch)
    return found


def test_each_day_of_fetch_has_its_folder(tmp_path: Path) -> None:
    target = tmp_path / "export"
    assert write_parquet([on_day(1, "a"), on_day(1, "b"), on_day(2, "c")], target) == 3
    assert rows(target) == {
        "date=2026-11-01/part-00000.parquet": ["a", "b"],
        "date=2026-11-02/part-00000.parquet": ["c"],
    }


def test_days_in_order_have_one_file_each(tmp_path: Path) -> None:
    days = [on_day(day, str(number)) for day in range(1, 8) for number in range(day)]
    write_parquet(days, tmp_path / "export", limits=SMALL)
    assert [len(ids) for ids in rows(tmp_path / "export").values()] == list(range(1, 8))
    assert records(tmp_path / "export") == days


@settings(max_examples=20)
@given(st.lists(st.integers(1, 6), max_size=40))
def test_days_in_no_order_lose_nothing_and_keep_their_order(
    tmp_path_factory: pytest.TempPathFactory, days: list[int]
) -> None:
    target = tmp_path_factory.mktemp("any") / "export"
    given_records = [on_day(day, str(number)) for number, day in enumerate(days)]
    assert write_parquet(given_records, target, limits=SMALL) == len(days)
    assert records(target) == sorted(given_records, key=lambda r: str(r["date_fetched"]))


def _open_files() -> list[str]:
    """Return the Parquet files that this process has open."""
    links = [path for path in Path("/proc/self/fd").iterdir() if path.exists()]
    return [name for name in (os.fspath(path.readlink()) for path in links) if "/part-" in name]


def test_few_files_are_open_at_a_time(tmp_path: Path) -> None:
    most = 0

    def mixed() -> Iterator[Record]:
        nonlocal most
        for number in range(60):
            yield on_day(1 + number % 12, str(number))
            most = max(most, len(_open_files()))

    write_parquet(mixed(), tmp_path / "export", limits=SMALL)
    assert most == SMALL.open_files
    assert not _open_files()


def test_row_groups_are_bounded_by_rows_and_by_characters(tmp_path: Path) -> None:
    limits = ParquetLimits(group_rows=4, group_chars=10_000)
    texts = ["short"] * 10 + ["long" * 5_000, "short"]
    days = [on_day(1, str(number), text=text) for number, text in enumerate(texts)]
    write_parquet(days, tmp_path / "export", limits=limits)
    found = pq.ParquetFile(next((tmp_path / "export").rglob("*.parquet"))).metadata
    sizes = [found.row_group(number).num_rows for number in range(found.num_row_groups)]
    assert sizes == [4, 4, 3, 1]


def test_text_of_twenty_megabytes_is_one_record_like_others(tmp_path: Path) -> None:
    days = [on_day(1, "a"), on_day(1, "b", text="Ünd so. " * 2_500_000), on_day(1, "c")]
    write_parquet(days, tmp_path / "export")
    assert records(tmp_path / "export") == days


def test_export_of_nothing_has_the_columns_all_the_same(tmp_path: Path) -> None:
    """Readers stop at a folder of nothing: each night without news would stop a take-over."""
    full, empty = tmp_path / "full", tmp_path / "empty"
    write_parquet([on_day(1)], full)
    assert write_parquet([], empty) == 0
    found, expected = pq.read_table(empty), pq.read_table(full)
    assert found.num_rows == 0
    assert found.schema == expected.schema
    assert "date" in found.schema.names
    write_parquet([on_day(2)], empty, is_overwriting=True)
    assert list(rows(empty)) == ["date=2026-11-02/part-00000.parquet"]


def test_nothing_is_left_of_an_export_that_fails(tmp_path: Path) -> None:
    def failing() -> Iterator[Record]:
        yield from (on_day(1, str(number)) for number in range(9))
        raise ValueError("torn")

    with pytest.raises(ValueError, match="torn"):
        write_parquet(failing(), tmp_path / "export", limits=SMALL)
    assert not list(tmp_path.iterdir())


def test_export_is_replaced_only_when_that_is_wanted(tmp_path: Path) -> None:
    target = tmp_path / "export"
    write_parquet([on_day(1), on_day(2)], target)
    with pytest.raises(DatasetError, match="--overwrite replaces it"):
        write_parquet([], target)
    write_parquet([on_day(3)], target, is_overwriting=True)
    assert list(rows(target)) == ["date=2026-11-03/part-00000.parquet"]


def test_folder_that_is_no_export_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "photo.png").touch()
    with pytest.raises(DatasetError, match="not all of it was written by this command"):
        write_parquet([], tmp_path, is_overwriting=True)


def test_dataset_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "articles" / "date=2026-11-01").mkdir(parents=True)
    (tmp_path / "articles" / "date=2026-11-01" / "run-00001.jsonl").touch()
    with pytest.raises(DatasetError, match="not all of it was written by this command"):
        write_parquet([], tmp_path / "articles", is_overwriting=True)
