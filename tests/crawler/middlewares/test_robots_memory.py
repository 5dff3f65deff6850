import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Response

from crawler.middlewares.robots_memory import RobotsMemory, robots_host
from crawler.state.database import open_database
from crawler.state.robots_files import RobotsFiles

HOST = "https://gazette.example"
RULES = b"User-agent: *"
MINUTE = 60.0


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_database(tmp_path / "newsdesk.sqlite")
    yield connection
    connection.close()


def memory(connection: sqlite3.Connection | None, now: float) -> RobotsMemory:
    files = None if connection is None else RobotsFiles(connection)
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(robots_files=files))
    return RobotsMemory(crawler, lambda: now)


def keep(connection: sqlite3.Connection | None, **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Response(f"{HOST}/robots.txt", headers=named)
    memory(connection, 1000 * MINUTE).keep(HOST, RULES, answer)


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 60),
        ({"cache_control": "max-age=86400"}, 60),
        ({"cache_control": "max-age=600"}, 10),
        ({"cache_control": "no-cache"}, 0),
    ],
)
def test_rules_are_kept_for_an_hour_or_as_long_as_their_host_says(
    connection: sqlite3.Connection, headers: dict[str, str], minutes: int
) -> None:
    keep(connection, **headers)
    if minutes:
        age_s = (minutes - 1) * MINUTE
        later = memory(connection, 1000 * MINUTE + age_s)
        assert later.file(HOST) == (RULES, age_s)
        assert later.file("http://gazette.example") is None
    assert memory(connection, (1000 + minutes) * MINUTE).file(HOST) is None


def test_without_a_dataset_nothing_is_kept() -> None:
    keep(None)
    assert memory(None, 1000 * MINUTE).file(HOST) is None


def test_a_state_that_cannot_be_used_is_no_failure(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE robots_files")
    keep(connection)
    assert memory(connection, 1000 * MINUTE).file(HOST) is None


def test_scheme_host_and_port_have_a_file_of_their_own() -> None:
    assert robots_host("https://a:b@Gazette.example:8443/x?y") == "https://gazette.example:8443"
