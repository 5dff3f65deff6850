"""Which pages are one story: captures of an archive, read again or in any order."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pipelines.items import Entry
from tests.crawler.state.examples import (
    NOON,
    STORY,
    announcement,
    article,
    column,
    lines,
    open_dataset,
    rejection,
)

OTHER = "https://gazette.example/2026/bridge"


def test_the_same_saved_page_gives_one_line_however_often_it_is_read(tmp_path: Path) -> None:
    for run in ("run-1", "run-2"):
        with open_dataset(tmp_path, run) as dataset:
            dataset.deliver(article())
            dataset.deliver(article(f"{STORY}/copy"))
            dataset.reject(rejection(f"{STORY}/gone"))
    assert len(column(tmp_path, "articles", "url")) == 1
    assert column(tmp_path, "rejected", "url") == [f"{STORY}/copy", f"{STORY}/gone"]


def test_pages_of_an_archive_give_their_lines_once_however_often_it_is_read(tmp_path: Path) -> None:
    days = [NOON + timedelta(days=number) for number in range(3)]
    gone = replace(rejection(), fetched_at=days[1])
    for run in ("run-1", "run-2", "run-3"):
        with open_dataset(tmp_path, run) as dataset:
            dataset.deliver(article(fetched_at=days[0]))
            dataset.reject(gone)
            dataset.deliver(article(text="It opens on Friday.", fetched_at=days[2]))
            for day in days:
                dataset.deliver(article(f"{STORY}/copy", "It opens on Friday.", fetched_at=day))
    assert column(tmp_path, "articles", "revision") == [1, 2]
    told = sorted(map(str, column(tmp_path, "rejected", "reason")))
    assert told == [*["duplicate-exact"] * 3, "no-article-body"]


def test_a_page_older_than_what_is_known_of_its_story_is_no_update(tmp_path: Path) -> None:
    earlier = NOON - timedelta(days=800)
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        older = dataset.deliver(article(text="It closes on Friday.", fetched_at=earlier))
        same = dataset.deliver(article(fetched_at=earlier))
        row = dataset.frontier.row(STORY)
        other = article(f"{STORY}/other", "Another story.", fetched_at=earlier)
        new = dataset.deliver(other)
    assert [d.outcome for d in (older, same, new)] == ["older", "unchanged", "new"]
    assert older.record is None
    assert row is not None
    assert row.finished_at == NOON
    assert column(tmp_path, "articles", "revision") == [1, 1]


def test_two_pages_of_one_moment_give_two_revisions_however_often_they_are_read(
    tmp_path: Path,
) -> None:
    for run in ("run-1", "run-2", "run-3"):
        with open_dataset(tmp_path, run) as dataset:
            dataset.deliver(article())
            dataset.deliver(article(text="It opens on Friday."))
    assert column(tmp_path, "articles", "revision") == [1, 2]


def test_an_old_page_that_is_a_copy_is_told_as_one(tmp_path: Path) -> None:
    other = article(OTHER, "It opens on Friday.", fetched_at=NOON - timedelta(days=9))
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(other)
        dataset.deliver(article())
        copy = article(text=other.text, fetched_at=NOON - timedelta(days=1))
        delivered = dataset.deliver(copy)
    assert (delivered.outcome, delivered.record) == ("duplicate", None)
    assert delivered.duplicate is not None
    assert delivered.duplicate.id == other.id
    assert lines(tmp_path, "rejected") == []


def test_an_old_page_that_was_no_story_takes_nothing_from_the_later_one(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        dataset.deliver(article())
        dataset.reject(replace(rejection(), fetched_at=NOON - timedelta(days=1)))
        row = dataset.frontier.row(STORY)
    assert row is not None
    assert (row.state, row.finished_at) == ("delivered", NOON)
    assert lines(tmp_path, "rejected") == []


def test_an_old_page_of_a_story_that_has_gone_is_a_story(tmp_path: Path) -> None:
    earlier = NOON - timedelta(days=1)
    for run in ("run-1", "run-2"):
        with open_dataset(tmp_path, run) as dataset:
            dataset.reject(rejection())
            dataset.deliver(article(fetched_at=earlier))
            row = dataset.frontier.row(STORY)
        assert row is not None
        assert (row.state, row.article_id) == ("rejected", article().id)
    assert len(lines(tmp_path, "articles")) == len(lines(tmp_path, "rejected")) == 1


def test_what_was_queued_is_an_update_whatever_the_clock_says(tmp_path: Path) -> None:
    with open_dataset(tmp_path) as dataset:
        told = announcement(Entry(url=STORY, date_modified_raw="2026-11-24"))
        dataset.frontier.announce(told)
        dataset.deliver(article(fetched_at=NOON + timedelta(days=900)))
        again = announcement(Entry(url=STORY, date_modified_raw="2026-11-25"), run_id="run-2")
        dataset.frontier.announce(again)
        assert dataset.frontier.counts() == {("gazette", "pending"): 1}
        delivered = dataset.deliver(article(text="It opens on Friday."))
        row = dataset.frontier.row(STORY)
    assert delivered.outcome == "updated"
    assert row is not None
    assert (row.state, row.finished_at) == ("delivered", NOON)
