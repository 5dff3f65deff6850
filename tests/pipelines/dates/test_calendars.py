"""Calendars."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.calendars import gregorian

DAYS = {
    "Gregorian": ((2025, 2, 20), date(2025, 2, 20)),
    "Iranian": ((1403, 12, 2), date(2025, 2, 20)),
    "Iranian new year": ((1404, 1, 1), date(2025, 3, 21)),
    "Iranian leap day": ((1403, 12, 30), date(2025, 3, 20)),
    "Thai": ((2568, 2, 20), date(2025, 2, 20)),
    "before the Web": ((1989, 12, 31), None),
    "no such day": ((2025, 2, 29), None),
    "no such Iranian day": ((1403, 7, 31), None),
    "no such month": ((2025, 13, 1), None),
    "zero": ((0, 0, 0), None),
}


@pytest.mark.parametrize(("parts", "expected"), DAYS.values(), ids=DAYS)
def test_year_tells_the_calendar(parts: tuple[int, int, int], expected: date | None) -> None:
    assert gregorian(*parts) == expected


@given(st.integers(1369, 1498), st.integers(1, 12), st.integers(1, 28))
def test_iranian_days_follow_each_other(year: int, month: int, day: int) -> None:
    one, other = gregorian(year, month, day), gregorian(year, month, day + 1)
    assert one is not None
    assert other is not None
    assert (other - one).days == 1


@given(st.integers(), st.integers(), st.integers())
def test_any_numbers_give_a_day_of_the_web_or_none(year: int, month: int, day: int) -> None:
    found = gregorian(year, month, day)
    assert found is None or found.year >= 1990
