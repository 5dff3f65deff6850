"""Times of day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.clocks import any_clock
from pipelines.dates.folding import fold_in_place

TIMES = {
    "colon": ("23:36", (23, 36, 0), "minute", False),
    "seconds": ("23:36:05", (23, 36, 5), "second", False),
    "leap second": ("23:59:60", (23, 59, 59), "second", False),
    "dot and Uhr": ("23.36 Uhr", (23, 36, 0), "minute", True),
    "hour and Uhr": ("14 Uhr", (14, 0, 0), "hour", False),
    "French": ("23h36", (23, 36, 0), "minute", False),
    "pm": ("2:05 pm", (14, 5, 0), "minute", True),
    "p.m. without minutes": ("2 p.m.", (14, 0, 0), "hour", True),
    "noon": ("12:05 pm", (12, 5, 0), "minute", True),
    "midnight": ("12:05 am", (0, 5, 0), "minute", True),
    "pm after thirteen is ignored": ("14:05 pm", (14, 5, 0), "minute", True),
    "Chinese afternoon": ("下午2:05", (14, 5, 0), "minute", True),
    "Korean digits": ("오후 2:05", (14, 5, 0), "minute", True),
    "zone": ("14:05 CET", (14, 5, 0), "minute", True),
    "span is no zone": ("14:00-15:00", (14, 0, 0), "minute", False),
}


@pytest.mark.parametrize(
    "line", ["Mittwoch 10:30", "Sa 12:05"], ids=["ends in ch", "Saturday in German"]
)
def test_word_before_a_time_is_no_half_of_the_day(line: str) -> None:
    clock = any_clock(line, fold_in_place(line))
    assert clock is not None
    assert clock.hour in {10, 12}
    assert not clock.is_marked


@pytest.mark.parametrize("case", TIMES)
def test_time_of_day_is_read(case: str) -> None:
    line, time, precision, is_marked = TIMES[case]
    clock = any_clock(line, fold_in_place(line))
    assert clock is not None
    assert (clock.hour, clock.minute, clock.second) == time
    assert clock.precision == precision
    assert clock.is_marked is is_marked


@pytest.mark.parametrize("line", ["24:00", "12:60", "1200", "12", "3.14159", "1.2.3", ""])
def test_number_is_no_time(line: str) -> None:
    assert any_clock(line, fold_in_place(line)) is None


@given(st.text(max_size=60))
def test_any_line_is_searched_without_an_error(line: str) -> None:
    clock = any_clock(line, fold_in_place(line))
    if clock is not None:
        assert 0 <= clock.hour < 24
        assert 0 <= clock.minute < 60
        assert 0 <= clock.second < 60
        assert 0 <= clock.start < clock.end <= len(line)
