from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.limits import pacing
from crawler.limits.pacing import HostHistory, Pace

DELAYS = st.floats(0, 3600, allow_nan=False)
PACES = st.builds(Pace, delay_s=DELAYS, concurrency=st.integers(1, 64))
URL, OTHER = "https://gazette.example/1", "https://gazette.example/2"


@given(st.lists(PACES, min_size=1, max_size=5))
def test_the_slowest_pace_keeps_every_promise(paces: list[Pace]) -> None:
    slowest = pacing.slowest(paces)
    assert all(slowest.delay_s >= pace.delay_s for pace in paces)
    assert all(slowest.concurrency <= pace.concurrency for pace in paces)
    assert pacing.slowest(reversed(paces)) == slowest


@given(DELAYS, DELAYS)
def test_a_refusal_never_makes_a_site_faster(slowed_s: float, base_s: float) -> None:
    slower_s = pacing.slower(slowed_s, base_s)
    assert slower_s >= base_s
    assert slower_s >= min(slowed_s, pacing.MOST_SLOWED_S)
    assert pacing.slowed(Pace(delay_s=base_s, concurrency=8), slower_s).concurrency == 1


@given(DELAYS, st.integers(1, 12))
def test_a_site_recovers_step_by_step_and_wholly(base_s: float, refusals: int) -> None:
    slowed_s = 0.0
    for _ in range(refusals):
        slowed_s = pacing.slower(slowed_s, base_s)
    steps = []
    while slowed_s:
        steps.append(slowed_s)
        slowed_s = pacing.faster(slowed_s, base_s)
    assert steps == sorted(steps, reverse=True)
    assert all(later >= 0.79 * earlier for earlier, later in pairwise(steps))
    assert len(steps) < 40


@given(st.floats(0, pacing.MOST_SLOWED_S), st.floats(0, 86_400), st.floats(0, 86_400))
def test_what_a_site_refused_fades_and_is_forgotten(
    slowed_s: float, age_s: float, more_s: float
) -> None:
    left_s = pacing.remembered(slowed_s, age_s)
    assert pacing.remembered(slowed_s, age_s + more_s) <= left_s <= slowed_s
    assert pacing.remembered(slowed_s, -age_s) == left_s, "the clock was set back"
    assert not pacing.remembered(slowed_s, 9 * 3600)


def test_the_first_refusal_counts_where_no_delay_is_set() -> None:
    assert pacing.slower(0.0, 0.0) == pacing.LEAST_SLOWED_S
    assert pacing.slower(0.0, 1.0) == 2.0


def test_a_crawl_delay_lets_one_request_pass_at_a_time() -> None:
    pace = pacing.with_crawl_delay(Pace(delay_s=1, concurrency=4), 5)
    assert (pace.delay_s, pace.concurrency, pace.jitter) == (5, 1, 0)


def test_too_many_requests_is_always_said_of_the_host() -> None:
    history = pacing.answered(HostHistory(), 1.0)
    assert pacing.scope_of_pause(history, 429, URL) == "host"


def test_a_page_out_of_service_is_not_its_host() -> None:
    history = pacing.answered(HostHistory(), 1.0)
    assert pacing.scope_of_pause(history, 503, URL) == "page"
    again = pacing.paused(history, URL)
    assert pacing.scope_of_pause(again, 503, URL) == "page"
    assert pacing.scope_of_pause(again, 503, OTHER) == "host", "two in a row"
    assert pacing.scope_of_pause(pacing.answered(again, 2.0), 503, OTHER) == "page"


def test_a_host_that_refuses_one_page_after_the_other_is_refusing() -> None:
    history = HostHistory()
    for _ in range(10):
        history = pacing.refused(history, URL)
    assert not history.is_refusing, "one page, again and again"
    for number in range(pacing.REFUSED_URLS):
        history = pacing.refused(history, f"{URL}{number}")
    assert history.is_refusing
    assert pacing.answered(history, 1.0, is_page=False).is_refusing, "robots.txt is always there"
    assert not pacing.answered(history, 1.0).is_refusing


@pytest.mark.parametrize(
    ("status", "wait_s", "refusal"),
    [
        (429, None, 429),
        (503, None, 503),
        (403, None, None),
        (403, 30.0, 429),
        (500, 30.0, 503),
        (500, None, None),
        (502, None, 503),
        (504, None, 503),
        (522, None, 503),
        (403, 0.0, None),
        (404, 30.0, None),
        (410, 30.0, None),
        (200, 30.0, None),
        (301, 30.0, None),
    ],
)
def test_an_error_that_names_a_time_to_come_back_is_a_refusal(
    status: int, wait_s: float | None, refusal: int | None
) -> None:
    assert pacing.refusal(status, wait_s) == refusal


def test_a_host_that_only_refuses_is_out_of_service() -> None:
    assert pacing.scope_of_pause(HostHistory(), 503, URL) == "host"
    after_robots = pacing.answered(HostHistory(), 1.0, is_page=False)
    assert pacing.scope_of_pause(after_robots, 503, URL) == "host"


def test_one_page_without_an_answer_does_not_make_a_host_silent() -> None:
    history = HostHistory()
    for _ in range(10):
        history = pacing.unanswered(history, URL, 1.0)
    assert not history.is_silent
    for number in range(pacing.SILENT_URLS):
        history = pacing.unanswered(history, f"{URL}{number}", 1.0)
    assert history.is_silent
    assert not pacing.answered(history, 2.0).is_silent


def test_a_host_that_answers_others_meanwhile_is_not_silent() -> None:
    history = pacing.answered(HostHistory(), 5.0)
    for number in range(10):
        history = pacing.unanswered(history, f"{URL}{number}", asked_at=4.0)
    assert not history.is_silent
    for number in range(10):
        history = pacing.unanswered(history, f"{URL}{number}", asked_at=5.0)
    assert history.is_silent
