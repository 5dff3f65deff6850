import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.state.database import open_database
from crawler.state.migrations import STATE_VERSION
from crawler.state.repair import repair_state
from crawler.state.source_history import SeenDay
from crawler.state.trail import told_by_page
from pipelines.errors import DatasetError, DatasetLockedError
from pipelines.items import Entry
from tests.crawler.state.examples import (
    NOON,
    STORY,
    announcement,
    article,
    column,
    damage_table,
    open_dataset,
    rejection,
)

COPY, GONE, WAITING = (f"{STORY}/{name}" for name in ("copy", "gone", "waiting"))
LATER = datetime(2026, 11, 25, 7, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset with an article, a copy of it, a rejection and a URL that waits."""
    folder = tmp_path / "out"
    with open_dataset(folder) as dataset:
        dataset.frontier.announce(announcement(STORY, COPY, GONE, WAITING))
        dataset.deliver(article())
        dataset.deliver(article(COPY))
        dataset.reject(rejection(GONE))
        dataset.sources.record_run("gazette", NOON, error=None)
    return folder


def state(folder: Path) -> Path:
    return folder / "state" / "newsdesk.sqlite"


def damage(folder: Path, start: int = 0) -> None:
    data = bytearray(state(folder).read_bytes())
    data[start : start + 4096] = b"\xa5" * 4096
    state(folder).write_bytes(data)


def test_a_state_that_is_whole_is_left_alone(folder: Path) -> None:
    before = state(folder).read_bytes()
    assert repair_state(folder, LATER).condition == "whole"
    assert state(folder).read_bytes() == before


def test_a_lost_state_is_refused_by_runs_until_it_is_repaired(folder: Path) -> None:
    state(folder).unlink()
    with pytest.raises(DatasetError, match="doctor --repair") as caught:
        open_dataset(folder, "run-2")
    assert caught.value.reason == "state-missing"
    repair_state(folder, LATER)
    open_dataset(folder, "run-2").close()


def test_after_a_repair_nothing_is_fetched_or_written_twice(folder: Path) -> None:
    lines = column(folder, "articles", "url"), column(folder, "rejected", "url")
    state(folder).unlink()
    done = repair_state(folder, LATER)
    assert (done.condition, done.urls, done.articles, done.broken) == ("missing", 3, 1, [])
    with open_dataset(folder, "run-2") as dataset:
        queued = dataset.frontier.announce(announcement(STORY, COPY, GONE, WAITING, run_id="run-2"))
        assert [q.url for q in queued] == [WAITING]
        assert dataset.deliver(article()).outcome == "unchanged"
        assert dataset.deliver(article(WAITING)).outcome == "duplicate"
        assert dataset.deliver(article(text="Now it says more than before.")).outcome == "updated"
        row = dataset.frontier.row(COPY)
        assert row is not None
        assert (row.state, row.article_id) == ("duplicate", article().id)
        assert dataset.sources.state("gazette").last_new == NOON
        assert len(dataset.history.pages("gazette")) >= 3
    assert column(folder, "articles", "url")[: len(lines[0])] == lines[0]
    assert column(folder, "articles", "revision") == [1, 2]


def test_after_a_repair_it_is_known_which_texts_came_from_feeds(tmp_path: Path) -> None:
    told, page = f"{STORY}/told", f"{STORY}/page"
    folder = tmp_path / "out"
    with open_dataset(folder) as dataset:
        dataset.frontier.announce(announcement(told, page, STORY))
        for url in (told, page):
            dataset.deliver(replace(article(url, f"Text of {url}."), extractor="feed-content/1"))
        later = article(page, "The page itself.", fetched_at=NOON + timedelta(hours=1))
        dataset.deliver(later)
        dataset.deliver(article())
    state(folder).unlink()
    repair_state(folder, LATER)
    with open_dataset(folder, "run-2") as dataset:
        known = {url: told_by_page(dataset.frontier.row(url)) for url in (told, page, STORY)}
    assert known == {told: False, page: True, STORY: True}


def test_after_a_repair_a_text_that_breaks_off_takes_no_whole_ones_place(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    whole = replace(article(text="word " * 100), signature=())
    with open_dataset(folder) as dataset:
        dataset.deliver(whole)
    state(folder).unlink()
    repair_state(folder, LATER)
    cut = article(text="word " * 20, fetched_at=NOON + timedelta(days=1))
    with open_dataset(folder, "run-2") as dataset:
        assert dataset.deliver(replace(cut, is_truncated=True)).outcome == "unchanged"


def test_of_an_empty_state_nothing_is_kept(folder: Path) -> None:
    state(folder).write_bytes(b"")
    done = repair_state(folder, LATER)
    assert (done.condition, done.kept_as, done.articles) == ("missing", None, 1)
    assert list(state(folder).parent.glob("*.damaged-*")) == []


def test_what_a_lost_state_left_in_its_log_does_not_get_into_the_new_one(folder: Path) -> None:
    with closing(open_database(state(folder))) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("UPDATE frontier SET state = 'pending'")
        shutil.copy(f"{state(folder)}-wal", folder / "log")
    state(folder).unlink()
    shutil.move(folder / "log", f"{state(folder)}-wal")
    done = repair_state(folder, LATER)
    assert (done.condition, done.kept_as) == ("missing", None)
    with open_dataset(folder, "run-2") as dataset:
        assert {ending for _, ending in dataset.frontier.counts()} == {
            "delivered", "duplicate", "rejected",
        }  # fmt: skip


def test_after_a_repair_a_story_is_fetched_again_only_when_it_changed(folder: Path) -> None:
    def announced(run_id: str, stamp: str) -> int:
        with open_dataset(folder, run_id) as dataset:
            entry = Entry(url=STORY, date_modified_raw=stamp)
            return len(dataset.frontier.announce(announcement(entry, run_id=run_id)))

    announced("run-2", "10:00")
    state(folder).unlink()
    repair_state(folder, LATER)
    assert [announced("run-3", "10:00"), announced("run-4", "11:00")] == [0, 1]


def test_of_a_damaged_state_what_can_be_read_is_kept(folder: Path) -> None:
    shutil.copy(state(folder), folder / "whole.sqlite")
    damage_table(folder, "dedup_articles")
    done = repair_state(folder, LATER)
    assert done.condition == "corrupt"
    assert done.kept_as is not None
    assert done.kept_as.name == "newsdesk.sqlite.damaged-20261125T070000Z"
    assert done.kept_as.is_file()
    assert (done.salvaged["frontier"], done.salvaged["sources"]) == (1, 1)
    with open_dataset(folder, "run-2") as dataset:
        assert [q.url for q in dataset.frontier.pending("gazette", "run-2")] == [WAITING]
        assert dataset.history.days("gazette") == (SeenDay(day=NOON.date(), stories=1, reads=1),)


def test_pauses_that_hosts_asked_for_are_kept(folder: Path) -> None:
    with open_dataset(folder, "run-2") as dataset:
        dataset.pauses.put("gazette.example", LATER, NOON)
        dataset.pauses.note_slowed("herald.example", 8.0, NOON)
    damage_table(folder, "dedup_articles")
    assert repair_state(folder, NOON).salvaged["pauses"] == 1
    with open_dataset(folder, "run-3") as dataset:
        assert dataset.pauses.active(NOON) == {"gazette.example": LATER}
        assert dataset.pauses.slowed(NOON) == {"herald.example": 8.0}


def test_a_file_that_is_no_database_is_kept_aside(folder: Path) -> None:
    state(folder).write_bytes(b"no database at all " * 500)
    done = repair_state(folder, LATER)
    assert (done.condition, done.urls, sum(done.salvaged.values())) == ("corrupt", 3, 0)
    assert done.kept_as is not None
    assert done.kept_as.read_bytes().startswith(b"no database")


def test_lines_that_waited_in_a_damaged_state_are_written_in_the_end(folder: Path) -> None:
    with closing(open_database(state(folder))) as connection:
        line = next((folder / "articles").rglob("*.jsonl")).read_text(encoding="utf-8").strip()
        line = line.replace(article().id, "ab" * 16).replace(STORY, f"{STORY}/late")
        connection.execute(
            "INSERT INTO outbox (stream, day, line) VALUES ('articles', '2026-11-24', ?)", (line,)
        )
        connection.execute("DROP TABLE site_marks")
        connection.execute("DROP TABLE source_pages")  # damage that leaves the rest readable
    done = repair_state(folder, LATER)
    assert done.salvaged["outbox"] == 1
    open_dataset(folder, "run-2").close()
    assert column(folder, "articles", "id") == [article().id, "ab" * 16]
    with open_dataset(folder, "run-3") as dataset:
        row = dataset.frontier.row(f"{STORY}/late")
        assert row is not None
        assert row.state == "delivered"


@pytest.mark.parametrize(
    "line", [b'{"id": "ab', b'{"id": 3}\n', b"\xff\xfe\n"], ids=["torn", "foreign", "bytes"]
)
def test_lines_that_are_no_records_are_named_and_hide_no_others(folder: Path, line: bytes) -> None:
    segment = next((folder / "articles").rglob("*.jsonl"))
    segment.write_bytes(segment.read_bytes() + line)
    state(folder).unlink()
    done = repair_state(folder, LATER)
    assert (done.articles, len(done.broken)) == (1, 1)
    assert str(segment) in done.broken[0].message


def test_a_repair_that_was_killed_is_done_again(folder: Path) -> None:
    state(folder).rename(state(folder).with_name("newsdesk.sqlite.rebuilt"))
    assert repair_state(folder, LATER).urls == 3
    assert [p.name for p in sorted((folder / "state").iterdir())] == ["lock", "newsdesk.sqlite"]


def test_a_state_of_a_newer_newsdesk_is_not_touched(folder: Path) -> None:
    with closing(sqlite3.connect(state(folder))) as connection:
        connection.execute(f"PRAGMA user_version = {STATE_VERSION + 1}")
    with pytest.raises(DatasetError, match="use a newer one"):
        repair_state(folder, LATER)


def test_a_dataset_in_use_is_not_repaired(folder: Path) -> None:
    with open_dataset(folder, "run-2"), pytest.raises(DatasetLockedError):
        repair_state(folder, LATER)


def test_half_written_segments_go_with_the_state_that_knew_them(folder: Path) -> None:
    parts = [
        folder / stream / "date=2026-11-24" / "run-9-00001.part"
        for stream in ("articles", "rejected")
    ]
    for part in parts:
        part.write_text('{"url": "https://gazet')
    state(folder).unlink()
    repair_state(folder, LATER)
    assert [part for part in parts if part.exists()] == []
    assert column(folder, "articles", "url") == [STORY]
