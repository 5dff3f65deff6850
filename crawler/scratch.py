"""A database for the time of one call."""

import sqlite3
from typing import Self


class Scratch:
    """Tables that SQLite keeps in memory, on disk when they grow, and that go when it is closed.

    https://www.sqlite.org/inmemorydb.html#temp_db
    """

    def __init__(self, schema: str) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all that was kept."""
        self._connection.close()
