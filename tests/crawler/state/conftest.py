"""A state in memory for the tests of its tables."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.state.database import open_copy
from crawler.state.frontier import Frontier


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = open_copy(Path("/nonexistent/newsdesk.sqlite"))
    yield connection
    connection.close()


@pytest.fixture
def frontier(connection: sqlite3.Connection) -> Frontier:
    return Frontier(connection)
