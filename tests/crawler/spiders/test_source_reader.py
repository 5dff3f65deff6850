import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.errors import SourceError
from tests.crawler.spiders.readings import (
    HOME,
    STORIES,
    Reading,
    home_page,
    index,
    remember,
    rss,
    task,
    told,
)
from tests.crawler.spiders.runs import FEED, source
from tests.crawler.state.examples import NOON


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Reading]:
    reading = Reading(tmp_path, source())
    with reading.run.dataset:
        yield reading


def test_new_entries_of_a_feed_are_fetched_and_known_ones_are_not(reading: Reading) -> None:
    assert reading.read(task(), rss(*STORIES[:2])) == [f"* {url}" for url in STORIES[:2]]
    assert reading.read(task(), rss(*STORIES[:3])) == [f"* {STORIES[2]}"]
    assert (reading.result.kind, reading.result.listed, reading.result.read) == ("feed", 5, 2)


def test_of_a_story_that_a_large_feed_names_twice_the_first_state_counts(
    reading: Reading,
) -> None:
    stories = [f"{HOME}many/{number}" for number in range(250)]
    body = rss(*stories, stories[0]).replace(b"T</title>", b"Now</title>", 1)
    assert len(reading.read(task(), body)) == 250
    entry = reading.run.dataset.frontier.queued(stories[0]).entry
    assert entry is not None
    assert entry.title == "Now"


def test_a_feed_is_asked_conditionally_once_its_entries_are_safe(reading: Reading) -> None:
    assert not reading.is_asked_conditionally(FEED)
    reading.read(task(), rss(*STORIES))
    assert reading.is_asked_conditionally(FEED)


def test_what_did_not_change_gives_nothing(reading: Reading) -> None:
    assert reading.read(task(), b"", status=304) == []
    assert reading.result.not_modified == 1
    assert reading.result.is_ended
    assert reading.run.read_at == {"gazette": NOON}


def test_left_overs_of_an_earlier_run_are_fetched_although_the_feed_is_the_same(
    tmp_path: Path,
) -> None:
    first = Reading(tmp_path, source(), run_id="run-1")
    with first.run.dataset:
        first.read(task(), rss(*STORIES))
    second = Reading(tmp_path, source(), run_id="run-2")
    with second.run.dataset:
        assert told(second.reader.left_overs(second.source)) == [f"* {url}" for url in STORIES]
        assert told(second.reader.left_overs(second.source)) == []


def test_no_more_left_overs_are_taken_than_pages_may_be_fetched(tmp_path: Path) -> None:
    first = Reading(tmp_path, source(), run_id="run-1")
    with first.run.dataset:
        first.read(task(), rss(*STORIES))
    second = Reading(tmp_path, source(limit=1), run_id="run-2")
    with second.run.dataset:
        for queued in second.reader.left_overs(second.source):
            assert queued.url == STORIES[0]
            second.run.take_page(second.source)
        assert second.result.requested == 1


def test_links_elsewhere_are_counted_and_not_followed(reading: Reading) -> None:
    found = reading.read(task(), rss(STORIES[0], "https://ads.example/x", "https://a.ads.example/"))
    assert found == [f"* {STORIES[0]}"]
    assert reading.result.offsite == {"ads.example": 1, "a.ads.example": 1}


def test_allowed_hosts_are_followed(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(allowed_hosts=("agency.example",)))
    with reading.run.dataset:
        url = "https://www.agency.example/x"
        assert reading.read(task(), rss(url)) == [f"* {url}"]


def test_a_source_that_only_leads_elsewhere_is_read_again_in_full(reading: Reading) -> None:
    with pytest.raises(SourceError, match=r'allowed_hosts = \["ads.example"\]'):
        reading.read(task(), rss("https://ads.example/x"))
    assert not reading.is_asked_conditionally(FEED)


def test_patterns_of_the_user_choose_among_the_links(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(include=("/story/",), exclude=("/story/1",)))
    with reading.run.dataset:
        found = reading.read(task(), rss(HOME + "sport/1", *STORIES))
        assert found == [f"* {STORIES[n]}" for n in (0, 2, 3)]


@pytest.mark.parametrize("kind", ["sitemap", "listing"])
def test_a_source_that_is_something_else_is_an_error(tmp_path: Path, kind: str) -> None:
    reading = Reading(tmp_path, source(kind=kind))
    with reading.run.dataset, pytest.raises(SourceError) as error:
        reading.read(task(), rss(*STORIES))
    assert error.value.reason == "wrong-kind"


@pytest.mark.parametrize(
    ("hours", "revisit_s", "first_page", "goes_on"),
    [
        (1, None, STORIES[:2], False),
        (1, None, (*STORIES[:2], f"{HOME}story/9"), True),
        (1, None, (*STORIES[:2], "https://herald.example/story/9"), False),
        (1, 3600, STORIES[:2], True),
        (25, None, STORIES[:2], True),
    ],
    ids=["nothing new", "a new story", "new elsewhere", "revisits", "a day later"],
)
def test_behind_a_page_that_names_nothing_new_stands_nothing_new(
    tmp_path: Path,
    hours: int,
    revisit_s: int | None,
    first_page: tuple[str, ...],
    *,
    goes_on: bool,
) -> None:
    listing = source(url=HOME, kind="listing", revisit_s=revisit_s)
    first = Reading(tmp_path, listing)
    with first.run.dataset:
        first.read(task(HOME), home_page(*STORIES[:2], next_page="/2"))
        first.read(task(f"{HOME}2", page=2), home_page(*STORIES[2:]))
        remember(first, listing)
    second = Reading(tmp_path, listing, run_id="run-2")
    second.run.started_at = at = NOON + timedelta(hours=hours)
    with second.run.dataset:
        found = second.read(task(HOME), home_page(*first_page, next_page="/2"), at=at)
    assert (f"{HOME}2" in found) is goes_on


def test_a_listing_that_was_not_read_to_its_end_is_read_on(tmp_path: Path) -> None:
    listing = source(url=HOME, kind="listing")
    for number in range(2):
        reading = Reading(tmp_path, listing, run_id=f"run-{number}")
        with reading.run.dataset:
            remember(reading, listing)
            found = reading.read(task(HOME), home_page(*STORIES[:2], next_page="/2"))
            assert f"{HOME}2" in found


def test_a_listing_whose_second_page_failed_is_read_again_in_full(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="listing"))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*STORIES, next_page="/?page=2"))
        assert reading.fail(task(f"{HOME}?page=2", page=2)) == []
        assert not reading.is_asked_conditionally(HOME)
        assert reading.result.failure is None
        assert reading.result.warnings


def test_the_newest_children_of_an_index_are_read_and_the_index_every_time(
    reading: Reading,
) -> None:
    children = tuple((f"map-{n}", f"2025-11-{n:02}") for n in range(1, 9))
    found = reading.read(task(HOME + "index.xml"), index(*children))
    assert found == [f"{HOME}map-{n}.xml" for n in (8, 7, 6, 5, 4)]
    assert not reading.is_asked_conditionally(HOME + "index.xml")
    assert not reading.result.is_ended


def test_an_index_all_of_whose_children_fail_is_a_failure(reading: Reading) -> None:
    reading.read(task(HOME + "index.xml"), index(("a", "2025-11-01")))
    reading.fail(task(HOME + "a.xml", depth=1), "http-404")
    assert (reading.result.failure or "").startswith("http-404")


def test_indexes_that_go_round_in_circles_end(reading: Reading) -> None:
    body = index(("index", "2025-11-01"))
    assert reading.read(task(HOME + "index.xml", depth=1), body) == [f"{HOME}index.xml"]
    with pytest.raises(SourceError, match="an index in an index"):
        reading.read(task(HOME + "index.xml", depth=2), body)


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_of_the_server_is_an_error_of_the_source(reading: Reading, status: int) -> None:
    with pytest.raises(SourceError) as error:
        reading.read(task(), b"", status=status)
    assert error.value.reason == f"http-{status}"


@pytest.mark.parametrize("status", [201, 202, 203])
def test_a_document_that_is_given_by_another_name_is_read(reading: Reading, status: int) -> None:
    assert reading.read(task(), rss(*STORIES), status=status) == [f"* {url}" for url in STORIES]


def test_a_single_page_is_fetched_once(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=STORIES[0], kind="url"))
    with reading.run.dataset:
        assert told(reading.reader.single_page(reading.source, NOON)) == [f"* {STORIES[0]}"]
        assert told(reading.reader.single_page(reading.source, NOON)) == []
        assert (reading.result.kind, reading.result.is_ended) == ("url", True)


def test_stamps_of_a_listing_teach_the_order_of_day_and_month(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="listing"))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*STORIES))
        assert reading.run.dataset.sources.memory("gazette").day_first == len(STORIES)


def test_a_failure_names_the_document_once(reading: Reading) -> None:
    reading.fail(task())
    assert (reading.result.failure or "") == f"http-500: {FEED}: gone"
    unnamed = SourceError("unsafe-xml", "the document defines entities")
    list(reading.reader.failed(task(), unnamed))
    assert reading.result.failure == f"unsafe-xml: {FEED}: the document defines entities"


def test_what_the_patterns_of_a_source_leave_out_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    picky = Reading(tmp_path, source(exclude=("/sport/",)))
    with picky.run.dataset:
        stories = ("/sport/1", "/news/1", "/news/2")
        picky.read(task(), rss(*(f"https://gazette.example{story}" for story in stories)))
    assert "gazette: include and exclude leave 2 of 3 stories" in caplog.messages
