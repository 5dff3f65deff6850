import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.configuration.sources import Source
from crawler.schedule import Bounds
from crawler.state.source_states import SourceState
from crawler.watching.agenda import Agenda, RoundEnd, States
from crawler.watching.signals import Signals
from crawler.watching.watcher import Round, Watcher
from tests.crawler.state.examples import NOON

DAY = timedelta(days=1)


def source(source_id: str) -> Source:
    return Source(id=source_id, url=f"https://{source_id}.example/feed", interval_s=3600)


@dataclass
class FakeRound:
    """A round that ends with a code when it was looked at often enough, or when told to."""

    ids: tuple[str, ...]
    exit_code: int = 0
    looks: int = 1
    is_cut_short: bool = False
    is_deaf: bool = False
    reading: tuple[str, ...] | None = None
    """Its sources that are still being read; ``None``: all that it was started for."""
    is_slow_to_join: bool = False
    joined: tuple[str, ...] = ()
    joinings: int = 0
    calls: list[str] = field(default_factory=list)
    on_join: Callable[[tuple[str, ...]], None] = lambda ids: None

    def descriptors(self) -> list[int]:
        return []

    def news(self) -> Iterator[Mapping[str, Any]]:
        reading = self.ids if self.reading is None else self.reading
        taken = () if self.is_slow_to_join else self.joined
        ids = tuple(dict.fromkeys((*self.ids, *taken)))
        yield {
            "looks": self.looks,
            "ids": ids,
            "reading": reading,
            "done": [i for i in ids if i not in reading],
            "joinings": 0 if self.is_slow_to_join else self.joinings,
        }

    def join(self, ids: tuple[str, ...]) -> None:
        self.joined += ids
        self.joinings += 1
        self.on_join(ids)

    def code(self) -> int | None:
        self.looks -= 1
        return None if self.looks >= 0 else self.exit_code

    def end(self) -> None:
        self.calls.append("end")
        self.is_cut_short = True
        if not self.is_deaf:
            self.looks = 0

    def kill(self) -> None:
        self.calls.append("kill")
        self.is_cut_short = True
        self.looks = 0

    def close(self) -> int:
        self.calls.append("close")
        return self.exit_code


class FakeDesk:
    """A desk whose clock moves with every look at it; after its last round it sends a signal."""

    def __init__(self, *rounds: FakeRound, sources: tuple[str, ...] = ("a", "b")) -> None:
        self._rounds = list(rounds)
        self._sources = tuple(map(source, sources))
        self.known: dict[str, SourceState] = {}
        self.clock = NOON
        self.ends: list[RoundEnd] = []
        self.crashed: list[tuple[str, int]] = []
        self.reloads = 0
        self.is_blind = False
        """Its rounds read nothing."""
        self.news: list[Mapping[str, Any]] = []
        self.on_news: Callable[[], None] = lambda: None

    def sources(self) -> tuple[Source, ...]:
        return self._sources

    def states(self) -> States:
        return dict(self.known)

    def now(self) -> datetime:
        self.clock += timedelta(minutes=5)
        return self.clock

    def start(self, ids: tuple[str, ...]) -> Round:
        started = self._rounds.pop(0)
        started.ids = ids
        started.on_join = self.read
        return started

    def read(self, ids: tuple[str, ...]) -> None:
        for source_id in () if self.is_blind else ids:
            self.known[source_id] = SourceState(source_id=source_id, last_checked=self.clock)

    def reload(self) -> None:
        self.reloads += 1

    def told(self, news: Mapping[str, Any]) -> None:
        self.news.append(news)
        self.on_news()

    def round_ended(self, end: RoundEnd, states: States, wait_s: float) -> None:
        self.ends.append(end)
        if end.code in {0, 3}:
            self.read(end.ids)
        if not self._rounds:
            os.kill(os.getpid(), signal.SIGTERM)

    def source_crashed(self, source_id: str, code: int) -> None:
        self.crashed.append((source_id, code))
        failed = SourceState(source_id=source_id, last_checked=self.clock, failures=1)
        self.known[source_id] = failed


def watch(desk: FakeDesk, **values: Any) -> int:
    monotonic = iter(range(0, 10**6, 10))
    watcher = Watcher(
        desk=desk,
        agenda=Agenda(bounds=Bounds()),
        signals=Signals(),
        **{"monotonic": lambda: next(monotonic), **values},
    )
    return watcher.run()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    wait = Signals.wait
    monkeypatch.setattr(Signals, "wait", lambda self, _s, fds=(): wait(self, 0.0, fds))


def test_due_sources_are_crawled_until_a_signal_comes() -> None:
    desk = FakeDesk(FakeRound(()), FakeRound((), exit_code=3))
    assert watch(desk) == signal.SIGTERM
    assert [end.ids for end in desk.ends] == [("a", "b"), ("a", "b")]
    assert desk.news


def test_a_signal_ends_the_round_in_order() -> None:
    running = FakeRound((), exit_code=143, looks=10**6)
    desk = FakeDesk(running)
    desk.on_news = lambda: os.kill(os.getpid(), signal.SIGINT)
    assert watch(desk, grace_s=10**6) in {signal.SIGINT, signal.SIGTERM}
    assert running.calls[0] == "end"
    assert not desk.ends[0].is_crash


@pytest.mark.parametrize("is_second_signal", [True, False], ids=["second signal", "too slow"])
def test_a_round_that_does_not_end_is_killed(is_second_signal: bool) -> None:
    running = FakeRound((), exit_code=-9, looks=10**6, is_deaf=True)
    desk = FakeDesk(running)
    sent: list[int] = []

    def send() -> None:
        if not sent or is_second_signal:
            sent.append(1)
            os.kill(os.getpid(), signal.SIGTERM)

    desk.on_news = send
    assert watch(desk, grace_s=10**6 if is_second_signal else 50.0) == signal.SIGTERM
    assert "kill" in running.calls
    assert not desk.ends[0].is_crash


def hang_up_once(desk: FakeDesk) -> None:
    """Have the first news of a round bring SIGHUP."""
    sent: list[int] = []

    def send() -> None:
        if not sent:
            sent.append(1)
            os.kill(os.getpid(), signal.SIGHUP)

    desk.on_news = send


def test_a_hang_up_reads_the_configuration_even_while_a_round_runs() -> None:
    desk = FakeDesk(FakeRound((), looks=3))
    hang_up_once(desk)
    watch(desk)
    assert desk.reloads == 1


def test_sources_that_become_due_join_the_round_that_runs() -> None:
    long = FakeRound((), looks=60, reading=("a",))
    desk = FakeDesk(long)
    desk.known["b"] = SourceState(source_id="b", last_checked=NOON)
    watch(desk)
    assert long.calls == ["close"]
    assert set(long.joined) == {"b"}
    assert long.joinings == (desk.clock - NOON) // timedelta(hours=1)
    assert desk.ends[0].ids == ("a", "b")


def test_a_source_that_a_round_has_done_with_is_read_by_it_once_more() -> None:
    long = FakeRound((), looks=40, reading=("a",))
    desk = FakeDesk(long)
    desk.known = {name: SourceState(source_id=name, last_checked=NOON - DAY) for name in ("a", "b")}
    watch(desk)
    assert (long.ids, set(long.joined)) == (("a", "b"), {"b"})


def test_a_round_is_not_asked_twice_for_what_it_has_not_come_to() -> None:
    long = FakeRound((), looks=60, reading=("a",), is_slow_to_join=True)
    desk = FakeDesk(long, FakeRound(()))
    desk.known["b"] = SourceState(source_id="b", last_checked=NOON)
    desk.is_blind = True
    watch(desk)
    assert long.joined == ("b",)
    assert desk.ends[0].ids == ("a",)
    assert "b" in desk.ends[1].ids, "it is due at once"


def test_a_long_round_is_ended_and_goes_on_in_the_next() -> None:
    long, other = FakeRound((), exit_code=143, looks=10**4), FakeRound(())
    desk = FakeDesk(long, other)
    desk.known["b"] = SourceState(source_id="b", last_checked=NOON)
    watch(desk, max_round_s=50.0)
    assert long.calls == ["end", "close"]
    assert desk.ends[0] == RoundEnd(ids=("a",), code=143, is_cut_short=True)
    assert "a" in desk.ends[1].ids


def test_a_round_whose_configuration_is_out_of_date_is_ended_when_others_are_due() -> None:
    long = FakeRound((), exit_code=143, looks=10**4)
    desk = FakeDesk(long, FakeRound(()))
    desk.known["b"] = SourceState(source_id="b", last_checked=NOON)
    hang_up_once(desk)
    watch(desk)
    assert (long.calls, long.joined) == (["end", "close"], ())


def test_none_join_a_source_whose_round_died() -> None:
    died, alone = FakeRound((), exit_code=-9), FakeRound((), looks=20)
    desk = FakeDesk(died, alone, FakeRound(()))
    watch(desk)
    assert (len(alone.ids), alone.joined, alone.calls) == (1, (), ["close"])


def test_a_round_of_sources_that_are_kept_apart_is_ended_sooner_when_others_are_due() -> None:
    died, alone = FakeRound((), exit_code=-9), FakeRound((), exit_code=143, looks=10**4)
    desk = FakeDesk(died, alone, FakeRound(()), sources=("a", "b", "c"))
    desk.known["c"] = SourceState(source_id="c", last_checked=NOON)
    watch(desk)
    assert (alone.ids, alone.joined, alone.calls) == (("a",), (), ["end", "close"])
    assert desk.ends[2].ids == ("c",)


def test_the_source_that_kills_its_rounds_is_found_and_backs_off_alone() -> None:
    desk = FakeDesk(
        FakeRound((), exit_code=-9), FakeRound((), exit_code=-9), FakeRound(()), FakeRound(())
    )
    watch(desk)
    assert [end.ids for end in desk.ends[:3]] == [("a", "b"), ("a",), ("b",)]
    assert desk.crashed == [("a", -9)]


def test_a_desk_that_fails_leaves_no_round_behind() -> None:
    running = FakeRound((), looks=10**6)
    desk = FakeDesk(running)

    def fail() -> None:
        raise OSError("no space")

    desk.on_news = fail
    with pytest.raises(OSError, match="no space"):
        watch(desk)
    assert running.calls == ["kill", "close"]
