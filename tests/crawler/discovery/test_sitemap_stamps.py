from datetime import UTC, datetime

import pytest

from crawler.discovery.sitemap_stamps import has_passed, is_believable
from pipelines.items import Entry

SAID = "2025-11-24T12:00:00+00:00"


def entry(date: str | None = None, modified: str | None = None) -> Entry:
    return Entry(url="https://gazette.example/1", date_raw=date, date_modified_raw=modified)


@pytest.mark.parametrize(
    ("said", "entries", "believable"),
    [
        (SAID, [entry(SAID)], True),
        (SAID, [entry("2025-11-24"), entry(None, "2025-11-24T10:00Z")], True),
        (SAID, [entry("2025-11-24T13:30:00+01:00")], False),
        (SAID, [entry(SAID), entry(None, "2025-11-24T12:00:01Z")], False),
        (SAID, [entry("2025-11-25")], False),
        ("2025-11-24", [entry("2025-11-24T23:00:00-08:00")], True),
        ("2025-11-24", [entry("2025-11-26")], False),
        (SAID, [entry()], False),
        (SAID, [entry("yesterday")], False),
        (SAID, [], False),
        ("lately", [entry(SAID)], False),
        (None, [entry(SAID)], False),
    ],
)
def test_an_index_is_believed_that_no_story_contradicts(
    said: str | None, entries: list[Entry], *, believable: bool
) -> None:
    assert is_believable(said, entries) is believable


@pytest.mark.parametrize(
    ("said", "hour", "passed"),
    [
        (SAID, 13, True),
        (SAID, 11, False),
        ("2025-11-23", 11, False),
        ("2025-11-23", 13, True),
        ("2025-11-24", 23, False),
        ("lately", 23, False),
    ],
)
def test_a_day_is_over_when_it_is_over_everywhere(said: str, hour: int, *, passed: bool) -> None:
    assert has_passed(said, datetime(2025, 11, 24, hour, tzinfo=UTC)) is passed
