"""What a run downloaded, in numbers that only grow."""

from collections import Counter
from dataclasses import dataclass, field

LATENCY_BOUNDS_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of latency; the last class has none."""


@dataclass(slots=True, kw_only=True)
class Measures:
    """Counts of responses."""

    responses: Counter[str] = field(default_factory=Counter)
    """By status."""
    response_bytes: int = 0
    """Of bodies, as they came out of their compression."""
    latencies: list[int] = field(default_factory=lambda: [0] * (len(LATENCY_BOUNDS_S) + 1))
    """Responses of each class of latency."""
    latency_sum_s: float = 0.0

    def add(self, status: int, size: int, latency_s: float | None) -> None:
        """Count one response; ``None``: nobody took its time."""
        self.responses[str(status)] += 1
        self.response_bytes += size
        if latency_s is not None:
            slower = sum(latency_s > bound for bound in LATENCY_BOUNDS_S)
            self.latencies[slower] += 1
            self.latency_sum_s += latency_s

    def as_json(self) -> dict[str, object]:
        """Return the counts as plain values."""
        return {
            "responses": dict(self.responses),
            "response_bytes": self.response_bytes,
            "latencies": list(self.latencies),
            "latency_sum_s": round(self.latency_sum_s, 3),
        }
