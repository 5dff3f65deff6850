"""What a watch has done since it started, added up over its rounds: the numbers behind metrics."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.measures import LATENCY_BOUNDS_S

_OUTCOMES = ("new", "updated", "unchanged", "duplicates", "retry_later")


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A state of the counts. Only ``queued`` can fall."""

    pages: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By source and outcome."""
    rejections: Counter[str] = field(default_factory=Counter)
    """By reason."""
    responses: Counter[str] = field(default_factory=Counter)
    """By status."""
    response_bytes: int = 0
    latencies: tuple[int, ...] = (0,) * (len(LATENCY_BOUNDS_S) + 1)
    latency_sum_s: float = 0.0
    rounds: Counter[str] = field(default_factory=Counter)
    """By how they ended."""
    queued: int = 0


class WatchCounts:
    """Adds up what rounds tell; a round tells its own counts again and again, each time larger.

    May be read from another thread than the one that adds.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done = Totals()
        self._running = Totals()

    def told(self, news: Mapping[str, Any]) -> None:
        """Take what the running round has told so far; it replaces what it told before."""
        running = _totals(news)
        with self._lock:
            self._running = running

    def round_ended(self, how: str) -> None:
        """Keep what the round told last, and count it by how it ended."""
        with self._lock:
            total = _sum(self._done, self._running)
            total.rounds[how] += 1
            self._done, self._running = total, Totals()

    def totals(self) -> Totals:
        """Return the counts as they stand."""
        with self._lock:
            return _sum(self._done, self._running)


def _sum(done: Totals, running: Totals) -> Totals:
    return Totals(
        pages=done.pages + running.pages,
        rejections=done.rejections + running.rejections,
        responses=done.responses + running.responses,
        response_bytes=done.response_bytes + running.response_bytes,
        latencies=tuple(a + b for a, b in zip(done.latencies, running.latencies, strict=True)),
        latency_sum_s=done.latency_sum_s + running.latency_sum_s,
        rounds=done.rounds + running.rounds,
        queued=running.queued,
    )


def _totals(news: Mapping[str, Any]) -> Totals:
    measures = news.get("measures", {})
    pages: Counter[tuple[str, str]] = Counter()
    rejections: Counter[str] = Counter()
    for source_id, result in news.get("sources", {}).items():
        for outcome in _OUTCOMES:
            pages[source_id, outcome] = result[outcome]
        pages[source_id, "rejected"] = sum(result["rejected"].values())
        rejections.update(result["rejected"])
    return Totals(
        pages=+pages,
        rejections=rejections,
        responses=Counter(measures.get("responses", {})),
        response_bytes=measures.get("response_bytes", 0),
        latencies=tuple(measures.get("latencies", Totals().latencies)),
        latency_sum_s=measures.get("latency_sum_s", 0.0),
        queued=news.get("queued", 0),
    )
