from datetime import UTC, datetime, timedelta, timezone

from crawler.state.moments import from_seconds, to_seconds


def test_a_moment_comes_back_in_utc_without_its_fraction() -> None:
    moment = datetime(2026, 11, 24, 13, 0, 5, 900_000, tzinfo=timezone(timedelta(hours=1)))
    assert from_seconds(to_seconds(moment)) == datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC)
