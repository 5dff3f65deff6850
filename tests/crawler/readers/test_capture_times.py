from datetime import UTC, datetime

import pytest

from crawler.readers.capture_times import read_capture_time

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
FORMS = (
    "2024-03-05T12:00:00Z",
    "2024-03-05T13:00:00+01:00",
    "2024-03-05 12:00:00",
    "2024-03-05T12:00Z",
    "20240305T120000Z",
    "20240305120000",
    "1709640000",
    "1709640000.0",
    "1709640000000",
    "Tue, 05 Mar 2024 12:00:00 GMT",
    " 2024-03-05T12:00:00.000000000Z\n",
)


@pytest.mark.parametrize("text", FORMS)
def test_a_moment_is_read_in_all_its_forms(text: str) -> None:
    assert read_capture_time(text) == NOON
    assert read_capture_time(text).tzinfo is UTC


def test_a_part_of_a_date_is_its_beginning() -> None:
    assert read_capture_time("2024") == datetime(2024, 1, 1, tzinfo=UTC)
    assert read_capture_time("2024-03") == datetime(2024, 3, 1, tzinfo=UTC)
    assert read_capture_time("2024-03-05") == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "True", "99", "2024-13", "20241301000000", "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_moment_raises(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        read_capture_time(text)
