from datetime import UTC, datetime

import pytest

from crawler.discovery.moments import entry_moment, read_moment
from pipelines.items import Entry

_NOON = datetime(2025, 2, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "2025-02-20T12:00:00Z",
        "2025-02-20T13:00:00.250+01:00",
        " 2025-02-20 12:00 ",
        "Thu, 20 Feb 2025 12:00:00 GMT",
        "Thu, 20 Feb 2025 07:00:00 EST",
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


def test_an_entry_counts_by_its_publication_then_by_its_change() -> None:
    published, changed = "2025-02-20T12:00:00Z", "2025-02-21"
    both = Entry(url="https://a.example/", date_raw=published, date_modified_raw=changed)
    assert entry_moment(both) == _NOON
    assert entry_moment(Entry(url="https://a.example/", date_modified_raw=published)) == _NOON
    assert entry_moment(Entry(url="https://a.example/", date_raw="noon")) is None
