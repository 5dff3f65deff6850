"""Formats that programs write."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.machine_formats import read_machine_format

OTHER = {
    "words": "20 February 2025",
    "figures with the day first": "20.02.2025",
    "more behind it": "2025-02-20 and more",
    "no such day": "2025-02-30",
    "no such hour": "2025-02-20T25:00:00Z",
    "month of another language": "Do, 20 Mai 2025 10:00:00 +0100",
    "zone that needs a table": "Thu, 20 Feb 2025 23:36:00 EST",
    "other digits": "٢٠٢٥-٠٢-٢٠",
    "empty": "",
}


def test_time_keeps_its_zone() -> None:
    found = read_machine_format("Thu, 20 Feb 2025 23:36:00 GMT")
    assert found is not None
    assert (found.value, found.precision) == (datetime(2025, 2, 20, 23, 36, tzinfo=UTC), "second")


def test_time_without_a_zone_has_none() -> None:
    found = read_machine_format("2025-02-20T23:36")
    assert found is not None
    assert isinstance(found.value, datetime)
    assert found.value.tzinfo is None
    assert found.precision == "minute"


def test_day_has_no_time() -> None:
    found = read_machine_format("2025-02-20")
    assert found is not None
    assert (found.value, found.precision) == (date(2025, 2, 20), "day")


def test_json_date_of_dotnet_is_read() -> None:
    found = read_machine_format("/Date(1740094560000)/")
    assert found is not None
    assert found.value == datetime(2025, 2, 20, 23, 36, tzinfo=UTC)


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_text_in_another_form_is_left_to_others(text: str) -> None:
    assert read_machine_format(text) is None


@given(st.text(max_size=40))
def test_any_text_is_tried_without_an_error(text: str) -> None:
    read_machine_format(text)
