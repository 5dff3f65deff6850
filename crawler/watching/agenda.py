"""Which sources a watch crawls next. Decisions only: no clock, no process, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.configuration.sources import Source
from crawler.schedule import Bounds, learned_interval_s, next_due
from crawler.state.source_states import SourceState

SHARED_WINDOW_S = 60
"""Sources that are due within this many seconds share a round: each costs a process."""
_WINDOW = timedelta(seconds=SHARED_WINDOW_S)
LONGEST_REST_S = 3600
"""Seconds between two rounds at most when the rounds themselves fail."""
_FIRST_REST_S = 60

States = Mapping[str, SourceState]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnd:
    """How one round ended."""

    ids: tuple[str, ...]
    code: int
    """Exit code; negative for the signal that killed it."""
    is_cut_short: bool = False
    """The watch ended it before its time."""
    done: frozenset[str] = frozenset()
    """Sources that it came to the end of, as far as it told."""

    @property
    def is_crash(self) -> bool:
        """Whether the process failed as a whole, not some of its sources."""
        return self.code not in {0, 3, 5, 130, 143} and not self.is_cut_short


@dataclass(slots=True, kw_only=True)
class Agenda:
    """When the sources of a watch are due; what only this process knows stands beside the states.

    States tell what a round wrote down. A round that died wrote nothing: without the times kept
    here, it would be started again and again.
    """

    bounds: Bounds
    _not_before: dict[str, datetime] = field(default_factory=dict)
    _at_once: set[str] = field(default_factory=set)
    """Sources of a round that was ended to let others come."""
    _apart: list[frozenset[str]] = field(default_factory=list)
    """Halves of rounds that died: each in a round of its own, until the one is found that kills."""
    _is_turn_of_others: bool = True
    """Whether sources that are kept apart wait for others that are due. Each have their turn: in a
    busy watch others always are."""
    _crashes: int = 0
    """In a row."""
    _rest_until: datetime | None = None

    def due_at(self, source: Source, state: SourceState | None, now: datetime) -> datetime:
        """Return when a source is to be crawled; a time that has passed or ``now`` means now."""
        held = self._not_before.get(source.id)
        if held is not None and _is_rest(held, max(_FIRST_REST_S, self.bounds.min_s), now):
            return held
        if state is None or source.id in self._at_once or state.is_changed(source.reading_key):
            return now
        interval_s = self._interval_s(source, state)
        due = next_due(state.last_checked, interval_s, state.failures, is_outage=state.is_outage)
        # A clock that was set back must not put a source to sleep.
        is_ahead = state.last_checked is not None and state.last_checked > now
        return now if due is None or is_ahead else due

    def next_round(
        self, sources: Sequence[Source], states: States, now: datetime
    ) -> tuple[str, ...]:
        """Return the ids of the sources to crawl now, longest overdue first; none: nothing is."""
        if self._rest_end(now) is not None:
            return ()
        due = self._by_time(sources, states, now)
        if not due or due[0][0] > now:
            return ()
        # An interval that was asked for is kept; one that was guessed may be a little shorter.
        flexible = {source.id for source in sources if source.interval_s is None}
        together = [i for at, i in due if at <= now or (i in flexible and at <= now + _WINDOW)]
        others = [source_id for source_id in together if self.is_open((source_id,))]
        apart = [source_id for source_id in together if source_id not in others]
        if others and (self._is_turn_of_others or not apart):
            return tuple(others)
        group = self._group_of(apart[0])
        return tuple(source_id for source_id in apart if source_id in group)

    def is_open(self, ids: Iterable[str]) -> bool:
        """Return whether sources may share a round: those whose last one died are kept apart."""
        return not any(map(self._group_of, ids))

    def begun(self, ids: Iterable[str]) -> None:
        """Take in that sources are crawled now: what was undone is being done."""
        self._at_once.difference_update(ids)
        self._is_turn_of_others = not self.is_open(ids)

    def wait_s(self, sources: Sequence[Source], states: States, now: datetime) -> float:
        """Return the seconds until the next round can be due; 0 when it is."""
        times = self._by_time(sources, states, now)
        first = times[0][0] if times else now + timedelta(seconds=LONGEST_REST_S)
        rest_end = self._rest_end(now)
        at = first if rest_end is None else max(first, rest_end)
        return max((at - now).total_seconds(), 0.0)

    def ended(self, end: RoundEnd, before: States, after: States, now: datetime) -> None:
        """Take in how a round ended: what it did not come to is not due again at once."""
        for source_id in end.ids:
            self._at_once.discard(source_id)
            self._not_before.pop(source_id, None)
            was_read = _checked(before, source_id) != _checked(after, source_id)
            if end.is_cut_short and source_id not in end.done:
                self._at_once.add(source_id)
            elif not was_read:
                rest_s = _FIRST_REST_S if end.code == 5 else self.bounds.min_s
                self._not_before[source_id] = now + timedelta(seconds=rest_s)
        self._note_crash(end, now)

    def go_on(self, ids: Iterable[str]) -> None:
        """Let sources be due now, of which an earlier watch left something undone."""
        self._at_once.update(ids)

    def forget_rests(self) -> None:
        """Let everything that is only held back by this process be due again."""
        self._not_before.clear()
        self._rest_until = None

    def _interval_s(self, source: Source, state: SourceState) -> int:
        return source.interval_s or learned_interval_s(state.rhythm, self.bounds, state.fresh_s)

    def _rest_end(self, now: datetime) -> datetime | None:
        """Return until when no round is to begin, ``None`` when one may."""
        until = self._rest_until
        return until if until is not None and _is_rest(until, LONGEST_REST_S, now) else None

    def _note_crash(self, end: RoundEnd, now: datetime) -> None:
        if not end.is_crash:
            self._crashes, self._rest_until = 0, None
            self._take_out(end.done if end.is_cut_short else end.ids)
            return
        rest_s = min(_FIRST_REST_S * 2 ** min(self._crashes, 16), LONGEST_REST_S)
        self._crashes += 1
        self._rest_until = now + timedelta(seconds=rest_s)
        if len(end.ids) > 1:
            self._take_out(end.ids)
            middle = len(end.ids) // 2
            self._apart += [frozenset(end.ids[:middle]), frozenset(end.ids[middle:])]
            # What it had read is written down; what it had found there is not fetched yet.
            self._at_once.update(set(end.ids) - end.done)
            for source_id in end.ids:
                self._not_before.pop(source_id, None)

    def _group_of(self, source_id: str) -> frozenset[str]:
        """Return the sources that are kept apart with one; none: it is not."""
        return next((group for group in self._apart if source_id in group), frozenset())

    def _take_out(self, ids: Iterable[str]) -> None:
        """Keep sources apart from others no more."""
        self._apart = [rest for group in self._apart if (rest := group.difference(ids))]

    def _by_time(
        self, sources: Iterable[Source], states: States, now: datetime
    ) -> list[tuple[datetime, str]]:
        times = ((self.due_at(s, states.get(s.id), now), s.id) for s in sources)
        return sorted(times, key=lambda pair: pair[0])


def _is_rest(until: datetime, longest_s: float, now: datetime) -> bool:
    """Return whether a rest goes on; one longer than any is from before the clock was set back."""
    return 0 < (until - now).total_seconds() <= longest_s


def _checked(states: States, source_id: str) -> datetime | None:
    state = states.get(source_id)
    return None if state is None else state.last_checked
