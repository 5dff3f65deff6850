from datetime import UTC, datetime

import pytest

from crawler.discovery.feed_choice import is_feed_of, is_out_of_date
from pipelines.items import Entry

_HOME = "https://gazette.example/"
_SECTION = f"{_HOME}sport/"
_NOW = datetime(2025, 11, 30, tzinfo=UTC)


def _stories(*numbers: int, form: str = "https://gazette.example/story/{}") -> list[Entry]:
    return [Entry(url=form.format(n), title=f"What the town says of number {n}") for n in numbers]


def _untitled(*numbers: int, form: str = "https://gazette.example/story/{}") -> list[Entry]:
    return [Entry(url=form.format(n)) for n in numbers]


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param(_stories(1, 90, 91), id="one of them"),
        pytest.param(_untitled(1, form="http://www.gazette.example/story/{}/"), id="other form"),
        pytest.param(
            _untitled(100_001, form="https://gazette.example/story/{}?at=rss"), id="parameter"
        ),
        pytest.param(_stories(2, form="https://links.example/rss/{}"), id="by its headline"),
    ],
)
def test_of_a_home_page_one_story_is_enough(feed: list[Entry]) -> None:
    page = [*_stories(1, 2, 3, 4, 5), *_untitled(100_001)]
    assert is_feed_of(feed, page, _HOME)


@pytest.mark.parametrize("feed", [_stories(*range(20, 40)), []])
def test_a_feed_of_other_stories_is_not_that_of_the_page(feed: list[Entry]) -> None:
    assert not is_feed_of(feed, _stories(*range(10)), _HOME)


def test_parameters_that_name_the_story_count() -> None:
    form = "https://gazette.example/show?s={}"
    assert not is_feed_of(_untitled(9, form=form), _untitled(*range(6), form=form), _HOME)


def test_a_page_that_lists_little_says_nothing() -> None:
    assert is_feed_of(_stories(20, 21), _stories(1, 2, 3, 4), _SECTION)


@pytest.mark.parametrize(
    ("feed", "is_own"),
    [
        pytest.param(range(50), True, id="with older ones"),
        pytest.param([*range(4), *range(20, 24)], False, id="of the whole site"),
        pytest.param([0, 1, 20, 2, 3, 4], True, id="one is new"),
    ],
)
def test_of_a_section_page_most_stories_have_to_be_there(feed: list[int], is_own: bool) -> None:
    assert is_feed_of(_stories(*feed), _stories(*range(12)), _SECTION) == is_own


@pytest.mark.parametrize(
    ("dates", "is_old"),
    [
        (["Sat, 01 Mar 2019 10:00:00 EST", "Sun, 02 Mar 2019 10:00:00 GMT"], True),
        (["Sat, 01 Mar 2019 10:00:00 GMT", "2025-11-01T10:00:00Z"], False),
        ([None, "some day"], False),
        ([], False),
    ],
)
def test_a_feed_is_out_of_date_by_its_newest_story(dates: list[str | None], is_old: bool) -> None:
    feed = [Entry(url=_HOME, date_raw=date) for date in dates]
    assert is_out_of_date(feed, _NOW) == is_old
