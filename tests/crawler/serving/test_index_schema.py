import sqlite3
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from crawler.serving.index_schema import connect, open_index
from pipelines.errors import ConfigError


def enter(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO segments (name, size, finished) VALUES ('a', 1, 1)")


def count(path: Path) -> int:
    with closing(open_index(path)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM segments").fetchone()
    return int(found)


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:72] + b"\xff" * 9000)


def test_index_is_made_where_there_is_none_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "state" / "search.sqlite"
    with closing(open_index(path)) as connection:
        enter(connection)
    assert count(path) == 1


def test_index_of_another_version_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    with closing(open_index(path)) as connection:
        enter(connection)
        connection.execute("PRAGMA user_version = 999")
    assert count(path) == 0


def test_damaged_index_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    with closing(open_index(path)) as connection:
        enter(connection)
    damage(path)
    assert count(path) == 0


def test_connection_to_a_damaged_index_is_closed_again(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    open_index(path).close()
    damage(path)
    with pytest.raises(sqlite3.DatabaseError) as raised:  # whose traceback would keep it open
        connect(path)
    assert str(path) not in {file.path for file in psutil.Process().open_files()}, raised


def test_journal_of_a_lost_index_is_not_taken_for_that_of_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    with closing(open_index(path)) as connection:
        enter(connection)
        journal = path.with_name("search.sqlite-wal").read_bytes()
    path.unlink()
    path.with_name("search.sqlite-wal").write_bytes(journal)
    assert count(path) == 0


@pytest.mark.parametrize("kind", ["database", "text"])
def test_other_files_are_not_written_over(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "precious"
    if kind == "database":
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE segments (name)")
    else:
        path.write_text("a letter")
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="precious: is no search index of newsdesk; --index"):
        open_index(path)
    assert path.read_bytes() == before


def test_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="no search index can be kept there"):
        open_index(tmp_path / "file" / "search.sqlite")


def test_another_connection_sees_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    with closing(open_index(path)) as connection, closing(connect(path)) as other:
        enter(connection)
        assert other.execute("SELECT name FROM segments").fetchall() == [("a",)]
