import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.database import open_database
from crawler.state.pauses import LONGEST_PAUSE_S, Pauses
from tests.crawler.state.examples import NOON


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_database(tmp_path / "newsdesk.sqlite")
    yield connection
    connection.close()


def test_a_pause_lasts_until_its_end_and_is_then_forgotten(connection: sqlite3.Connection) -> None:
    hour = timedelta(hours=1)
    Pauses(connection).put("gazette.example", NOON + 2 * hour, NOON)
    pauses = Pauses(connection)
    pauses.put("https://herald.example/1", NOON + hour, NOON)

    assert pauses.active(NOON) == {
        "gazette.example": NOON + 2 * hour,
        "https://herald.example/1": NOON + hour,
    }
    assert set(pauses.active(NOON + hour)) == {"gazette.example"}
    assert pauses.active(NOON + 2 * hour) == {}
    assert pauses.active(NOON) == {}


def test_the_last_word_of_a_host_counts(connection: sqlite3.Connection) -> None:
    pauses = Pauses(connection)
    pauses.put("gazette.example", NOON + timedelta(hours=9), NOON)
    pauses.put("gazette.example", NOON + timedelta(hours=1), NOON)
    assert pauses.active(NOON) == {"gazette.example": NOON + timedelta(hours=1)}


def test_a_clock_that_was_set_back_makes_no_pause_longer(connection: sqlite3.Connection) -> None:
    pauses = Pauses(connection)
    longest = NOON + timedelta(seconds=LONGEST_PAUSE_S)
    pauses.put("gazette.example", longest, NOON)
    pauses.put("herald.example", NOON + timedelta(days=365), NOON)
    ahead = NOON + timedelta(days=3)
    pauses.put("courier.example", ahead + timedelta(hours=1), ahead)
    assert pauses.active(NOON) == {"gazette.example": longest}


def test_what_refusals_led_to_fades_and_is_then_forgotten(connection: sqlite3.Connection) -> None:
    pauses = Pauses(connection)
    pauses.note_slowed("gazette.example", 16.0, NOON)
    pauses.note_slowed("herald.example", 4.0, NOON)
    pauses.note_slowed("herald.example", 0.0, NOON)
    hours = [pauses.slowed(NOON + timedelta(hours=hours)) for hours in (0, 2, 8, 0)]
    assert hours == [{"gazette.example": 16.0}, {"gazette.example": 4.0}, {}, {}]
