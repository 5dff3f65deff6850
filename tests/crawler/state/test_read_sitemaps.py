import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.database import open_database
from crawler.state.read_sitemaps import ReadSitemaps
from tests.crawler.state.examples import NOON

URL = "https://gazette.example/map-1.xml"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_database(tmp_path / "newsdesk.sqlite")
    yield connection
    connection.close()


def test_a_sitemap_is_known_as_it_was_called_when_it_was_read(
    connection: sqlite3.Connection,
) -> None:
    ReadSitemaps(connection).put(URL, "2025-11-24", NOON)
    read = ReadSitemaps(connection)
    assert read.read_at(URL, "2025-11-24", NOON) == NOON
    assert read.read_at(URL, "2025-11-25", NOON) is None
    read.put(URL, "2025-11-25", NOON + timedelta(hours=1))
    assert read.read_at(URL, "2025-11-24", NOON) is None
    read.forget(URL)
    assert read.read_at(URL, "2025-11-25", NOON) is None


def test_what_was_not_read_for_long_is_forgotten(connection: sqlite3.Connection) -> None:
    read = ReadSitemaps(connection)
    read.put(URL, "2025-11-24", NOON)
    read.put(f"{URL}.gz", "2026-01-24", NOON + timedelta(days=60))
    assert read.read_at(URL, "2025-11-24", NOON) is None
