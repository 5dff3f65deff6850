from datetime import UTC, datetime

import pytest

from crawler.discovery.moments import read_moment

_NOON = datetime(2025, 2, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "2025-02-20T12:00:00Z",
        "2025-02-20T13:00:00.250+01:00",
        " 2025-02-20 12:00 ",
        "Thu, 20 Feb 2025 12:00:00 GMT",
        "1740052800",
    ],
)
def test_stamps_of_machines_are_moments(raw: str) -> None:
    assert read_moment(raw) == _NOON


def test_a_day_is_its_midnight() -> None:
    assert read_moment("2025-02-20") == _NOON.replace(hour=0)


@pytest.mark.parametrize("raw", [None, "", "yesterday", "20.02.2025", "2025-13-01"])
def test_other_texts_are_no_moment(raw: str | None) -> None:
    assert read_moment(raw) is None
