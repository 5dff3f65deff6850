import sqlite3
from collections.abc import Iterator

import pytest

from pipelines.transaction import transaction


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE t (n)")
    yield connection
    connection.close()


def numbers(connection: sqlite3.Connection) -> list[int]:
    return [n for (n,) in connection.execute("SELECT n FROM t ORDER BY n")]


def test_a_block_that_ends_is_kept(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO t VALUES (1), (2)")
    assert numbers(connection) == [1, 2]


def test_a_block_that_fails_leaves_nothing(connection: sqlite3.Connection) -> None:
    def insert_and_fail() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO t VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        insert_and_fail()
    assert numbers(connection) == []
    with transaction(connection):
        connection.execute("INSERT INTO t VALUES (3)")
    assert numbers(connection) == [3]


def test_an_error_that_rolled_back_by_itself_is_passed_on(
    connection: sqlite3.Connection,
) -> None:
    connection.execute("CREATE TABLE u (n UNIQUE ON CONFLICT ROLLBACK)")
    with pytest.raises(sqlite3.IntegrityError), transaction(connection):
        connection.execute("INSERT INTO u VALUES (1), (1)")


def test_a_durable_block_flushes_and_the_next_one_does_not(
    connection: sqlite3.Connection,
) -> None:
    normal, full = 1, 2
    with transaction(connection, durable=True):
        assert connection.execute("PRAGMA synchronous").fetchone() == (full,)
    assert connection.execute("PRAGMA synchronous").fetchone() == (normal,)
