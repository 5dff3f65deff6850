"""How far long work has come, told on stderr."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from crawler.cli.console import Console
from crawler.cli.presentation import counted, format_seconds

_LIVELY_INTERVAL_S = 0.2
_RATE_WINDOW_S = 15.0


class ProgressLine:
    """How far long work has come: one line, rewritten on a terminal, else told now and then."""

    def __init__(
        self,
        console: Console,
        clock: Callable[[], float],
        unit: str = "pages",
        plain_interval_s: float = 30.0,
    ) -> None:
        """Start counting.

        Args:
            console: where the line goes.
            clock: returns seconds that only grow (``time.monotonic``).
            unit: what is counted.
            plain_interval_s: seconds between two lines where none can be rewritten.
        """
        self._console = console
        self._clock = clock
        self._unit = unit
        self._interval_s = _LIVELY_INTERVAL_S if console.is_lively else plain_interval_s
        self._started = clock()
        self._last_told = self._started
        self._samples: deque[tuple[float, int]] = deque([(self._started, 0)])
        self._latest: _Counts | None = None

    def update(
        self, *, done: int, queued: int | None = None, errors: int = 0, total: int | None = None
    ) -> None:
        """Take in the counts and show them when it is time to.

        ``queued`` is what is known to wait; ``total`` is all there is to do, where that is known:
        then the time left is shown.
        """
        now = self._clock()
        self._latest = _Counts(done=done, queued=queued, errors=errors, total=total)
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[1][0] >= _RATE_WINDOW_S:
            self._samples.popleft()
        if now - self._last_told >= self._interval_s:
            self._last_told = now
            self._tell(now)

    def finish(self) -> None:
        """Take the line away; the verb says itself how it ended."""
        if self._console.is_lively and not self._console.settings.is_quiet:
            self._console.status("")

    def _tell(self, now: float) -> None:
        if self._console.settings.is_quiet or self._latest is None:
            return
        rate = self._rate(now)
        line = self._latest.line(self._unit, rate)
        if self._console.is_lively:
            self._console.status(line)
        else:
            self._console.progress(line, **self._latest.fields(rate))

    def _rate(self, now: float) -> float:
        then, done_then = self._samples[0]
        seconds = now - then
        done = 0 if self._latest is None else self._latest.done
        return (done - done_then) / seconds if seconds > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    done: int
    queued: int | None
    errors: int
    total: int | None

    def line(self, unit: str, rate: float) -> str:
        of_total = "" if self.total is None else f"/{self.total:,}"
        parts = [f"{self.done:,}{of_total} {unit}", f"{rate:.1f}/s"]
        if self.queued is not None:
            parts.append(f"{self.queued:,} queued")
        parts.append(counted(self.errors, "error"))
        seconds_left = self.seconds_left(rate)
        if seconds_left is not None:
            parts.append(f"{format_seconds(seconds_left)} left")
        return " · ".join(parts)

    def seconds_left(self, rate: float) -> int | None:
        if self.total is None or rate <= 0 or self.done >= self.total:
            return None
        return round((self.total - self.done) / rate)

    def fields(self, rate: float) -> dict[str, object]:
        return {
            "done": self.done,
            "total": self.total,
            "queued": self.queued,
            "errors": self.errors,
            "per_second": round(rate, 1),
            "seconds_left": self.seconds_left(rate),
        }
