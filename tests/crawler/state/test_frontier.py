import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.state.database import open_copy
from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import Announcement, QueuedUrl
from crawler.state.known_url import UrlState
from crawler.state.source_states import SourceStates, Validators
from pipelines.items import Entry
from tests.crawler.state.examples import FEED, NOON, STORY, announcement, ending

HOUR = timedelta(hours=1)
OTHER = "https://gazette.example/2026/bridge"


def urls(queued: Iterable[QueuedUrl]) -> list[str]:
    return [q.url for q in queued]


def test_unknown_urls_are_requested_in_the_order_they_were_announced(frontier: Frontier) -> None:
    assert urls(frontier.announce(announcement(STORY, OTHER))) == [STORY, OTHER]


def test_a_queued_url_carries_its_entry_and_its_source(frontier: Frontier) -> None:
    entry = Entry(url=STORY, title="The harbour", authors=("Ida Lund",), date_raw="20.02.2025")
    [queued] = frontier.announce(announcement(entry))
    assert queued == QueuedUrl(
        url=STORY,
        source_id="gazette",
        source_type="feed",
        source_url=FEED,
        entry=entry,
        attempts=0,
    )


def test_the_texts_of_feeds_take_no_room_once_their_stories_have_ended(
    connection: sqlite3.Connection, frontier: Frontier
) -> None:
    urls = [f"{STORY}/{number}" for number in range(400)]
    texts = [Entry(url=url, content_html=f"<p>{url}</p>" * 50) for url in urls]
    frontier.announce(announcement(*texts))
    for url in urls[:200]:
        frontier.finish(replace(ending(), url=url))
    frontier.announce(replace(announcement(*texts), run_id="run-2", revisit_s=0, now=NOON + HOUR))
    for url in urls:
        frontier.finish(replace(ending(), url=url))

    pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count")
    )
    assert pages - free < 200, "a row in a page of its own would be more than 400"
    assert [row.entry for row in map(frontier.row, urls) if row] == [Entry(url=u) for u in urls]


def test_two_forms_of_one_url_are_requested_once(frontier: Frontier) -> None:
    tracked = f"{STORY}?utm_source=feed#top"
    assert urls(frontier.announce(announcement(STORY, tracked))) == [STORY]


def test_what_two_sources_announce_in_one_run_is_requested_once(frontier: Frontier) -> None:
    frontier.announce(announcement(STORY))
    second = replace(announcement(STORY), source_id="sitemap", source_type="sitemap")
    assert frontier.announce(second) == ()
    frontier.finish(ending())
    assert frontier.announce(second) == ()


def test_a_finished_url_is_not_requested_again(frontier: Frontier) -> None:
    for state in ("delivered", "duplicate", "rejected"):
        url = f"{STORY}/{state}"
        frontier.announce(announcement(url))
        frontier.finish(ending(url, state))
        assert frontier.announce(announcement(url, run_id="run-2")) == ()


def test_what_a_killed_run_left_is_requested_by_the_next_one(frontier: Frontier) -> None:
    frontier.announce(announcement(STORY, OTHER))
    frontier.finish(ending(STORY))
    assert urls(frontier.pending("gazette", "run-2")) == [OTHER]
    assert frontier.announce(announcement(OTHER, run_id="run-2")) == ()


def test_left_overs_that_nobody_asks_for_stay_for_a_later_run(frontier: Frontier) -> None:
    stories = [f"{STORY}/{n:04}" for n in range(450)]
    frontier.announce(announcement(*stories))
    some = urls(islice(frontier.pending("gazette", "run-2"), 250))
    assert some == stories[:250]
    assert urls(frontier.announce(announcement(stories[0], stories[449], run_id="run-2"))) == [
        stories[449]
    ]
    assert urls(frontier.pending("gazette", "run-3")) == stories


def test_left_overs_of_a_source_that_is_gone_go_to_the_one_that_still_lists_them(
    frontier: Frontier,
) -> None:
    frontier.announce(announcement(STORY))
    second = replace(
        announcement(Entry(url=STORY, title="From the sitemap"), run_id="run-2"),
        source_id="sitemap",
        source_type="sitemap",
        source_url="https://gazette.example/sitemap.xml",
    )
    [queued] = frontier.announce(second)
    assert (queued.source_id, queued.source_type) == ("sitemap", "sitemap")
    assert queued.entry is not None
    assert queued.entry.title == "From the sitemap"


@pytest.mark.parametrize("state", ["delivered", "duplicate", "rejected"])
def test_a_changed_modification_stamp_asks_for_the_page_again(
    frontier: Frontier, state: UrlState
) -> None:
    for number, (stamp, expected) in enumerate([("10:00", 1), ("10:00", 0), ("11:00", 1)]):
        entry = Entry(url=STORY, date_modified_raw=stamp)
        queued = frontier.announce(announcement(entry, run_id=f"run-{number}"))
        assert len(queued) == expected
        for one in queued:
            frontier.finish(ending(one.url, state))


def test_sources_that_write_the_same_stamp_differently_do_not_ask_forever(
    frontier: Frontier,
) -> None:
    requested = 0
    for number in range(4):
        for source_id, stamp in (("gazette", "Tue, 24 Nov 2026"), ("sitemap", "2026-11-24")):
            entry = Entry(url=STORY, date_modified_raw=stamp)
            told = replace(announcement(entry, run_id=f"run-{number}"), source_id=source_id)
            requested += len(frontier.announce(told))
        if number == 0:
            frontier.finish(ending())
    assert requested == 1


def test_a_source_that_is_added_later_does_not_ask_for_everything_again(
    frontier: Frontier,
) -> None:
    frontier.announce(announcement(STORY))
    frontier.finish(ending())
    entry = Entry(url=STORY, date_modified_raw="2026-11-24")
    added = replace(announcement(entry, run_id="run-2"), source_id="sitemap")
    assert frontier.announce(added) == ()
    entry = Entry(url=STORY, date_modified_raw="2026-11-25")
    changed = replace(announcement(entry, run_id="run-3"), source_id="sitemap")
    assert urls(frontier.announce(changed)) == [STORY]


@pytest.mark.parametrize(
    ("revisit_s", "hours", "expected"),
    [(3600, 2, 1), (3600, 1, 1), (7201, 2, 0), (None, 999, 0)],
    ids=["passed", "just passed", "not yet", "never"],
)
def test_a_listed_story_is_fetched_again_after_its_revisit_window(
    frontier: Frontier, revisit_s: int | None, hours: int, expected: int
) -> None:
    frontier.announce(announcement(STORY))
    frontier.finish(ending())
    later = replace(
        announcement(STORY, run_id="run-2"), now=NOON + hours * HOUR, revisit_s=revisit_s
    )
    assert len(frontier.announce(later)) == expected


def test_without_a_new_listing_only_listed_stories_are_revisited(frontier: Frontier) -> None:
    frontier.announce(announcement(STORY, OTHER))
    frontier.finish(ending(STORY))
    frontier.finish(ending(OTHER))
    frontier.announce(replace(announcement(OTHER, run_id="run-2"), now=NOON + HOUR))
    now = NOON + 3 * HOUR
    due = frontier.due_for_revisit("gazette", 3600, now, "run-3")
    assert urls(due) == [OTHER]
    assert frontier.due_for_revisit("gazette", 3600, now, "run-3") == ()


def test_a_clock_that_was_set_back_keeps_no_story_from_being_visited(frontier: Frontier) -> None:
    frontier.announce(announcement(STORY))
    frontier.finish(ending(STORY, now=NOON + 1000 * HOUR))
    due = frontier.due_for_revisit("gazette", 3600, NOON, "run-2")
    assert urls(due) == [STORY]


def test_a_page_that_had_no_text_when_it_was_found_is_asked_for_once_more(
    frontier: Frontier,
) -> None:
    frontier.announce(announcement(STORY, OTHER))
    for run, hours in (("run-1", 0), ("run-2", 2), ("run-3", 4)):
        now = NOON + hours * HOUR
        due = frontier.due_for_revisit("gazette", 3600, now, run)
        assert urls(due) == ([STORY] if run == "run-2" else [])
        empty = replace(ending(STORY, "rejected", now), reason="no-article-body")
        frontier.finish(empty)
        frontier.finish(replace(ending(OTHER, "rejected", now), reason="list-page"))


def test_following_pages_of_a_listing_do_not_age_the_first(frontier: Frontier) -> None:
    frontier.announce(announcement(STORY))
    following = replace(announcement(OTHER), now=NOON + HOUR, is_first=False)
    frontier.announce(following)
    for url in (STORY, OTHER):
        frontier.finish(ending(url))
    due = frontier.due_for_revisit("gazette", 3600, NOON + 9 * HOUR, "run-2")
    assert sorted(urls(due)) == sorted([STORY, OTHER])


def test_an_outage_of_its_host_ends_a_url_only_when_nobody_names_it_any_more(
    frontier: Frontier,
) -> None:
    frontier.announce(announcement(STORY))
    soon, late = NOON + timedelta(days=1), NOON + timedelta(days=8)
    assert [frontier.fail(STORY, "connection-refused", soon) for _ in range(5)] == [False] * 5
    assert frontier.fail(STORY, "connection-refused", late)


def test_a_failed_download_stays_pending_until_its_attempts_are_used_up(
    frontier: Frontier,
) -> None:
    frontier.announce(announcement(STORY))
    results = [frontier.fail(STORY, "download-timeout") for _ in range(3)]
    assert results == [False, False, True]
    row = frontier.row(STORY)
    assert row is not None
    assert (row.state, row.attempts, row.reason) == ("pending", 3, "download-timeout")


def test_a_url_that_came_through_starts_counting_attempts_anew(frontier: Frontier) -> None:
    frontier.announce(announcement(STORY))
    frontier.fail(STORY, "download-timeout")
    frontier.finish(ending())
    row = frontier.row(STORY)
    assert row is not None
    assert row.attempts == 0


def test_a_failed_url_that_was_never_queued_is_given_up(frontier: Frontier) -> None:
    assert frontier.fail(STORY, "download-timeout")


def test_a_url_that_was_never_announced_is_added_when_it_ends(frontier: Frontier) -> None:
    frontier.finish(ending())
    assert frontier.counts() == {("gazette", "delivered"): 1}


def test_a_url_is_found_as_it_was_queued_and_as_it_was_reached(frontier: Frontier) -> None:
    frontier.finish(ending(STORY, final=f"{OTHER}?page=1"))
    for url in (STORY, f"{STORY}#top", f"{OTHER}?page=1"):
        row = frontier.look_up(url)
        assert row is not None
        assert row.url == STORY
    assert frontier.look_up(OTHER) is None
    assert frontier.row(f"{OTHER}?page=1") is None


def test_urls_are_counted_by_source_and_state(frontier: Frontier) -> None:
    frontier.announce(announcement(STORY, OTHER))
    frontier.announce(replace(announcement(f"{STORY}/3"), source_id="sitemap"))
    frontier.finish(ending(STORY))
    assert frontier.counts("sitemap") == {("sitemap", "pending"): 1}
    assert frontier.counts() == {
        ("gazette", "delivered"): 1,
        ("gazette", "pending"): 1,
        ("sitemap", "pending"): 1,
    }


def test_validators_are_saved_with_the_entries(
    frontier: Frontier, connection: sqlite3.Connection
) -> None:
    validators = Validators(etag='"1"', last_modified="Tue, 24 Nov 2026 12:00:00 GMT")
    frontier.announce(replace(announcement(STORY), requested_url=FEED, validators=validators))
    assert SourceStates(connection).validators(FEED) == validators


def test_entries_that_cannot_be_saved_leave_no_validators(
    frontier: Frontier, connection: sqlite3.Connection
) -> None:
    connection.execute("DROP TABLE frontier")
    told = replace(announcement(STORY), requested_url=FEED, validators=Validators(etag='"1"'))
    with pytest.raises(sqlite3.OperationalError):
        frontier.announce(told)
    assert SourceStates(connection).validators(FEED) == Validators()


@pytest.mark.parametrize("stamps", [("10:00", "11:00"), ("11:00", "10:00")])
def test_each_modification_that_a_document_tells_of_a_story_is_new_once(
    frontier: Frontier, stamps: tuple[str, str]
) -> None:
    requested = 0
    for number, told in enumerate((("10:00",), stamps, stamps, ("11:00",))):
        entries = (Entry(url=STORY, date_modified_raw=stamp) for stamp in told)
        requested += len(frontier.announce(announcement(*entries, run_id=f"run-{number}")))
        frontier.finish(ending())
    assert requested == 2


_ENTRIES = st.builds(
    Entry,
    url=st.sampled_from([f"{STORY}/{n}" for n in range(4)]),
    title=st.none() | st.text(min_size=1),
    date_modified_raw=st.none() | st.sampled_from(["a", "b"]) | st.text(min_size=1, max_size=5),
)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["gazette", "sitemap"]),
        st.lists(_ENTRIES, max_size=4),
        st.sets(st.integers(0, 3)),
    ),
    max_size=6,
)


@settings(max_examples=50)
@given(runs=st.lists(_STEPS, max_size=4))
def test_no_url_is_lost_and_none_is_requested_twice_in_a_run(
    runs: list[list[tuple[str, list[Entry], set[int]]]],
) -> None:
    connection = open_copy(Path("/nonexistent/newsdesk.sqlite"))
    frontier = Frontier(connection)
    announced: set[str] = set()
    for number, steps in enumerate(runs):
        run_id = f"run-{number}"
        requested = [q.url for s in ("gazette", "sitemap") for q in frontier.pending(s, run_id)]
        for source_id, entries, finished in steps:
            told: Announcement = replace(announcement(*entries, run_id=run_id), source_id=source_id)
            requested += urls(frontier.announce(told))
            announced |= {entry.url for entry in entries}
            for url in sorted(announced & {f"{STORY}/{n}" for n in finished}):
                if url in requested:
                    frontier.finish(ending(url))
        assert len(requested) == len(set(requested))
    counts = frontier.counts()
    assert sum(counts.values()) == len(announced)
    left = {q.url for s in ("gazette", "sitemap") for q in frontier.pending(s, "last")}
    waiting = sum(n for (_, state), n in counts.items() if state == "pending")
    assert len(left) == waiting
    connection.close()


def test_left_overs_that_failed_come_after_the_others(frontier: Frontier) -> None:
    frontier.announce(announcement(f"{STORY}/a", f"{STORY}/b"))
    frontier.fail(f"{STORY}/a", "http-503")
    assert urls(frontier.pending("gazette", "run-2")) == [f"{STORY}/b", f"{STORY}/a"]


def test_sources_are_named_of_which_urls_wait_that_were_never_asked_for(
    frontier: Frontier,
) -> None:
    assert frontier.sources_with_pending() == ()
    frontier.announce(announcement(f"{STORY}/a", f"{STORY}/b"))
    frontier.announce(replace(announcement(OTHER), source_id="herald"))
    assert frontier.sources_with_pending() == ("gazette", "herald")
    frontier.finish(ending(f"{STORY}/a"))
    frontier.fail(f"{STORY}/b", "http-503")
    assert frontier.sources_with_pending() == ("herald",)


def test_articles_are_found_by_the_beginning_of_their_ids(frontier: Frontier) -> None:
    for number, article_id in enumerate(("aaff", "ab01", "ab02", "b000")):
        frontier.finish(replace(ending(f"{STORY}/{number}"), article_id=article_id))
    frontier.finish(replace(ending(OTHER), article_id="ab01"))
    assert frontier.articles_beginning("ab", 5) == ("ab01", "ab02")
    assert frontier.articles_beginning("a", 2) == ("aaff", "ab01")
    assert frontier.articles_beginning("ab01", 5) == ("ab01",)
    assert frontier.articles_beginning("c", 5) == ()
