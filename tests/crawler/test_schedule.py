import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.schedule import (
    BACK_OFF_BASE_S,
    HALF_LIFE_S,
    MAX_BACK_OFF_S,
    MAX_EARLY_S,
    Bounds,
    Rhythm,
    is_due,
    learned_interval_s,
    next_due,
    observe,
)

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
    assert is_due(NOON, 3600, failures, due - timedelta(seconds=MAX_EARLY_S))
    assert not is_due(NOON, 3600, failures, due - timedelta(seconds=MAX_EARLY_S + 1))


@pytest.mark.parametrize(
    ("interval_s", "failures", "wait_s"), [(300, 1, 600), (300, 9, 3600), (7200, 9, 7200)]
)
def test_a_source_is_not_left_alone_for_long_where_no_server_answered(
    interval_s: int, failures: int, wait_s: int
) -> None:
    due = NOON + timedelta(seconds=wait_s)
    assert next_due(NOON, interval_s, failures, is_outage=True) == due
    assert is_due(NOON, interval_s, failures, due, is_outage=True)


def test_a_short_interval_is_due_little_early() -> None:
    assert is_due(NOON, 60, 0, NOON + timedelta(seconds=54))
    assert not is_due(NOON, 60, 0, NOON + timedelta(seconds=53))


@pytest.mark.parametrize("failures", [0, 3], ids=["healthy", "failing"])
def test_a_clock_that_was_set_back_puts_no_source_to_sleep(failures: int) -> None:
    assert is_due(NOON + timedelta(seconds=1), 3600, failures, NOON)
    assert is_due(NOON + timedelta(days=365), 3600, failures, NOON)
    assert not is_due(NOON, 3600, failures, NOON)


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


RHYTHMS = st.builds(
    Rhythm, stories=st.floats(0, 1e6), seconds=st.floats(0, HALF_LIFE_S / math.log(2))
)
BOUNDS = st.tuples(st.integers(1, 86400), st.integers(1, 86400)).map(
    lambda pair: Bounds(min_s=min(pair), max_s=max(pair))
)
STORIES = st.integers(0, 10**4)
ELAPSED = st.floats(0, 30 * 86400)


@given(RHYTHMS, BOUNDS)
def test_a_learned_interval_keeps_its_bounds(rhythm: Rhythm, bounds: Bounds) -> None:
    assert bounds.min_s <= learned_interval_s(rhythm, bounds) <= bounds.max_s


@given(RHYTHMS, BOUNDS, STORIES, STORIES, ELAPSED)
def test_more_stories_never_make_the_interval_longer(
    rhythm: Rhythm, bounds: Bounds, some: int, more: int, elapsed_s: float
) -> None:
    few, many = sorted((some, more))
    quiet, busy = (observe(rhythm, count, elapsed_s) for count in (few, many))
    assert learned_interval_s(busy, bounds) <= learned_interval_s(quiet, bounds)


@given(RHYTHMS, STORIES, ELAPSED, ELAPSED)
def test_what_was_seen_does_not_depend_on_where_a_silent_stretch_is_cut(
    rhythm: Rhythm, stories: int, first_s: float, second_s: float
) -> None:
    whole = observe(rhythm, stories, first_s + second_s)
    cut = observe(observe(rhythm, 0, first_s), stories, second_s)
    assert cut.stories == pytest.approx(whole.stories)
    assert cut.seconds == pytest.approx(whole.seconds, abs=1e-3)


@given(st.floats(600, 43200))
def test_a_steady_source_is_asked_about_as_often_as_it_brings_a_story(every_s: float) -> None:
    rhythm = Rhythm()
    for _ in range(math.ceil(10 * HALF_LIFE_S / every_s)):
        rhythm = observe(rhythm, 1, every_s)
    interval_s = learned_interval_s(rhythm, Bounds(min_s=1, max_s=10**6))
    assert 0.8 * every_s <= interval_s <= 1.3 * every_s


def test_a_source_that_nobody_has_watched_is_asked_every_hour() -> None:
    assert learned_interval_s(Rhythm(), Bounds()) == 3600


@pytest.mark.parametrize(
    ("fresh_s", "interval_s"), [(0, 300), (200, 300), (900, 900), (10**6, 3600)]
)
def test_a_busy_source_is_not_asked_while_its_answer_is_fresh(
    fresh_s: int, interval_s: int
) -> None:
    busy = Rhythm(stories=1000.0, seconds=86_400.0)
    assert learned_interval_s(busy, Bounds(), fresh_s) == interval_s
    assert learned_interval_s(busy, Bounds(min_s=1, max_s=60), fresh_s) == 60


def test_a_source_that_falls_silent_is_asked_as_seldom_as_the_bounds_allow() -> None:
    busy = Rhythm(stories=900.0, seconds=HALF_LIFE_S)
    assert learned_interval_s(busy, Bounds()) == 300
    assert learned_interval_s(observe(busy, 0, 30 * 86400), Bounds()) == 6 * 3600
