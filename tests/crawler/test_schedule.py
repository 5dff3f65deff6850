from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.schedule import BACK_OFF_BASE_S, MAX_BACK_OFF_S, is_due, next_due

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
INTERVALS = st.integers(60, 30 * 86400)
FAILURES = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("last_checked", "interval_s", "failures"),
    [(None, 3600, 0), (None, None, 0), (NOON, None, 0), (NOON, None, 9)],
    ids=["never asked", "never asked, no interval", "no interval", "no interval, failing"],
)
def test_such_sources_are_always_due(
    last_checked: datetime | None, interval_s: int | None, failures: int
) -> None:
    assert next_due(last_checked, interval_s, failures) is None
    assert is_due(last_checked, interval_s, failures, NOON)


@pytest.mark.parametrize(
    ("failures", "wait_s"),
    [(0, 3600), (1, 7200), (2, 14400), (20, 86400)],
    ids=["healthy", "failed once", "failed twice", "failing for long"],
)
def test_a_source_waits_its_interval_and_longer_when_it_fails(failures: int, wait_s: int) -> None:
    due = NOON + timedelta(seconds=wait_s)
    assert next_due(NOON, 3600, failures) == due
    assert is_due(NOON, 3600, failures, due)
    assert not is_due(NOON, 3600, failures, due - timedelta(seconds=1))


def test_a_short_interval_backs_off_from_a_base() -> None:
    assert next_due(NOON, 60, 1) == NOON + timedelta(seconds=2 * BACK_OFF_BASE_S)


@given(INTERVALS, FAILURES)
def test_the_wait_is_bounded_and_never_under_the_interval(interval_s: int, failures: int) -> None:
    due = next_due(NOON, interval_s, failures)
    assert due is not None
    assert interval_s <= (due - NOON).total_seconds() <= max(interval_s, MAX_BACK_OFF_S)


@given(INTERVALS, FAILURES)
def test_another_failure_never_brings_a_source_forward(interval_s: int, failures: int) -> None:
    earlier, later = (next_due(NOON, interval_s, f) for f in (failures, failures + 1))
    assert earlier is not None
    assert later is not None
    assert earlier <= later
