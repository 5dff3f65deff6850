import sqlite3

import pytest

from crawler.scratch import Scratch


def test_tables_are_there_until_it_is_closed() -> None:
    with Scratch("CREATE TABLE a (b); CREATE TABLE c (d);") as scratch:
        scratch._connection.execute("INSERT INTO a VALUES (1)")
        assert scratch._connection.execute("SELECT b FROM a").fetchall() == [(1,)]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        scratch._connection.execute("SELECT 1")
