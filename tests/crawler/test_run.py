import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.run import CrawlRun, SourceResult
from crawler.state.deliveries import Outcome
from crawler.state.manifest import write_manifest
from tests.crawler.spiders.runs import new_run, source
from tests.crawler.state.examples import NOON


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        ("new", "new"),
        ("updated", "updated"),
        ("unchanged", "unchanged"),
        ("duplicate", "duplicates"),
    ],
)
def test_article_is_counted_by_what_became_of_it(outcome: Outcome, name: str) -> None:
    result = SourceResult()
    result.count(outcome)
    assert result.as_json() == {**SourceResult().as_json(), name: 1}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source(), source(id="herald", url="https://herald.example/"))
    with run.dataset:
        yield run


@pytest.mark.parametrize(
    ("of_run", "of_source", "limit"),
    [(None, None, None), (5, None, 5), (None, 7, 7), (5, 7, 5), (7, 5, 5)],
)
def test_the_smaller_limit_counts(
    run: CrawlRun, of_run: int | None, of_source: int | None, limit: int | None
) -> None:
    run.limit = of_run
    assert run.limit_of(source(limit=of_source)) == limit


@pytest.mark.parametrize(
    ("result", "failure", "is_ended"),
    [
        (SourceResult(), None, False),
        (SourceResult(read=1), None, True),
        (SourceResult(not_modified=1), None, True),
        (SourceResult(error="http-404: gone"), "http-404: gone", True),
        (SourceResult(read=1, warnings=["http-404: page 2"]), None, True),
        (SourceResult(warnings=["http-404: child"]), "http-404: child", True),
    ],
    ids=["not reached", "read", "not modified", "failed", "failed in part", "all parts failed"],
)
def test_a_source_fails_when_nothing_of_it_could_be_read(
    result: SourceResult, failure: str | None, is_ended: bool
) -> None:
    assert (result.failure, result.is_ended) == (failure, is_ended)


def test_the_manifest_tells_what_came_of_each_source(run: CrawlRun) -> None:
    result = run.result("gazette")
    result.new = 2
    result.rejected.update({"http-404": 3})
    result.offsite.update(["ads.example"])

    path = write_manifest(run.folder, run.manifest("finished", ended_at=NOON, exit_code=0))

    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["state"], told["exit_code"]) == ("finished", 0)
    assert told["configuration_sha256"] == run.configuration.config_hash
    assert told["sources"]["gazette"]["new"] == 2
    assert told["sources"]["gazette"]["rejected"] == {"http-404": 3}
    assert told["sources"]["gazette"]["offsite"] == {"ads.example": 1}


def test_only_sources_that_the_run_came_to_count_as_checked(run: CrawlRun) -> None:
    run.result("gazette").error = "http-500: broken"
    run.result("herald")

    run.record_sources(NOON)

    states = run.dataset.sources
    assert states.state("gazette").last_checked == NOON
    assert (states.state("gazette").failures, states.state("gazette").last_error) == (
        1,
        "http-500: broken",
    )
    assert states.state("herald").last_checked is None
    assert run.failures() == {"gazette": "http-500: broken"}


def test_a_source_was_asked_when_it_was_read_not_when_the_run_ended(run: CrawlRun) -> None:
    for source_id in ("gazette", "herald"):
        run.result(source_id).read = 1
        for minutes in (2, 1):
            run.was_read(source_id, NOON + timedelta(minutes=minutes))
    run.result("herald").error = "internal-error"
    run.record_sources(NOON + timedelta(hours=1))
    states = run.dataset.sources
    assert states.state("gazette").last_checked == NOON + timedelta(minutes=2)
    assert states.state("herald").last_checked == NOON + timedelta(hours=1)


def test_a_reading_is_written_down_once_and_when_all_documents_of_it_came(run: CrawlRun) -> None:
    run.read_more = lambda _sources: None  # it goes on
    run.was_read("gazette", NOON)
    run.documents_open["gazette"] = 1
    run.result("gazette").read = 1
    run.record_sources(NOON)
    assert run.reading() == ("gazette", "herald")
    run.documents_open["gazette"] = 0
    run.result("gazette").error = "http-500"
    for _ in range(2):
        run.record_sources(NOON)
    assert run.dataset.sources.state("gazette").failures == 1
    assert run.reading() == ("herald",)


def test_a_failure_while_no_server_answered_is_told_from_one_of_the_source(run: CrawlRun) -> None:
    run.result("gazette").error = "robots-unreachable: no such name"
    run.record_sources(NOON)
    run.measures.add(200, 1, None)
    run.result("herald").error = "http-500"
    run.record_sources(NOON)
    states = run.dataset.sources.all()
    assert (states["gazette"].is_outage, states["herald"].is_outage) == (True, False)
    run.dataset.sources.record_run("gazette", NOON, error=None, is_outage=True)
    assert not run.dataset.sources.state("gazette").is_outage


def test_a_source_is_done_when_its_pages_are_there_too(run: CrawlRun) -> None:
    run.result("gazette").read = 1
    run.pages_open["https://gazette.example/1"] = "gazette"
    run.record_sources(NOON)
    assert run.done() == ()
    run.pages_open.clear()
    assert run.done() == ("gazette",)
    run.documents_open["gazette"] = 1  # the run was ended before its second page came
    assert run.done() == ()


def test_sources_join_a_run_and_are_read_as_in_one_of_their_own(run: CrawlRun) -> None:
    first = run.result("gazette")
    first.read, first.new, first.error = 1, 2, "http-500"
    first.offsite.update(["ads.example"])
    first.warnings.append("a page is missing")
    run.record_sources(NOON)
    claim, later = run.claim_of("gazette"), NOON + timedelta(minutes=5)

    run.join([run.sources[0], source(id="mail", url="https://mail.example/")], later)

    assert [s.id for s in run.sources] == ["gazette", "herald", "mail"]
    assert (run.begun_at("gazette"), run.begun_at("herald")) == (later, NOON)
    assert run.claim_of("gazette") != claim == run.claim_of("herald")
    assert "gazette" in run.reading()
    assert run.failures() == {}
    run.result("gazette").new = 1
    told = run.manifest("running").sources["gazette"]
    assert (told["new"], told["read"], told["error"]) == (3, 1, None)
    assert (told["offsite"], told["warnings"]) == ({"ads.example": 1}, ["a page is missing"])


def test_a_clock_that_is_set_back_between_two_readings_counts(run: CrawlRun) -> None:
    for at in (NOON, NOON - timedelta(hours=5)):
        run.join(run.sources[:1], at)
        run.was_read("gazette", at)
        run.result("gazette").read = 1
        run.record_sources(at)
        assert run.dataset.sources.state("gazette").last_checked == at


def test_a_page_that_is_on_its_way_or_rests_is_not_asked_for(run: CrawlRun) -> None:
    run.dataset.pauses.put("https://gazette.example/?q=%C3%BC", NOON + timedelta(hours=1), NOON)
    run.dataset.pauses.put("gazette.example", NOON + timedelta(hours=1), NOON)
    run.pages_open["https://gazette.example/1"] = "gazette"
    urls = [f"https://gazette.example/{path}" for path in ("1", "2", "?q=ü")]
    assert [run.is_to_wait(url) for url in urls] == [True, False, False]
    run.note_rests(NOON)
    assert [run.is_to_wait(url) for url in urls] == [True, False, True]
    run.join(run.sources, NOON + timedelta(hours=2))
    assert not run.is_to_wait(urls[2])


def test_when_a_source_brought_stories_is_written_down_at_the_end(run: CrawlRun) -> None:
    run.read_more = lambda _sources: None
    run.result("gazette").read = 1
    run.was_read("gazette", NOON)
    run.record_sources(NOON)
    run.result("gazette").new = 1  # its pages come after it was read
    run.read_more = None
    run.record_sources(NOON + timedelta(hours=1))
    assert run.dataset.sources.state("gazette").last_new == NOON
