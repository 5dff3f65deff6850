"""The loop of a watch: wait, start a round, see it end, and again."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from crawler.sources import Source
from crawler.watching.agenda import Agenda, RoundEnd, States
from crawler.watching.counts import sources_done
from crawler.watching.signals import Signals

MAX_ROUND_S = 900.0
"""A round that takes longer is ended in order when other sources are due: it goes on later."""
_LOOK_S = 60.0
"""The agenda is looked at as often: the clock may be set, the machine may have slept."""


class Round(Protocol):
    """A round that runs: ``RoundProcess``."""

    ids: tuple[str, ...]

    @property
    def is_cut_short(self) -> bool:
        """Whether it was told to end."""

    def descriptors(self) -> list[int]:
        """Return what can be read when there is news."""

    def news(self) -> Iterator[Mapping[str, Any]]:
        """Yield what it told since the last call."""

    def code(self) -> int | None:
        """Return its exit code, ``None`` while it runs."""

    def end(self) -> None:
        """Ask it to end in order."""

    def kill(self) -> None:
        """End it now."""

    def close(self) -> int:
        """Wait for it and return its exit code."""


class Desk(Protocol):
    """What a watch needs of the world around it."""

    def sources(self) -> tuple[Source, ...]:
        """Return the sources that are watched."""

    def states(self) -> States:
        """Return what is known of them."""

    def now(self) -> datetime:
        """Return the time, UTC."""

    def start(self, ids: tuple[str, ...]) -> Round:
        """Start a round."""

    def reload(self) -> None:
        """Read the configuration again; keep the old one, and say so, when it is broken."""

    def told(self, news: Mapping[str, Any]) -> None:
        """Take what a round told."""

    def round_ended(self, end: RoundEnd, states: States, wait_s: float) -> None:
        """Tell how a round ended and when the next one is due."""

    def source_crashed(self, source_id: str, code: int) -> None:
        """Write down that a round of this source alone died."""


@dataclass(slots=True, kw_only=True)
class Watcher:
    """Crawls the sources of a desk when they are due, until a signal asks for the end."""

    desk: Desk
    agenda: Agenda
    signals: Signals
    monotonic: Callable[[], float] = time.monotonic
    grace_s: float = 60.0
    max_round_s: float = MAX_ROUND_S

    def run(self) -> int:
        """Watch and return the signal that asked for the end."""
        with self.signals.listening():
            while self.signals.stop is None:
                self._reload_if_asked()
                self._step()
            return self.signals.stop

    def _step(self) -> None:
        sources, states, now = self.desk.sources(), self.desk.states(), self.desk.now()
        ids = self.agenda.next_round(sources, states, now)
        if ids:
            self._crawl(ids, states)
        else:
            # At least a moment: a wait that rounds to nothing must not spin.
            wait_s = max(self.agenda.wait_s(sources, states, now), 0.05)
            self.signals.wait(min(wait_s, _LOOK_S))

    def _crawl(self, ids: tuple[str, ...], before: States) -> None:
        begun_at = self.desk.now()
        running = self.desk.start(ids)
        try:
            code, done = self._see_it_end(running, begun_at)
        except BaseException:
            running.kill()
            running.close()
            raise
        after, now = self.desk.states(), self.desk.now()
        end = RoundEnd(ids=ids, code=code, is_cut_short=running.is_cut_short, done=done)
        if end.is_crash and len(ids) == 1:
            self.desk.source_crashed(ids[0], code)
            after = self.desk.states()
        self.agenda.ended(end, before, after, now)
        wait_s = self.agenda.wait_s(self.desk.sources(), after, now)
        self.desk.round_ended(end, after, wait_s)

    def _see_it_end(self, running: Round, begun_at: datetime) -> tuple[int, frozenset[str]]:
        """Return the exit code of a round, and the sources that it came to the end of."""
        started = self.monotonic()
        stopped_at: float | None = None
        done: frozenset[str] = frozenset()
        while running.code() is None:
            self.signals.wait(1.0, running.descriptors())
            done = self._listen(running, done)
            self._reload_if_asked()
            now = self.monotonic()
            if self.signals.stop is not None:
                stopped_at = stopped_at or now
                self._stop(running, now - stopped_at)
            elif now - started > self.max_round_s and not running.is_cut_short:
                self._let_others_come(running, done, begun_at)
        done = self._listen(running, done)
        return running.close(), done

    def _listen(self, running: Round, done: frozenset[str]) -> frozenset[str]:
        """Hand on what a round tells, and return the sources that it came to the end of by now."""
        for news in running.news():
            self.desk.told(news)
            done = sources_done(news)
        return done

    def _stop(self, running: Round, seconds: float) -> None:
        if self.signals.stops > 1 or seconds > self.grace_s:
            running.kill()
        elif not running.is_cut_short:
            running.end()

    def _let_others_come(self, running: Round, done: frozenset[str], begun_at: datetime) -> None:
        """End a round when sources are due that are not in it, or that it has done with."""
        sources, states, now = self.desk.sources(), self.desk.states(), self.desk.now()
        others = [source for source in sources if source.id not in running.ids]
        ready = [source for source in sources if source.id in done]
        if self.agenda.next_round(others, states, now) or (
            done != frozenset(running.ids)
            and self.agenda.is_due_again(ready, states, begun_at, now)
        ):
            running.end()

    def _reload_if_asked(self) -> None:
        if self.signals.take_reload():
            self.desk.reload()
            self.agenda.forget_rests()
