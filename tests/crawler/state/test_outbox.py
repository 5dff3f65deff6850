import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.state.database import open_database
from crawler.state.outbox import Outbox, OutboxSettings
from pipelines.exporters.jsonl import write_segment
from pipelines.transaction import transaction
from tests.crawler.state.examples import column

DAY = "2026-11-24"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_database(tmp_path / "state" / "newsdesk.sqlite")
    yield connection
    connection.close()


def outbox(connection: sqlite3.Connection, folder: Path, run_id: str = "run-1") -> Outbox:
    settings = OutboxSettings(folder=folder, run_id=run_id, segment_records=3)
    return Outbox(connection, settings)


def put(box: Outbox, connection: sqlite3.Connection, *numbers: int) -> None:
    with transaction(connection):
        for number in numbers:
            box.put("articles", DAY, json.dumps({"n": number}))


def numbers(folder: Path) -> list[object]:
    return list(column(folder, "articles", "n"))


def waiting(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])


def test_lines_wait_until_there_are_enough(connection: sqlite3.Connection, tmp_path: Path) -> None:
    box = outbox(connection, tmp_path)
    put(box, connection, 1, 2)
    box.drain()
    assert numbers(tmp_path) == []
    put(box, connection, 3)
    box.drain()
    assert numbers(tmp_path) == [1, 2, 3]
    assert waiting(connection) == 0


def test_what_lines_name_goes_to_disk_before_they_do(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    box = outbox(connection, tmp_path)
    seen: list[list[object]] = []
    box.before_segments = lambda: seen.append(numbers(tmp_path))
    put(box, connection, 1, 2)
    box.drain()
    assert seen == []
    put(box, connection, 3)
    box.drain()
    box.drain(force=True)
    assert seen == [[]]


def test_a_segment_is_named_by_stream_day_run_and_number(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    box = outbox(connection, tmp_path)
    with transaction(connection):
        box.put("articles", DAY, "{}")
        box.put("articles", "2026-11-25", "{}")
        box.put("rejected", DAY, "{}")
    box.drain(force=True)
    names = sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.jsonl"))
    assert names == [
        "articles/date=2026-11-24/run-1-00001.jsonl",
        "articles/date=2026-11-25/run-1-00002.jsonl",
        "rejected/date=2026-11-24/run-1-00003.jsonl",
    ]


def test_nothing_waiting_writes_nothing(connection: sqlite3.Connection, tmp_path: Path) -> None:
    outbox(connection, tmp_path).drain(force=True)
    assert not (tmp_path / "articles").exists()


def test_a_line_of_a_failed_transaction_is_not_written(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    box = outbox(connection, tmp_path)

    def put_and_fail() -> None:
        with transaction(connection):
            box.put("articles", DAY, "{}")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    box.drain(force=True)
    assert list(tmp_path.rglob("*.jsonl")) == []


def test_lines_put_before_the_death_are_written_by_the_next_run(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    put(outbox(connection, tmp_path), connection, 1, 2)
    after = outbox(connection, tmp_path, "run-2")
    after.recover()
    after.drain(force=True)
    assert numbers(tmp_path) == [1, 2]


def test_a_sealed_segment_without_a_file_is_written_under_its_name(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    before = outbox(connection, tmp_path)
    put(before, connection, 1, 2)
    before._seal()
    put(before, connection, 3)
    outbox(connection, tmp_path, "run-2").recover()
    assert numbers(tmp_path) == [1, 2]
    assert [p.name for p in tmp_path.rglob("*.jsonl")] == ["run-1-00001.jsonl"]
    assert waiting(connection) == 1


def test_a_half_written_segment_is_dropped_and_written_again(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    before = outbox(connection, tmp_path)
    put(before, connection, 1, 2)
    before._seal()
    part = tmp_path / "articles" / f"date={DAY}" / "run-1-00001.part"
    part.parent.mkdir(parents=True)
    part.write_text('{"n": 1}\n{"n"')
    outbox(connection, tmp_path, "run-2").recover()
    assert numbers(tmp_path) == [1, 2]
    assert not part.exists()


def test_a_finished_segment_whose_rows_are_not_forgotten_is_not_written_twice(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    before = outbox(connection, tmp_path)
    put(before, connection, 1, 2)
    before._seal()
    name = "articles/date=2026-11-24/run-1-00001.jsonl"
    write_segment(tmp_path / name, before._lines(name))
    after = outbox(connection, tmp_path, "run-2")
    after.recover()
    after.drain(force=True)
    assert numbers(tmp_path) == [1, 2]
    assert waiting(connection) == 0


def test_recovering_twice_is_recovering_once(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    before = outbox(connection, tmp_path)
    put(before, connection, 1, 2)
    before._seal()
    for run_id in ("run-2", "run-3"):
        outbox(connection, tmp_path, run_id).recover()
    assert numbers(tmp_path) == [1, 2]


def test_a_segment_that_could_not_be_written_is_written_by_the_next_drain(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    box = outbox(connection, tmp_path)
    put(box, connection, 1, 2, 3)
    (tmp_path / "articles").write_text("in the way")
    with pytest.raises(OSError, match="articles"):
        box.drain()
    (tmp_path / "articles").unlink()
    put(box, connection, 4)
    box.drain(force=True)
    assert sorted(map(str, numbers(tmp_path))) == ["1", "2", "3", "4"]


def test_a_run_that_uses_an_old_name_again_overwrites_nothing(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    for number in (1, 2):
        box = outbox(connection, tmp_path)
        put(box, connection, number)
        box.drain(force=True)
    assert numbers(tmp_path) == [1, 2]


def test_files_that_are_not_ours_stay(connection: sqlite3.Connection, tmp_path: Path) -> None:
    download = tmp_path / "film.part"
    download.write_text("mine")
    outbox(connection, tmp_path).recover()
    assert download.read_text() == "mine"
