"""What the frontier keeps of a story that several entries and sources name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import Announcement
from crawler.state.trail import dump_evidence
from pipelines.items import Entry, SourceType
from tests.crawler.state.examples import NOON, STORY, announcement, article, ending

HOUR = timedelta(hours=1)
OTHER = "https://gazette.example/2026/bridge"
NEWS = Entry(url=STORY, title="The harbour opens", date_raw="12:00", authors=("Ida Lund",))
FLASH = Entry(url=f"{STORY}?utm_source=feed#top", title="Harbour", date_raw="10:00", tags=("port",))

OF_FEED: tuple[tuple[str, SourceType], ...] = (
    ("title", "feed"),
    ("date_raw", "feed"),
    ("authors", "feed"),
)


def listing(*entries: Entry | str, run_id: str = "run-1") -> Announcement:
    told = announcement(*entries, run_id=run_id)
    return replace(told, source_id="front", source_type="listing", source_url=OTHER)


def entry_of(frontier: Frontier) -> Entry | None:
    return frontier.queued(STORY).entry


def test_of_a_story_named_twice_in_a_document_the_first_state_counts_without_gaps(
    frontier: Frontier,
) -> None:
    [queued] = frontier.announce(announcement(NEWS, OTHER, FLASH))[:1]
    assert queued.entry == replace(NEWS, tags=("port",))


def test_parts_of_a_document_are_one_document(frontier: Frontier) -> None:
    frontier.announce(announcement(NEWS))
    frontier.announce(replace(announcement(FLASH), is_continued=True))
    assert entry_of(frontier) == replace(NEWS, tags=("port",))


@pytest.mark.parametrize("is_continued", [False, True])
def test_a_source_may_correct_what_it_said_and_leaves_no_gaps(
    frontier: Frontier, is_continued: bool
) -> None:
    frontier.announce(announcement(NEWS))
    later = replace(announcement(FLASH, run_id="run-2"), now=NOON + HOUR, is_continued=is_continued)
    frontier.announce(later)
    assert entry_of(frontier) == replace(FLASH, authors=("Ida Lund",))


@pytest.mark.parametrize("is_feed_first", [True, False])
def test_what_a_feed_says_counts_whoever_was_read_first(
    frontier: Frontier, is_feed_first: bool
) -> None:
    told = [announcement(NEWS), listing(Entry(url=STORY, title="The harbour: more", tags=("sea",)))]
    for one in told if is_feed_first else reversed(told):
        frontier.announce(one)
    queued = frontier.queued(STORY)
    expected = replace(NEWS, tags=("sea",), lent=(("tags", "listing"),))
    if not is_feed_first:
        expected = replace(expected, lent=OF_FEED)
    assert queued.source_id == ("gazette" if is_feed_first else "front")
    assert queued.entry == expected


def test_left_overs_keep_what_a_source_that_is_gone_said_of_them(frontier: Frontier) -> None:
    frontier.announce(announcement(NEWS))
    [queued] = frontier.announce(listing(STORY, run_id="run-2"))
    assert (queued.source_id, queued.entry) == ("front", replace(NEWS, lent=OF_FEED))
    [queued] = frontier.announce(announcement(FLASH, run_id="run-3"))
    assert queued.entry == replace(FLASH, authors=("Ida Lund",))


def test_a_page_that_was_reached_before_a_source_named_it_takes_what_the_source_says(
    frontier: Frontier,
) -> None:
    frontier.finish(ending())
    frontier.announce(listing(NEWS))
    entry = entry_of(frontier)
    assert entry is not None
    assert dict(entry.lent)["date_raw"] == "listing"


def test_the_text_of_a_feed_is_kept_until_its_story_has_ended(frontier: Frontier) -> None:
    whole = replace(NEWS, content_html="<p>The harbour opens.</p>")
    [queued] = frontier.announce(announcement(whole))
    assert queued.entry == whole
    frontier.finish(ending())
    assert entry_of(frontier) == NEWS
    assert frontier.announce(announcement(whole, run_id="run-2")) == ()
    assert entry_of(frontier) == NEWS


def test_the_text_of_a_feed_comes_back_with_a_story_that_changed(frontier: Frontier) -> None:
    whole = replace(NEWS, content_html="<p>The harbour opens.</p>", date_modified_raw="12:00")
    frontier.announce(announcement(whole))
    frontier.finish(ending())
    changed = replace(whole, date_modified_raw="14:00")
    [queued] = frontier.announce(announcement(changed, run_id="run-2"))
    assert queued.entry == changed


@pytest.mark.parametrize(
    ("extractor", "is_fetched"), [("feed-content/1", False), ("newsdesk-lines/1", True)]
)
def test_a_story_told_by_its_feed_is_fetched_again_only_with_that(
    frontier: Frontier, extractor: str, *, is_fetched: bool
) -> None:
    whole = replace(NEWS, content_html="<p>The harbour opens.</p>", date_modified_raw="12:00")
    frontier.announce(announcement(whole))
    trail = dump_evidence(replace(article(), extractor=extractor), None)
    frontier.finish(replace(ending(), trail=trail))
    frontier.announce(listing(replace(NEWS, date_modified_raw="12:00"), run_id="run-2"))
    seen = frontier.announce(listing(replace(NEWS, date_modified_raw="14:00"), run_id="run-3"))
    assert bool(seen) == is_fetched
    later = NOON + 2 * HOUR
    due = frontier.due_for_revisit("gazette", 3600, later, "run-4")
    assert bool(due) == (is_fetched and not seen)
    changed = replace(whole, date_modified_raw="15:00")
    assert frontier.announce(announcement(changed, run_id="run-5"))


def test_a_story_that_is_dated_anew_each_time_is_fetched_ever_more_seldom(
    frontier: Frontier,
) -> None:
    def is_fetched(run: int, *, brings_news: bool = False) -> bool:
        now = NOON + run * timedelta(minutes=20)
        entry = replace(NEWS, date_modified_raw=str(run))
        told = replace(announcement(entry, run_id=f"run-{run}"), now=now)
        if not frontier.announce(told):
            return False
        frontier.finish(ending(now=now))
        if brings_news:
            frontier.note_news(STORY)
        return True

    fetched = [run for run in range(300) if is_fetched(run)]
    assert fetched == [0, 1, 2, 5, 17, 65, 257]
    assert is_fetched(257 + 3 * 256, brings_news=True)
    assert is_fetched(1026)


def test_a_change_that_is_put_off_is_not_forgotten(frontier: Frontier) -> None:
    def announce(stamp: str, run: int) -> bool:
        entry = replace(NEWS, date_modified_raw=stamp)
        now = NOON + run * timedelta(minutes=10)
        return bool(frontier.announce(replace(announcement(entry, run_id=f"{run}"), now=now)))

    for run in range(2):
        assert announce(f"{run}", run)
        frontier.finish(ending(now=NOON + run * timedelta(minutes=10)))
    assert not announce("changed", 2)
    assert announce("changed", 3)
