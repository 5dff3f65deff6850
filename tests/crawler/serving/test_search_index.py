import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.serving.search_index import Listeners, SearchIndex
from pipelines.errors import RecordError
from tests.crawler.serving.records import record, removed_line, unheard, write


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    with closing(SearchIndex(tmp_path / "state" / "search.sqlite", tmp_path)) as opened:
        yield opened


def refresh(index: SearchIndex) -> tuple[int, list[str]]:
    broken: list[RecordError] = []
    count = index.refresh(Listeners(broken=broken.append))
    return count, [error.message for error in broken]


def titles(folder: Path, word: str) -> int:
    with closing(sqlite3.connect(folder / "state" / "search.sqlite")) as connection:
        rows = connection.execute("SELECT rowid FROM found WHERE found MATCH ?", (word,))
        return len(rows.fetchall())


def test_each_segment_is_read_once(index: SearchIndex, tmp_path: Path) -> None:
    write(tmp_path, "articles/date=1/a.jsonl", [record("a")])
    write(tmp_path, "removed/date=1/a.jsonl.zst", [removed_line(record("a"), {})])
    assert refresh(index) == (2, [])
    assert refresh(index) == (0, [])
    write(tmp_path, "articles/date=1/b.jsonl.gz", [record("b"), record("c")])
    assert refresh(index) == (1, [])
    assert titles(tmp_path, "harbour") == 3


def test_unfinished_segments_are_not_read(index: SearchIndex, tmp_path: Path) -> None:
    path = write(tmp_path, "articles/a.jsonl", [record("a")])
    path.rename(path.with_name("a.jsonl.part"))
    assert refresh(index) == (0, [])


def test_two_processes_read_a_segment_once(index: SearchIndex, tmp_path: Path) -> None:
    write(tmp_path, "articles/a.jsonl", [record("a")])
    with closing(SearchIndex(tmp_path / "state" / "search.sqlite", tmp_path)) as other:
        refresh(other)
        assert refresh(index) == (0, [])
    assert titles(tmp_path, "harbour") == 1


@pytest.mark.parametrize("change", ["gone", "rewritten"])
def test_another_dataset_in_the_folder_is_read_from_the_start(
    index: SearchIndex, tmp_path: Path, change: str
) -> None:
    path = write(tmp_path, "articles/a.jsonl", [record("a", title="Before")])
    write(tmp_path, "articles/b.jsonl", [record("b", title="Beside")])
    refresh(index)
    path.unlink()
    if change == "rewritten":
        write(tmp_path, "articles/a.jsonl", [record("c", title="Afterwards")])
    refresh(index)
    found = [titles(tmp_path, word) for word in ("before", "beside", "afterwards")]
    assert found == [0, 1, change == "rewritten"]


def test_torn_line_is_told_and_the_rest_is_read(index: SearchIndex, tmp_path: Path) -> None:
    path = write(tmp_path, "articles/a.jsonl", [record("a"), record("b")])
    path.write_bytes(path.read_bytes() + b'{"schema_version":2,"id":"to')
    count, broken = refresh(index)
    assert count == 1
    assert len(broken) == 1
    assert broken[0].startswith(f"{path}:3: not JSON")
    assert titles(tmp_path, "harbour") == 2


def test_what_is_interrupted_is_read_again(index: SearchIndex, tmp_path: Path) -> None:
    write(tmp_path, "articles/a.jsonl", [record("a"), {"no": "record"}])

    def interrupt(_: RecordError) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.refresh(Listeners(broken=interrupt))
    assert titles(tmp_path, "harbour") == 0
    assert refresh(index)[0] == 1
    assert titles(tmp_path, "harbour") == 1


def test_a_full_disk_is_told_as_what_it_is(index: SearchIndex, tmp_path: Path) -> None:
    write(tmp_path, "articles/a.jsonl", [record(f"{n}", text=f"{n} " * 9_999) for n in range(99)])
    (pages,) = index._connection.execute("PRAGMA page_count").fetchone()
    index._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    index._connection.execute("PRAGMA cache_size = 1")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        refresh(index)


def test_refresh_that_is_stopped_leaves_whole_segments(index: SearchIndex, tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path, f"articles/{name}.jsonl", [record(f"{name}{n}") for n in range(150)])

    def stop_in_the_second(done: int, total: int) -> None:
        if done > total / 2:
            index.stop()

    count = index.refresh(replace(unheard(), progress=stop_in_the_second))
    assert (count, titles(tmp_path, "harbour")) == (1, 150)


def test_progress_is_told_in_bytes(index: SearchIndex, tmp_path: Path) -> None:
    paths = [
        write(tmp_path, f"articles/{n}.jsonl", [record(f"{n}-{m}") for m in range(150)])
        for n in range(2)
    ]
    told: list[tuple[int, int]] = []
    index.refresh(replace(unheard(), progress=lambda done, total: told.append((done, total))))
    total = sum(path.stat().st_size for path in paths)
    assert [of for _, of in told] == [total] * 4
    assert told == sorted(told)
