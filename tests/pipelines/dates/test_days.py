import pytest

from pipelines.dates.days import CalendarDay
from pipelines.dates.findings import find_date


@pytest.mark.parametrize(
    ("line", "is_month"),
    [("February 2025", True), ("3 February 2025", False), ("03.02.2025", False)],
)
def test_month_is_named_without_a_day_in_words_or_numbers(line: str, is_month: bool) -> None:
    finding = find_date(line)
    assert finding is not None
    assert isinstance(finding.day, CalendarDay)
    assert finding.day.is_month is is_month
