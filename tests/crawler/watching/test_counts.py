from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.measures import LATENCY_BOUNDS_S
from crawler.run import SourceResult
from crawler.watching.counts import Totals, WatchCounts


def news(new: int, rejected: int = 0, queued: int = 0) -> dict[str, Any]:
    """What a round tells, as its process would."""
    result = SourceResult(new=new)
    result.rejected["http-404"] = rejected
    latencies = [new, *[0] * len(LATENCY_BOUNDS_S)]
    return {
        "queued": queued,
        "measures": {
            "responses": {"200": new},
            "response_bytes": 10 * new,
            "latencies": latencies,
            "latency_sum_s": 0.5 * new,
        },
        "sources": {"s": result.as_json()},
    }


def test_a_round_that_tells_more_and_more_is_counted_once() -> None:
    counts = WatchCounts()
    for told in (news(1, queued=5), news(3, 1, queued=2)):
        counts.told(told)
    totals = counts.totals()
    assert totals.pages == {("s", "new"): 3, ("s", "rejected"): 1}
    assert (totals.rejections, totals.queued) == ({"http-404": 1}, 2)
    assert (totals.responses, totals.response_bytes) == ({"200": 3}, 30)


def test_rounds_add_up_and_a_round_that_ended_has_no_queue() -> None:
    counts = WatchCounts()
    for how in ("success", "success", "crashed"):
        counts.told(news(2, queued=9))
        counts.round_ended(how)
    totals = counts.totals()
    assert totals.pages["s", "new"] == 6
    assert totals.rounds == {"success": 2, "crashed": 1}
    assert (totals.latencies[0], totals.latency_sum_s, totals.queued) == (6, 3.0, 0)


def test_a_round_that_told_nothing_counts_as_a_round() -> None:
    counts = WatchCounts()
    counts.round_ended("locked")
    assert counts.totals() == Totals(rounds=counts.totals().rounds)
    counts.told({})
    assert counts.totals().queued == 0


@given(st.lists(st.lists(st.integers(0, 50), min_size=1).map(sorted), max_size=6))
def test_no_count_ever_falls(rounds: list[list[int]]) -> None:
    counts, last = WatchCounts(), 0
    for told in rounds:
        for new in told:
            counts.told(news(new))
            now = counts.totals().response_bytes
            assert now >= last
            last = now
        counts.round_ended("success")
        assert counts.totals().response_bytes == last
    assert last == sum(10 * told[-1] for told in rounds)
