from pathlib import Path

import pytest

from pipelines.errors import SourceError
from tests.crawler.spiders.readings import (
    HOME,
    STORIES,
    Reading,
    home_page,
    remember,
    rss,
    task,
    told,
)
from tests.crawler.spiders.runs import FEED, source

MANY = tuple(f"{HOME}story/{number}" for number in range(8))
OTHERS = tuple(f"{HOME}other/{number}" for number in range(8))


def _after_feed(reading: Reading, feed: bytes) -> list[str]:
    """Return what is fetched after the only feed of a page that lists ``MANY``."""
    home = reading.source.url
    reading.read(task(home), home_page(*MANY, feeds=("/rss",)))
    guess = task(f"{HOME}rss", is_guess=True)
    with pytest.raises(SourceError) as error:
        reading.read(guess, feed)
    return told(reading.reader.failed(guess, error.value))


def test_a_home_page_gives_way_to_its_feed_which_is_remembered(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        page = home_page(*STORIES, feeds=("/rss", "/atom"))
        assert reading.read(task(HOME), page) == [f"{HOME}rss"]
        assert not reading.is_asked_conditionally(HOME)
        guess = task(f"{HOME}rss", is_guess=True)
        assert reading.read(guess, rss(STORIES[0])) == [f"* {STORIES[0]}"]
        remember(reading, reading.source)
        assert reading.reader.first_task(reading.source).url == f"{HOME}rss"


def test_feeds_that_fail_give_way_to_each_other_and_then_to_the_home_page(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*STORIES, feeds=("/rss", "/atom")))
        first = task(f"{HOME}rss", is_guess=True, other_guesses=(f"{HOME}atom",))
        assert reading.fail(first) == [f"{HOME}atom"]
        second = task(f"{HOME}atom", is_guess=True)
        assert reading.fail(second) == [f"* {url}" for url in STORIES]
        assert (reading.result.kind, reading.result.error) == ("listing", None)


def test_a_home_page_without_stories_fails_with_its_feeds(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(feeds=("/rss",)))
        assert reading.fail(task(f"{HOME}rss", is_guess=True), "http-404") == []
        assert (reading.result.failure or "").startswith("http-404")


def test_a_remembered_feed_that_is_gone_is_looked_for_again(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.run.dataset.sources.resolve("gazette", FEED)
        remember(reading, reading.source)
        remembered = reading.reader.first_task(reading.source)
        assert (remembered.url, remembered.is_guess) == (FEED, True)
        assert reading.fail(remembered) == [HOME]
        assert reading.reader.first_task(reading.source).url == HOME


def test_a_home_page_gives_way_to_the_feed_of_its_stories(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*MANY, feeds=("/en", "/rss")))
        first = task(f"{HOME}en", is_guess=True, other_guesses=(f"{HOME}rss",))
        with pytest.raises(SourceError) as error:
            reading.read(first, rss(*OTHERS))
        assert error.value.reason == "other-stories"
        assert told(reading.reader.failed(first, error.value)) == [f"{HOME}rss"]
        assert reading.read(task(f"{HOME}rss", is_guess=True), rss(MANY[0])) == [f"* {MANY[0]}"]


def test_a_feed_that_was_left_years_ago_gives_way_to_the_page(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        pages = [f"* {url}" for url in MANY]
        assert _after_feed(reading, rss(*OTHERS, day="01 Mar 2019")) == pages
        remember(reading, reading.source)
        assert reading.reader.first_task(reading.source).url == HOME
        assert reading.read(task(HOME), home_page(*MANY, feeds=("/rss",))) == []
        assert reading.read(task(HOME), home_page(feeds=("/rss",))) == [f"{HOME}rss"]


def test_a_section_page_is_not_given_up_for_the_feed_of_the_site(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=f"{HOME}sport"))
    with reading.run.dataset:
        assert _after_feed(reading, rss(*MANY[:2], *OTHERS)) == [f"* {url}" for url in MANY]


def test_a_feed_that_is_kept_up_is_read_for_want_of_a_better_one(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        assert _after_feed(reading, rss(*OTHERS)) == [f"{HOME}rss"]
        spare = task(f"{HOME}rss", is_guess=True, is_for_want_of_others=True)
        assert reading.read(spare, rss(*OTHERS)) == [f"* {url}" for url in OTHERS]


def test_a_spare_feed_that_fails_gives_way_to_the_page(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        _after_feed(reading, rss(*OTHERS))
        spare = task(f"{HOME}rss", is_guess=True, is_for_want_of_others=True)
        assert reading.fail(spare) == [f"* {url}" for url in MANY]


def test_who_wants_a_feed_gets_the_one_there_is(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="feed"))
    with reading.run.dataset:
        reading.read(task(HOME), home_page(*MANY, feeds=("/rss",)))
        guess = task(f"{HOME}rss", is_guess=True)
        assert reading.read(guess, rss(OTHERS[0], day="01 Mar 2019")) == [f"* {OTHERS[0]}"]


def test_a_remembered_feed_without_news_for_months_is_looked_for_again(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME))
    with reading.run.dataset:
        reading.run.dataset.sources.resolve("gazette", FEED)
        remember(reading, reading.source)
        remembered = reading.reader.first_task(reading.source)
        with pytest.raises(SourceError, match="nothing new for months") as error:
            reading.read(remembered, rss(*STORIES, day="01 Mar 2019"))
        assert told(reading.reader.failed(remembered, error.value)) == [HOME]


def test_a_listing_does_not_look_for_feeds(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=HOME, kind="listing"))
    with reading.run.dataset:
        page = home_page(*STORIES, feeds=("/rss",))
        assert reading.read(task(HOME), page) == [f"* {url}" for url in STORIES]


def test_a_feed_that_another_address_led_to_is_not_remembered(tmp_path: Path) -> None:
    reading = Reading(tmp_path, source(url=f"{HOME}sport"))
    with reading.run.dataset:
        reading.run.dataset.sources.resolve("gazette", FEED)
        remember(reading, source(url=HOME))
        assert reading.reader.first_task(reading.source).url == f"{HOME}sport"
