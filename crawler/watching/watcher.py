"""The loop of a watch: wait, start a round, see it end, and again."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from crawler.configuration.sources import Source
from crawler.watching.agenda import Agenda, RoundEnd, States
from crawler.watching.signals import Signals

MAX_ROUND_S = 900.0
"""A round that takes longer is ended in order, and what is left goes on in the next one: no process
stays for ever, and what came of a round is told to others once it has ended."""
_MAX_ROUND_APART_S = 300.0
"""The same where sources are due that cannot join, as its own are kept apart."""
_LOOK_AT_DUE_S = 5.0
"""So often it is looked which sources are due while a round runs."""
_LOOK_S = 60.0
"""The agenda is looked at as often: the clock may be set, the machine may have slept."""


class Round(Protocol):
    """A round that runs: ``RoundProcess``."""

    ids: tuple[str, ...]
    """The sources that it was started for."""
    joined: tuple[str, ...]
    """Those that it was asked to read besides, since."""
    joinings: int
    """How often it was asked."""

    @property
    def is_cut_short(self) -> bool:
        """Whether it was told to end."""

    def descriptors(self) -> list[int]:
        """Return what can be read when there is news."""

    def news(self) -> Iterator[Mapping[str, Any]]:
        """Yield what it told since the last call."""

    def join(self, ids: tuple[str, ...]) -> None:
        """Have it read some sources too, or once more."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Progress:
    """What the running round told last of its sources."""

    ids: tuple[str, ...] = ()
    """Its sources; none: it has not begun yet."""
    joinings: int = 0
    """How many of the requests that sources join it has it taken."""
    reading: frozenset[str] = frozenset()
    """Sources whose documents are on their way."""
    done: frozenset[str] = frozenset()
    """Sources of which nothing is on its way any more."""


def _progress(news: Mapping[str, Any]) -> _Progress:
    return _Progress(
        ids=tuple(news.get("ids", ())),
        joinings=news.get("joinings", 0),
        reading=frozenset(news.get("reading", ())),
        done=frozenset(news.get("done", ())),
    )


@dataclass(slots=True, kw_only=True)
class Watcher:
    """Crawls the sources of a desk when they are due, until a signal asks for the end."""

    desk: Desk
    agenda: Agenda
    signals: Signals
    monotonic: Callable[[], float] = time.monotonic
    grace_s: float = 60.0
    max_round_s: float = MAX_ROUND_S
    _is_out_of_date: bool = field(default=False, init=False)
    """The running round has the configuration of an earlier time."""

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
        self._is_out_of_date = False
        running = self.desk.start(ids)
        self.agenda.begun(ids)
        try:
            code, told = self._see_it_end(running)
        except BaseException:
            running.kill()
            running.close()
            raise
        after, now = self.desk.states(), self.desk.now()
        all_ids = tuple(dict.fromkeys((*ids, *told.ids)))
        is_cut = running.is_cut_short
        end = RoundEnd(ids=all_ids, code=code, is_cut_short=is_cut, done=told.done)
        if end.is_crash and len(all_ids) == 1:
            self.desk.source_crashed(all_ids[0], code)
            after = self.desk.states()
        self.agenda.ended(end, before, after, now)
        self.agenda.go_on(set(running.joined) - set(all_ids))  # they came too late
        wait_s = self.agenda.wait_s(self.desk.sources(), after, now)
        self.desk.round_ended(end, after, wait_s)

    def _see_it_end(self, running: Round) -> tuple[int, _Progress]:
        """Return the exit code of a round, and what it told last."""
        started = looked_at = self.monotonic()
        stopped_at: float | None = None
        told = _Progress()
        while running.code() is None:
            self.signals.wait(1.0, running.descriptors())
            told = self._listen(running, told)
            self._reload_if_asked()
            now = self.monotonic()
            if self.signals.stop is not None:
                stopped_at = stopped_at or now
                self._stop(running, now - stopped_at)
            elif now - looked_at >= _LOOK_AT_DUE_S and not running.is_cut_short:
                looked_at = now
                self._let_others_come(running, told, now - started)
        told = self._listen(running, told)
        return running.close(), told

    def _listen(self, running: Round, told: _Progress) -> _Progress:
        """Hand on what a round tells, and return what it told last."""
        for news in running.news():
            self.desk.told(news)
            told = _progress(news)
        return told

    def _stop(self, running: Round, seconds: float) -> None:
        if self.signals.stops > 1 or seconds > self.grace_s:
            running.kill()
        elif not running.is_cut_short:
            running.end()

    def _let_others_come(self, running: Round, told: _Progress, age_s: float) -> None:
        """Let sources that are due join a round, or end it when they cannot, or it is old.

        Those are not due that it reads now, or was asked to read and has not come to.
        """
        busy = {*running.ids} if not told.ids else told.reading
        if running.joinings != told.joinings:
            busy = {*busy, *running.joined}
        sources = [
            s for s in self.desk.sources() if s.id not in busy and self.agenda.is_open((s.id,))
        ]
        ids = self.agenda.next_round(sources, self.desk.states(), self.desk.now())
        is_apart = not self.agenda.is_open(running.ids)
        is_closed = self._is_out_of_date or (is_apart and age_s > _MAX_ROUND_APART_S)
        if age_s > self.max_round_s or (ids and is_closed):
            running.end()
        elif ids and told.ids and not is_apart:
            running.join(ids)
            self.agenda.begun(ids)

    def _reload_if_asked(self) -> None:
        if self.signals.take_reload():
            self.desk.reload()
            self.agenda.forget_rests()
            self._is_out_of_date = True
