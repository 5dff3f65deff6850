from collections.abc import Iterable
from datetime import timedelta

import pytest

from crawler.extracting.capture_order import CaptureOrder
from crawler.extracting.many_pages import Outcome
from pipelines.errors import RecordError
from pipelines.items import Article, Page, Rejection
from tests.crawler.state.examples import NOON, STORY, article, rejection

OTHER = "https://gazette.example/2026/bridge"
TORN = RecordError("bad-manifest-line", "m:3")


def captured(day: int, url: str = STORY) -> Article:
    return article(url, f"Text of day {day}.", fetched_at=NOON + timedelta(days=day))


def restored(outcomes: list[Outcome], again: Iterable[Outcome] | None = None) -> list[Outcome]:
    pages = [o if isinstance(o, RecordError) else _page(o) for o in outcomes]
    with CaptureOrder() as order:
        assert list(order.noting(pages)) == pages
        return list(order.restored(outcomes if again is None else again))


def _page(of: Article | Rejection) -> Page:
    return Page(url=of.url, url_requested=of.url, body=b"", fetched_at=of.fetched_at)


def test_captures_in_order_keep_their_places() -> None:
    outcomes: list[Outcome] = [captured(1), captured(5, OTHER), TORN, captured(2), captured(2)]
    assert restored(outcomes) == outcomes


def test_captures_of_an_address_come_by_time_once_the_last_is_there() -> None:
    between = captured(1, OTHER)
    outcomes: list[Outcome] = [captured(3), TORN, captured(1), between, captured(2), captured(9)]
    expected = [TORN, between, captured(1), captured(2), captured(3), captured(9)]
    assert restored(outcomes) == expected


def test_pages_of_the_first_reading_are_counted_without_errors() -> None:
    with CaptureOrder() as order:
        assert order.count() == 0
        list(order.noting([_page(captured(1)), TORN, _page(captured(2, OTHER))]))
        assert order.count() == 2


@pytest.mark.parametrize(
    "form", [f"{STORY}?utm_source=feed", f"{STORY}/", STORY.replace("https://", "http://www.")]
)
def test_forms_of_one_address_are_one(form: str) -> None:
    later = captured(2, form)
    assert restored([later, captured(1)]) == [captured(1), later]


def test_a_rejection_has_its_place_in_time_too() -> None:
    gone = rejection()
    assert restored([captured(2), gone]) == [gone, captured(2)]


def test_of_files_that_became_shorter_nothing_is_lost() -> None:
    outcomes: list[Outcome] = [captured(3), captured(2), captured(1)]
    assert restored(outcomes, outcomes[:2]) == [captured(2), captured(3)]
