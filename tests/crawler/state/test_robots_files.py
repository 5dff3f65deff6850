import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.database import open_database
from crawler.state.robots_files import RobotsFile, RobotsFiles
from tests.crawler.state.examples import NOON

HOST = "https://gazette.example"
HOUR = timedelta(hours=1)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_database(tmp_path / "newsdesk.sqlite")
    yield connection
    connection.close()


def test_a_file_is_kept_while_it_is_fresh(connection: sqlite3.Connection) -> None:
    file = RobotsFile(body=b"User-agent: *", asked_at=NOON)
    RobotsFiles(connection).put(HOST, file, NOON + HOUR)
    files = RobotsFiles(connection)
    assert files.get(HOST, NOON + HOUR / 2) == file
    assert files.get(HOST, NOON + HOUR) is None
    assert files.get("http://gazette.example", NOON) is None


def test_a_file_from_the_future_is_asked_for_again(connection: sqlite3.Connection) -> None:
    files = RobotsFiles(connection)
    files.put(HOST, RobotsFile(body=b"", asked_at=NOON), NOON + HOUR)
    assert files.get(HOST, NOON - HOUR) is None, "the clock was set back"


def test_old_files_are_forgotten_and_the_last_one_counts(connection: sqlite3.Connection) -> None:
    files = RobotsFiles(connection)
    files.put("http://old.example", RobotsFile(body=b"", asked_at=NOON), NOON + HOUR)
    files.put(HOST, RobotsFile(body=b"1", asked_at=NOON), NOON + 9 * HOUR)
    later = RobotsFile(body=b"2", asked_at=NOON + 2 * HOUR)
    files.put(HOST, later, NOON + 3 * HOUR)
    assert files.get(HOST, NOON + 2 * HOUR) == later
    assert connection.execute("SELECT count(*) FROM robots_files").fetchone() == (1,)
