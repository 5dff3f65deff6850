import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.cli.console import Console, ConsoleSettings
from crawler.cli.verbs import crawl as verb
from crawler.cli.verbs.crawl import add_arguments, summary_lines
from crawler.run import CrawlRun, SourceResult
from pipelines.errors import ConfigError
from tests.crawler.spiders.runs import new_run, source
from tests.crawler.state.examples import NOON

TOML = """
[[source]]
id = "daily"
url = "https://daily.example/feed"
interval = "1d"

[[source]]
id = "always"
url = "https://always.example/feed"
kind = "feed"

[[source]]
id = "asleep"
url = "https://asleep.example/feed"
enabled = false
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source(), source(id="herald", url="https://herald.example/"))
    with run.dataset:
        yield run


def parse(config: Path, *arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    output = config.parent / "out"
    return parser.parse_args(["--config", str(config), "--output", str(output), *arguments])


def open_run(config: Path, *arguments: str, days: int = 0) -> CrawlRun:
    args = parse(config, *arguments)
    return verb._open_run(args, verb._configuration(args), NOON + timedelta(days=days))


def ids(run: CrawlRun) -> list[str]:
    with run.dataset:
        return [source.id for source in run.sources]


def test_enabled_sources_are_crawled_when_they_are_due(config: Path) -> None:
    first = open_run(config)
    for source_id in ("daily", "always"):
        first.result(source_id).read = 1
    first.record_sources(NOON)
    assert ids(first) == ["daily", "always"]
    assert ids(open_run(config)) == ["always"]
    assert ids(open_run(config, days=1)) == ["daily", "always"]


def test_a_named_source_is_crawled_due_or_not(config: Path) -> None:
    first = open_run(config)
    first.result("daily").read = 1
    first.record_sources(NOON)
    first.dataset.close()
    assert ids(open_run(config, "daily", "asleep")) == ["daily", "asleep"]


def test_an_unknown_source_is_an_error(config: Path) -> None:
    with pytest.raises(ConfigError, match="dayly"):
        open_run(config, "dayly")


def test_kind_is_that_of_the_command_line_for_all_sources(config: Path) -> None:
    run = open_run(config, "--kind", "listing")
    with run.dataset:
        assert {source.kind for source in run.sources} == {"listing"}


def test_nothing_due_is_no_failure_and_no_run(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_run(config, "daily").dataset as dataset:
        for source_id in ("daily", "always"):
            dataset.sources.record_run(source_id, datetime.now(UTC), error=None)
    config.write_text(TOML.replace('kind = "feed"', 'interval = "1d"'), encoding="utf-8")
    assert verb.run(parse(config, "--limit", "3")) == 0
    assert "no source is due" in capsys.readouterr().err
    assert not (config.parent / "out" / "runs").exists()


def test_a_source_that_was_put_right_since_it_failed_is_due(config: Path) -> None:
    first = open_run(config, "daily")
    first.result("daily").error = "wrong-kind: it is a sitemap"
    first.record_sources(NOON)
    first.dataset.close()
    assert ids(open_run(config)) == ["always"]
    config.write_text(TOML.replace("daily.example/feed", "daily.example/news"), encoding="utf-8")
    assert ids(open_run(config)) == ["daily", "always"]


def test_a_configuration_without_sources_says_where_to_find_some(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text("", encoding="utf-8")
    assert verb.run(parse(config)) == 0
    assert "lists no source that is enabled; `newsdesk sources discover" in capsys.readouterr().err


def test_summary_has_a_line_for_each_source_that_gave_something(run: CrawlRun) -> None:
    result = run.result("gazette")
    result.kind, result.read, result.new = "feed", 1, 3
    result.rejected.update({"http-404": 1, "no-article-body": 2})
    run.result("herald").not_modified = 1
    run.result("broken").error = "http-500: gone"

    assert list(summary_lines(run)) == [
        (
            "gazette (feed): 3 new, 3 rejected (http-404 1, no-article-body 2)",
            {"source": "gazette"},
        ),
        (
            "3 sources: 3 new, 0 updated; 1 without anything new, 1 failed",
            {"run": run.run_id},
        ),
    ]


def test_summary_of_a_dry_run_counts_what_would_be_fetched(run: CrawlRun) -> None:
    run.dry_run = True
    run.result("gazette").kind = "feed"
    run.would_fetch.append("https://gazette.example/story")
    ((line, _),) = summary_lines(run)
    assert line == "1 source: 1 to fetch, 0 failed"


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (SourceResult(kind="feed", read=1), "feed"),
        (SourceResult(not_modified=1), "not modified"),
        (SourceResult(error="http-500: gone"), "failed"),
        (SourceResult(), "not read"),
    ],
    ids=["read", "not modified", "failed", "not reached"],
)
def test_summary_says_not_modified_only_of_what_answered_so(
    run: CrawlRun, result: SourceResult, state: str
) -> None:
    result.new = 1
    run.results["gazette"] = result
    assert next(summary_lines(run))[0] == f"gazette ({state}): 1 new"


@pytest.mark.parametrize(
    ("error", "signal_number", "code"),
    [(None, None, 0), ("http-500: gone", None, 3), ("http-500: gone", 15, 143), (None, 2, 130)],
    ids=["well", "a source failed", "terminated", "interrupted"],
)
def test_exit_code_tells_how_the_run_ended(
    run: CrawlRun, error: str | None, signal_number: int | None, code: int
) -> None:
    run.result("gazette").error = error
    assert verb._exit_code(run, signal_number) == code


def test_failures_are_told_to_quiet_users_too(
    run: CrawlRun, capsys: pytest.CaptureFixture[str]
) -> None:
    run.result("gazette").error = "http-500: gone"
    run.result("herald").warnings.append("http-404: page 2")
    run.would_fetch.append("https://gazette.example/story")

    verb._tell(run, Console(ConsoleSettings(is_quiet=True)))

    said = capsys.readouterr()
    assert said.out == "https://gazette.example/story\n"
    assert "gazette failed: http-500: gone" in said.err
    assert "herald: http-404: page 2" in said.err
