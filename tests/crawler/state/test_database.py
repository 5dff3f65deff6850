import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.state.database import (
    open_copy,
    open_database,
    open_reader,
    storable,
    storage_errors,
)
from crawler.state.migrations import STATE_VERSION
from pipelines.errors import DatasetError


def test_a_new_state_has_the_present_version(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "state" / "newsdesk.sqlite")
    assert connection.execute("PRAGMA user_version").fetchone() == (STATE_VERSION,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_state_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "newsdesk.sqlite"
    for number in (1, 2):
        connection = open_database(path)
        connection.execute("INSERT INTO sources (source_id) VALUES (?)", (f"s{number}",))
        connection.close()
    connection = open_database(path)
    assert connection.execute("SELECT count(*) FROM sources").fetchone() == (2,)
    connection.close()


def test_a_copy_changes_nothing_in_the_original(tmp_path: Path) -> None:
    path = tmp_path / "newsdesk.sqlite"
    open_database(path).close()
    copy = open_copy(path)
    copy.execute("INSERT INTO sources (source_id) VALUES ('s')")
    copy.close()
    again = open_copy(path)
    assert again.execute("SELECT count(*) FROM sources").fetchone() == (0,)
    again.close()
    assert [p.name for p in tmp_path.iterdir()] == ["newsdesk.sqlite"]


def test_a_copy_holds_what_a_running_writer_has_committed(tmp_path: Path) -> None:
    path = tmp_path / "newsdesk.sqlite"
    writer = open_database(path)
    writer.execute("INSERT INTO sources (source_id) VALUES ('s')")
    copy = open_copy(path)
    assert copy.execute("SELECT count(*) FROM sources").fetchone() == (1,)
    copy.close()
    writer.close()


@pytest.mark.parametrize("is_copy", [False, True], ids=["file", "copy"])
def test_a_state_of_a_newer_newsdesk_is_refused(tmp_path: Path, is_copy: bool) -> None:
    path = tmp_path / "newsdesk.sqlite"
    connection = open_database(path)
    connection.execute(f"PRAGMA user_version = {STATE_VERSION + 1}")
    connection.close()
    with pytest.raises(DatasetError, match="use a newer one") as caught:
        (open_copy if is_copy else open_database)(path)
    assert caught.value.reason == "state-too-new"


@pytest.mark.parametrize("is_copy", [False, True], ids=["file", "copy"])
def test_a_damaged_state_is_refused_with_the_way_out(tmp_path: Path, is_copy: bool) -> None:
    path = tmp_path / "newsdesk.sqlite"
    path.write_bytes(b"this is no database " * 400)
    with pytest.raises(DatasetError, match="keeps this file aside") as caught:
        (open_copy if is_copy else open_database)(path)
    assert caught.value.reason == "state-corrupt"


def test_a_state_that_cannot_be_opened_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "newsdesk.sqlite"
    path.mkdir()
    with pytest.raises(DatasetError, match="unable to open") as caught:
        open_database(path)
    assert caught.value.reason == "state-unusable"


def test_every_text_that_is_made_storable_is_taken_by_sqlite() -> None:
    connection = sqlite3.connect(":memory:")
    assert connection.execute("SELECT ?", (storable("caf\udce9"),)).fetchone() == ("caf?",)
    assert connection.execute("SELECT ?", (storable("café 東"),)).fetchone() == ("café 東",)
    assert storable(None) is None
    connection.close()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (sqlite3.OperationalError("database or disk is full"), "database or disk is full"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
    ids=["state", "segment"],
)
def test_a_disk_that_is_full_is_told_with_the_folder_and_the_way_out(
    tmp_path: Path, error: Exception, why: str
) -> None:
    with pytest.raises(DatasetError) as raised, storage_errors(tmp_path):
        raise error
    assert raised.value.message.startswith(f"{tmp_path}: cannot be written: {why}; ")


def test_a_reader_that_went_away_is_no_fault_of_the_dataset(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), storage_errors(tmp_path):
        raise BrokenPipeError


def test_stories_that_are_still_listed_are_found_without_reading_all_of_a_source(
    tmp_path: Path,
) -> None:
    with closing(open_database(tmp_path / "newsdesk.sqlite")) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT key FROM frontier WHERE source_id = 'gazette'"
            " AND state = 'delivered' AND announced_at >= (SELECT last_listed FROM sources)"
        ).fetchall()
    assert "(source_id=? AND state=? AND announced_at>?)" in plan[0][-1]


def test_a_reader_leaves_nothing_in_a_folder_that_it_may_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "newsdesk.sqlite"
    open_database(path).close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(open_reader(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sources").fetchone() == (0,)
        assert [p.name for p in tmp_path.iterdir()] == ["newsdesk.sqlite"]
