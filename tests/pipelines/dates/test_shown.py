"""The day at the headline against the declared one."""

from datetime import UTC, datetime

import pytest

from pipelines.dates.ladder import DateChoice, DateQuestion, choose_date
from pipelines.dates.shown import LOCAL_DAY, NOT_SHOWN
from pipelines.items import Candidate, Metadata, Page

NOW = datetime(2025, 6, 1, tzinfo=UTC)
URL = "https://news.example/story"


def choose(
    declared: str | None, *shown: str, source: str = "jsonld", has_change: bool = False
) -> DateChoice:
    published = (Candidate(value=declared, source=source),) if declared else ()
    metadata = Metadata(
        dates_published=published,
        dates_shown=tuple(Candidate(value=raw, source="text") for raw in shown),
        is_change_shown=has_change,
    )
    url = declared if declared and source == "url" else URL
    page = Page(url=url, url_requested=url, body=b"", fetched_at=NOW)
    return choose_date(DateQuestion(metadata=metadata, page=page, language="en"))


def day(choice: DateChoice) -> str | None:
    return None if choice.published is None else choice.published.value.date().isoformat()


def test_day_that_readers_see_goes_before_a_declared_one() -> None:
    choice = choose("2023-01-09T10:00:00Z", "3 February 2025")
    assert day(choice) == "2025-02-03"
    assert choice.published is not None
    assert choice.published.source == "text"
    assert [item.outcome for item in choice.considered] == ["chosen", NOT_SHOWN]


KEPT = {
    "several days are shown": ("3 February 2025", "4 February 2025"),
    "order of day and month is open": ("03/02/2025",),
    "the same day is shown": ("9 January 2023",),
    "none is shown": (),
    "one in the future is shown": ("3 February 2027",),
}


@pytest.mark.parametrize("shown", KEPT.values(), ids=KEPT)
def test_declared_date_is_kept_when(shown: tuple[str, ...]) -> None:
    choice = choose("2023-01-09T10:00:00Z", *shown)
    assert day(choice) == "2023-01-09"
    assert choice.published is not None
    assert choice.published.precision in {"second", "minute"}


def test_declared_date_is_kept_beside_a_shown_change() -> None:
    assert day(choose("2023-01-09T10:00:00Z", "3 February 2025", has_change=True)) == "2023-01-09"


@pytest.mark.parametrize("source", ["rule", "time", "feed"])
def test_dates_of_the_user_and_of_the_source_are_kept(source: str) -> None:
    assert day(choose("2023-01-09T10:00:00Z", "3 February 2025", source=source)) == "2023-01-09"


@pytest.mark.parametrize("has_change", [False, True])
def test_shown_day_goes_before_one_that_stands_farther_away(has_change: bool) -> None:
    choice = choose("9 January 2023", "3 February 2025", source="text", has_change=has_change)
    assert day(choice) == "2025-02-03"


def test_day_that_stands_farther_away_is_kept_beside_several_shown() -> None:
    choice = choose("9 January 2023", "3 February 2025", "4 February 2025", source="text")
    assert day(choice) == "2023-01-09"


def test_shown_date_stands_in_for_a_missing_one() -> None:
    assert day(choose(None, "3 February 2025", "4 February 2025")) == "2025-02-03"


def test_shown_date_makes_a_month_exact() -> None:
    url = "https://news.example/2025/02/story"
    assert day(choose(url, "5 March 2025", "3 February 2025", source="url")) == "2025-02-03"


def test_month_without_a_shown_day_stays() -> None:
    url = "https://news.example/2025/02/story"
    assert day(choose(url, "5 March 2025", source="url")) == "2025-02-01"


def test_shown_day_of_the_declared_moment_keeps_the_moment() -> None:
    choice = choose("2025-02-03T23:00:00Z", "4 February 2025")
    assert choice.published is not None
    assert choice.published.value == datetime(2025, 2, 3, 23, 0, tzinfo=UTC)
    assert choice.published.raw == "4 February 2025"
    assert [item.outcome for item in choice.considered] == ["chosen", LOCAL_DAY]


def test_shown_day_without_a_declared_moment_is_taken() -> None:
    assert day(choose("2025-02-03", "4 February 2025")) == "2025-02-04"
