from pathlib import Path

import pytest

from crawler.readers.dataset.records import check_dataset, read_records
from pipelines.errors import DatasetError, RecordError
from pipelines.exporters.jsonl import write_segment
from pipelines.items import Delivery
from pipelines.serialization import Record, dumps, to_record
from tests.crawler.state.examples import NOON, article

DELIVERY = Delivery(
    revision=1, change="new", first_seen=NOON, duplicate_of=None, cluster_id=None, run_id="run-1"
)


def record(name: str) -> Record:
    return to_record(article(f"https://gazette.example/{name}"), DELIVERY)


def write(folder: Path, name: str, *records: Record) -> Path:
    path = folder / "articles" / name
    write_segment(path, map(dumps, records))
    return path


def test_records_come_in_the_order_of_the_segments(tmp_path: Path) -> None:
    one, two, three = map(record, "123")
    write(tmp_path, "date=2026-11-25/a-1.jsonl.gz", three)
    write(tmp_path, "date=2026-11-24/b-1.jsonl", one, two)
    assert list(read_records(tmp_path)) == [one, two, three]


def test_record_of_version_1_comes_as_one_of_today(tmp_path: Path) -> None:
    today = record("a")
    old = {**today, "schema_version": 1}
    del old["warc_file"], old["warc_offset"]
    write(tmp_path, "a.jsonl", old)
    assert list(read_records(tmp_path)) == [today]


def test_line_that_is_no_record_is_named_in_its_place(tmp_path: Path) -> None:
    one, three = record("1"), record("3")
    path = write(tmp_path, "a.jsonl", one, {**record("2"), "word_count": "6"}, three)
    first, error, last = read_records(tmp_path)
    assert (first, last) == (one, three)
    assert isinstance(error, RecordError)
    assert error.message == f"{path}:2: word_count must be int, not '6'"


@pytest.mark.parametrize("part", ["articles", "rejected", "runs", "state"])
def test_folder_with_a_part_of_a_dataset_is_one(tmp_path: Path, part: str) -> None:
    (tmp_path / part).mkdir()
    check_dataset(tmp_path)


def test_folder_without_a_dataset_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=rf"{tmp_path}: holds no dataset; --output names"):
        check_dataset(tmp_path)
