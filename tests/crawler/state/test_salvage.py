from collections import Counter
from pathlib import Path

from crawler.state.database import open_database
from crawler.state.salvage import salvage
from tests.crawler.state.examples import NOON, STORY, announcement, open_dataset

WAITING = f"{STORY}/waiting"


def old_state(folder: Path) -> Path:
    with open_dataset(folder) as dataset:
        dataset.frontier.announce(announcement(WAITING))
        dataset.pauses.put("gazette.example", NOON, NOON)
        dataset._connection.execute(
            "INSERT INTO outbox (stream, day, line) VALUES ('rejected', '2026-11-24', 'odd')"
        )
        dataset._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy = folder / "old.sqlite"
        copy.write_bytes((folder / "state" / "newsdesk.sqlite").read_bytes())
    return copy


def test_rows_that_can_be_read_are_taken_over(tmp_path: Path) -> None:
    old, told = old_state(tmp_path), []
    with open_dataset(tmp_path / "new") as dataset:
        found = salvage(
            dataset._connection, old, tmp_path, lambda stream, line: told.append((stream, line))
        )
        assert [queued.url for queued in dataset.frontier.pending("gazette", "run-1")] == [WAITING]
        dataset._connection.execute("DELETE FROM outbox")
    assert told == [("rejected", "odd")]
    assert (found["frontier"], found["pauses"], found["outbox"]) == (1, 1, 1)


def test_lines_that_nobody_wants_are_left(tmp_path: Path) -> None:
    old = old_state(tmp_path)
    connection = open_database(tmp_path / "new.sqlite")
    found = salvage(connection, old, tmp_path, None)
    assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    assert (found["frontier"], found["outbox"]) == (1, 0)
    connection.close()


def test_of_what_is_no_database_nothing_is_taken(tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    old.write_bytes(b"nothing " * 1000)
    connection = open_database(tmp_path / "new.sqlite")
    assert +salvage(connection, old, tmp_path, None) == Counter()
    connection.close()
