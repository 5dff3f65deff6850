from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.schedule import Rhythm, observe
from crawler.state.database import open_copy
from crawler.state.frontier import Frontier
from crawler.state.source_states import SourceState, SourceStates, Validators
from pipelines.site_memory import SiteMemory
from tests.crawler.state.examples import FEED, NOON, STORY, announcement


@pytest.fixture
def sources() -> Iterator[SourceStates]:
    connection = open_copy(Path("/nonexistent/newsdesk.sqlite"))
    yield SourceStates(connection)
    connection.close()


def test_nothing_is_known_of_a_new_source(sources: SourceStates) -> None:
    assert sources.state("gazette") == SourceState(source_id="gazette")
    assert sources.validators(FEED) == Validators()
    assert sources.memory("gazette") == SiteMemory()


def test_failures_are_counted_until_a_run_succeeds(sources: SourceStates) -> None:
    failures = []
    for error in ("http-500: down", "http-500: down", None):
        sources.record_run("gazette", NOON, error=error)
        failures.append(sources.state("gazette").failures)
    assert failures == [1, 2, 0]
    assert sources.state("gazette").last_error is None


def test_a_run_is_remembered_with_its_times(sources: SourceStates) -> None:
    later = NOON + timedelta(hours=1)
    sources.record_run("gazette", NOON, error=None)
    sources.note_new("gazette", NOON)
    sources.record_run("gazette", later, error="http-500: down")
    assert sources.state("gazette") == SourceState(
        source_id="gazette",
        last_checked=later,
        last_success=NOON,
        last_new=NOON,
        failures=1,
        last_error="http-500: down",
    )


def test_an_error_message_of_any_bytes_is_kept(sources: SourceStates) -> None:
    sources.record_run("gazette", NOON, error="caf\udce9")
    assert sources.state("gazette").last_error == "caf?"


def test_validators_of_documents_that_are_read_no_more_are_forgotten(
    sources: SourceStates,
) -> None:
    known = Validators(etag='"1"')
    for days, url in ((0, "old"), (20, "kept"), (99, "from a wrong clock")):
        sources.save_validators(url, known, NOON + timedelta(days=days))
    sources.forget_old_validators(NOON + timedelta(days=31))
    found = [sources.validators(url) for url in ("old", "kept", "from a wrong clock")]
    assert found == [Validators(), known, Validators()]


def test_where_a_source_leads_is_remembered_and_forgotten(sources: SourceStates) -> None:
    sources.resolve("gazette", FEED)
    assert sources.state("gazette").resolved_url == FEED
    sources.resolve("gazette", None)
    assert sources.state("gazette").resolved_url is None


def test_how_long_an_answer_is_fresh_is_remembered(sources: SourceStates) -> None:
    sources.note_freshness("gazette", 600.4)
    assert sources.state("gazette").fresh_s == 600
    sources.note_freshness("gazette", 0.0)
    assert sources.all()["gazette"].fresh_s == 0


def test_when_a_document_was_read_is_known_until_it_is_forgotten(sources: SourceStates) -> None:
    assert sources.read_at("https://gazette.example/feed") is None
    sources.save_validators("https://gazette.example/feed", Validators(), NOON)
    assert sources.read_at("https://gazette.example/feed") == NOON
    sources.forget_validators("https://gazette.example/feed")
    assert sources.read_at("https://gazette.example/feed") is None


def test_what_was_learned_adds_up(sources: SourceStates) -> None:
    sources.learn("gazette", SiteMemory(day_first=2))
    sources.learn("gazette", SiteMemory(day_first=1, month_first=4))
    sources.learn("other", SiteMemory(month_first=9))
    assert sources.memory("gazette") == SiteMemory(day_first=3, month_first=4)


def test_learning_nothing_leaves_no_trace(sources: SourceStates) -> None:
    sources.learn("gazette", SiteMemory())
    assert sources.state("gazette") == SourceState(source_id="gazette")


def test_how_a_source_was_configured_is_kept_from_its_last_good_run(sources: SourceStates) -> None:
    sources.record_run("gazette", NOON, error=None, read_as="a")
    sources.record_run("gazette", NOON, error="http-500: down", read_as="b")
    assert sources.state("gazette").read_as == "a"


def announce(sources: SourceStates, hours: int, *urls: str) -> None:
    frontier = Frontier(sources._connection)
    now = NOON + timedelta(hours=hours, minutes=-1)
    frontier.announce(replace(announcement(*urls, run_id=f"run-{hours}"), now=now))


def test_a_source_is_changed_when_it_was_last_asked_in_another_way(sources: SourceStates) -> None:
    assert not sources.state("gazette").is_changed("new")
    sources.record_run("gazette", NOON, error=None, read_as="old")
    assert sources.state("gazette").is_changed("new")
    sources.record_run("gazette", NOON, error="http-500: down", read_as="new")
    assert not sources.state("gazette").is_changed("new")
    assert sources.state("gazette").read_as == "old"


def test_the_rhythm_of_a_source_is_learned_from_its_second_success_on(
    sources: SourceStates,
) -> None:
    announce(sources, 0, *(f"{STORY}/{n}" for n in range(50)))
    sources.record_run("gazette", NOON, error=None)
    assert sources.state("gazette").rhythm == Rhythm()
    announce(sources, 2, f"{STORY}/50", f"{STORY}/51")
    sources.record_run("gazette", NOON + timedelta(hours=2), error=None)
    assert sources.state("gazette").rhythm == observe(Rhythm(), 2, 7200)


def test_a_failed_run_teaches_no_rhythm(sources: SourceStates) -> None:
    sources.record_run("gazette", NOON, error=None)
    announce(sources, 1, STORY)
    sources.record_run("gazette", NOON + timedelta(hours=1), error="down")
    assert sources.state("gazette").rhythm == Rhythm()
    sources.record_run("gazette", NOON + timedelta(hours=3), error=None)
    assert sources.state("gazette").rhythm == observe(Rhythm(), 1, 3 * 3600)


def test_stories_of_a_clock_that_was_set_back_are_not_counted_again_and_again(
    sources: SourceStates,
) -> None:
    announce(sources, 9000, *(f"{STORY}/{n}" for n in range(50)))
    for hours in (9000, 0, 1, 2):
        now = NOON + timedelta(hours=hours)
        sources.record_run("gazette", now, error=None)
    assert sources.state("gazette").rhythm == observe(
        observe(observe(Rhythm(), 0, 0), 0, 3600), 0, 3600
    )


def test_the_states_of_all_sources_are_read_at_once(sources: SourceStates) -> None:
    sources.record_run("gazette", NOON, error=None)
    sources.record_run("herald", NOON, error="down")
    assert sources.all() == {name: sources.state(name) for name in ("gazette", "herald")}
