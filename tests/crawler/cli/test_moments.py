import argparse
from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from crawler.cli.moments import read_moment

NOW = datetime(2026, 11, 24, 0, 30, tzinfo=timezone(timedelta(hours=1)))
"""In UTC it is still the day before."""

MOMENTS: dict[str, datetime] = {
    "2026-11-24": datetime(2026, 11, 24, 23, tzinfo=UTC),
    "20261124": datetime(2026, 11, 24, 23, tzinfo=UTC),
    "2026-11-24T12:00:00": datetime(2026, 11, 24, 12, tzinfo=UTC),
    "2026-11-24 12:00+01:00": datetime(2026, 11, 24, 11, tzinfo=UTC),
    "today": datetime(2026, 11, 23, 23, tzinfo=UTC),
    "yesterday": datetime(2026, 11, 22, 23, tzinfo=UTC),
    "90m": datetime(2026, 11, 23, 22, tzinfo=UTC),
    "7d": datetime(2026, 11, 16, 23, 30, tzinfo=UTC),
}


@pytest.mark.parametrize(("text", "moment"), MOMENTS.items(), ids=MOMENTS)
def test_moment_is_in_utc(text: str, moment: datetime) -> None:
    found = read_moment(text, time(23), NOW)
    assert found == moment
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["", "soon", "24.11.2026", "2026", "45", "-1d", "9999w", "0001-01-01T00:00:00+05:00"]
)
def test_what_is_no_moment_is_told_with_what_is(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="must be a date such as 2026-11-24"):
        read_moment(text, time.min, NOW)
