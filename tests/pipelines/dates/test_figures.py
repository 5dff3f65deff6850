"""Days in figures."""

import pytest

from pipelines.dates.figures import find_day_in_figures, find_day_without_year

NO_DAYS = {
    "no such month": "20.20.2025",
    "day over 31": "32.01.2025",
    "address": "192.168.1.20",
    "version": "1.2.3.4",
    "year of three digits": "20.02.202",
    "year of five digits": "20.02.20255",
    "zero year": "01.01.0001",
    "mixed separators": "20.02/2025",
    "time": "12:34:56",
    "spaced and short": "1 . 2 . 25",
    "pages of a list": "1 | 2 | 3",
}


@pytest.mark.parametrize("text", NO_DAYS.values(), ids=NO_DAYS)
def test_number_of_another_kind_is_no_day(text: str) -> None:
    assert find_day_in_figures(text) is None


def test_numbers_whose_order_is_open_stay_as_written() -> None:
    day = find_day_in_figures("on 03/02/2025")
    assert day is not None
    assert (day.numbers, day.year, day.separator) == ((3, 2), 2025, "/")
    assert (day.month, day.day) == (None, None)


@pytest.mark.parametrize("text", ["20 | 02 | 2025", "20.02.2025", "20•02•2025", "20 · 2 · 2025"])
def test_numbers_are_parted_by_points_and_lines(text: str) -> None:
    day = find_day_in_figures(text)
    assert day is not None
    assert (day.numbers, day.year) == ((20, 2), 2025)


@pytest.mark.parametrize(
    "text", ["2025•02•20", "2025年2月20日", "2025-02-20", "20 tháng 2, 2025", "令和7年2月20日"]
)
def test_form_that_tells_the_order_gives_month_and_day(text: str) -> None:
    day = find_day_in_figures(text)
    assert day is not None
    assert (day.year, day.month, day.day, day.numbers) == (2025, 2, 20, None)


def test_day_without_a_year_is_found_on_its_own() -> None:
    day = find_day_without_year("20.02. 14:05")
    assert day is not None
    assert (day.year, day.numbers) == (None, (20, 2))
    assert find_day_without_year("12:30") is None
