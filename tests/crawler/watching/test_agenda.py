from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.configuration.sources import Source
from crawler.schedule import Bounds, Rhythm
from crawler.state.source_states import SourceState
from crawler.watching.agenda import LONGEST_REST_S, SHARED_WINDOW_S, Agenda, RoundEnd
from tests.crawler.state.examples import NOON

HOUR = timedelta(hours=1)
IDS = ("busy", "fixed", "quiet")


def source(source_id: str = "quiet", interval_s: int | None = None) -> Source:
    return Source(id=source_id, url=f"https://{source_id}.example/feed", interval_s=interval_s)


def state(source_id: str = "quiet", ago: timedelta = HOUR, failures: int = 0) -> SourceState:
    return SourceState(source_id=source_id, last_checked=NOON - ago, failures=failures)


def agenda() -> Agenda:
    return Agenda(bounds=Bounds())


def due_s(a: Agenda, s: Source, known: SourceState | None, now: datetime = NOON) -> float:
    return (a.due_at(s, known, now) - now).total_seconds()


SOURCES = (source("busy"), source("fixed", 3600), source("quiet"))
FRESH = {name: state(name, timedelta(0)) for name in IDS}


def test_a_source_that_was_never_read_is_due_now() -> None:
    assert due_s(agenda(), source(), None) == 0
    assert agenda().next_round(SOURCES, {}, NOON) == IDS


def test_an_interval_of_its_own_goes_before_what_was_learned() -> None:
    known = SourceState(source_id="x", last_checked=NOON, rhythm=Rhythm(stories=1000, seconds=9e4))
    assert due_s(agenda(), source("x", 7200), known) == 7200
    assert due_s(agenda(), source("x"), known) == 300


def test_a_fresh_answer_is_waited_for_unless_the_source_has_an_interval_of_its_own() -> None:
    known = replace(state(ago=timedelta()), rhythm=Rhythm(stories=999, seconds=9999), fresh_s=1800)
    assert due_s(agenda(), source(), known) == 1800
    assert due_s(agenda(), source(interval_s=600), known) == 600


def test_a_failing_source_backs_off_and_is_never_given_up() -> None:
    waits = [due_s(agenda(), source(), state(ago=timedelta(0), failures=n)) for n in (0, 1, 2, 500)]
    assert waits == [3600, 7200, 14400, 86400]


def test_a_source_that_was_changed_since_it_failed_is_due_now() -> None:
    failed = replace(state(ago=timedelta(0), failures=9), asked_as=source().reading_key)
    assert due_s(agenda(), source(), failed) == 86400
    assert due_s(agenda(), replace(source(), kind="feed"), failed) == 0


def test_after_an_outage_of_the_network_a_source_is_soon_asked_again() -> None:
    dark = replace(state(ago=timedelta(0), failures=9), is_outage=True)
    assert due_s(agenda(), source("x", 300), dark) == 3600


def test_a_clock_that_was_set_back_puts_no_source_to_sleep() -> None:
    assert due_s(agenda(), source(), state(ago=-9 * HOUR)) == 0


@pytest.mark.parametrize("code", [0, 1, 5, -9], ids=["not read", "failed", "locked", "killed"])
def test_a_clock_that_was_set_back_makes_no_rest_longer(code: int) -> None:
    a = agenda()
    a.ended(RoundEnd(ids=("quiet",), code=code), {}, {}, NOON + timedelta(days=365))
    assert a.next_round((source(),), {}, NOON) == ("quiet",)
    assert a.wait_s((source(),), {}, NOON) == 0


def test_sources_that_are_due_soon_share_a_round_unless_their_interval_is_fixed() -> None:
    soon = timedelta(seconds=3600 - SHARED_WINDOW_S + 1)
    states = {"busy": state("busy"), "fixed": state("fixed", soon), "quiet": state("quiet", soon)}
    assert agenda().next_round(SOURCES, states, NOON) == ("busy", "quiet")


def test_nothing_is_due_before_its_time_and_the_wait_is_known() -> None:
    states = {name: state(name, timedelta(minutes=20)) for name in IDS}
    assert agenda().next_round(SOURCES, states, NOON) == ()
    assert agenda().wait_s(SOURCES, states, NOON) == 2400


def test_without_sources_there_is_no_round_but_a_wait() -> None:
    assert agenda().next_round((), {}, NOON) == ()
    assert agenda().wait_s((), {}, NOON) == LONGEST_REST_S


def test_a_source_that_a_round_did_not_come_to_is_not_due_again_at_once() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=IDS, code=0), {}, {"busy": state("busy", timedelta(0))}, NOON)
    assert a.next_round(SOURCES, {"busy": state("busy", timedelta(0))}, NOON) == ()
    assert due_s(a, source("quiet"), None) == 300


def test_a_round_that_was_ended_for_others_goes_on_when_they_had_their_turn() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=("busy",), code=143, is_cut_short=True), {}, FRESH, NOON)
    assert due_s(a, source("busy"), FRESH["busy"]) == 0
    a.ended(RoundEnd(ids=("busy",), code=0), {}, FRESH, NOON)
    assert due_s(a, source("busy"), FRESH["busy"]) == 3600


def test_of_a_round_that_was_ended_for_others_only_what_is_left_is_due_at_once() -> None:
    a = agenda()
    end = RoundEnd(ids=IDS, code=143, is_cut_short=True, done=frozenset({"fixed", "quiet"}))
    a.ended(end, {}, FRESH, NOON)
    assert a.next_round(SOURCES, FRESH, NOON) == ("busy",)


def test_what_an_earlier_watch_left_undone_is_due_now_and_once() -> None:
    a = agenda()
    a.go_on(["busy"])
    assert a.next_round(SOURCES, FRESH, NOON) == ("busy",)
    a.ended(RoundEnd(ids=("busy",), code=0), {}, FRESH, NOON)
    assert a.next_round(SOURCES, FRESH, NOON) == ()


def test_a_locked_dataset_is_tried_again_in_a_minute() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=IDS, code=5), {}, {}, NOON)
    assert a.wait_s(SOURCES, {}, NOON) == 60


def test_the_source_that_kills_its_rounds_is_found_by_halves() -> None:
    names = [f"s{n}" for n in range(100)]
    sources = tuple(map(source, names))
    a, now, rounds = agenda(), NOON, 0
    known: dict[str, SourceState] = {}
    read: set[str] = set()
    while len(read) < 99:
        now += timedelta(seconds=a.wait_s(sources, known, now))
        ids = a.next_round(sources, known, now)
        dies = "s42" in ids
        rounds += 1
        if len(ids) == 1 and dies:
            known["s42"] = SourceState(source_id="s42", last_checked=now, failures=1)
        elif not dies:
            read.update(ids)
            known |= {i: SourceState(source_id=i, last_checked=now) for i in ids}
        a.ended(RoundEnd(ids=ids, code=-9 if dies else 0), {}, known, now)
    assert rounds < 20
    assert now - NOON < 2 * HOUR


def test_after_a_fault_of_the_machine_two_rounds_bring_what_one_did() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=IDS, code=1), {}, {}, NOON)
    first = a.next_round(SOURCES, {}, NOON + HOUR)
    known = {i: SourceState(source_id=i, last_checked=NOON + HOUR) for i in first}
    a.ended(RoundEnd(ids=first, code=0), {}, known, NOON + HOUR)
    assert {*first, *a.next_round(SOURCES, known, NOON + HOUR)} == set(IDS)
    assert a.is_open(first)


def test_a_round_that_died_is_repeated_in_two() -> None:
    a, now = agenda(), NOON
    a.ended(RoundEnd(ids=IDS, code=-9), {}, {}, now)
    assert a.next_round(SOURCES, {}, now) == ()
    now += timedelta(seconds=a.wait_s(SOURCES, {}, now))
    first = a.next_round(SOURCES, {}, now)
    assert first == ("busy",)
    known = {"busy": SourceState(source_id="busy", last_checked=now)}
    a.ended(RoundEnd(ids=first, code=0), {}, known, now)
    assert a.next_round(SOURCES, known, now) == ("fixed", "quiet")


def test_sources_of_a_round_that_died_share_none() -> None:
    a = agenda()
    assert a.is_open(IDS)
    a.ended(RoundEnd(ids=("busy", "fixed"), code=-9), {}, {}, NOON)
    assert not a.is_open(("quiet", "busy"))
    assert a.is_open(("quiet",))


def test_of_a_round_that_died_what_was_read_and_not_done_is_due_at_once() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=IDS, code=-9, done=frozenset({"busy"})), {}, FRESH, NOON)
    assert due_s(a, source("busy"), FRESH["busy"]) == 3600
    assert due_s(a, source("quiet"), FRESH["quiet"]) == 0


def test_what_is_crawled_is_no_longer_undone() -> None:
    a = agenda()
    a.go_on(["busy"])
    a.begun(["busy"])
    assert due_s(a, source("busy"), FRESH["busy"]) == 3600


def test_other_sources_come_before_those_of_a_round_that_died() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=("busy", "fixed"), code=-11), {}, {}, NOON)
    assert a.next_round(SOURCES, {}, NOON + HOUR) == ("quiet",)


def test_sources_of_a_round_that_died_have_their_turn_though_others_are_always_due() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=("busy", "fixed"), code=-11), {}, {}, NOON)
    rounds = []
    for _ in range(4):
        rounds.append(a.next_round(SOURCES, {}, NOON + HOUR))
        a.begun(rounds[-1])
    assert rounds == [("quiet",), ("busy",), ("quiet",), ("busy",)]


def test_what_a_round_did_not_come_to_that_was_ended_for_others_stays_apart() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=IDS, code=-11), {}, {}, NOON)
    a.ended(
        RoundEnd(ids=IDS[1:], code=143, is_cut_short=True, done=frozenset(IDS[1:2])), {}, {}, NOON
    )
    assert [a.is_open((name,)) for name in IDS] == [False, True, False]


def test_rounds_that_die_in_a_row_come_more_and_more_seldom() -> None:
    a = agenda()
    waits = []
    for _ in range(9):
        a.ended(RoundEnd(ids=("quiet",), code=1), {}, {}, NOON)
        waits.append(a.wait_s((source(),), {}, NOON))
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_REST_S


def test_a_reload_ends_the_rests() -> None:
    a = agenda()
    a.ended(RoundEnd(ids=("quiet",), code=1), {}, {}, NOON)
    a.forget_rests()
    assert a.next_round((source(),), {}, NOON) == ("quiet",)


ENDS = st.builds(
    RoundEnd,
    ids=st.sets(st.sampled_from(IDS), min_size=1).map(lambda ids: tuple(sorted(ids))),
    code=st.sampled_from((0, 1, 2, 3, 5, 143, -9, -11)),
    is_cut_short=st.booleans(),
)


@given(st.lists(ENDS, max_size=12))
def test_every_source_is_due_again_within_a_day_whatever_happens(ends: list[RoundEnd]) -> None:
    a = agenda()
    for end in ends:
        a.ended(end, {}, {}, NOON)
    assert a.wait_s(SOURCES, FRESH, NOON) <= LONGEST_REST_S
    for s in SOURCES:
        assert due_s(a, s, FRESH[s.id]) <= 86400


@given(st.lists(ENDS, min_size=1, max_size=12))
def test_a_round_that_failed_is_never_followed_by_another_at_once(ends: list[RoundEnd]) -> None:
    a = agenda()
    for end in ends:
        a.ended(end, {}, {}, NOON)
    last = ends[-1]
    if last.is_crash:
        assert a.next_round(SOURCES, {}, NOON) == ()
        assert a.wait_s(SOURCES, {}, NOON) > 0


@pytest.mark.parametrize(
    ("code", "is_cut_short", "is_crash"),
    [(0, False, False), (3, False, False), (5, False, False), (143, False, False),
     (-9, True, False), (-9, False, True), (1, False, True), (2, False, True)],
)  # fmt: skip
def test_a_crash_is_told_from_an_end(code: int, is_cut_short: bool, is_crash: bool) -> None:
    end = RoundEnd(ids=("x",), code=code, is_cut_short=is_cut_short)
    assert end.is_crash is is_crash
