import argparse
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from crawler.cli.console import Console
from crawler.cli.options import add_output_option
from crawler.cli.selection_options import (
    add_selection_options,
    notes_from,
    selected_records,
    selection_from,
)
from crawler.state.manifest import Manifest, write_manifest
from pipelines.errors import ConfigError, RecordError
from pipelines.exporters.selection import Selection
from tests.crawler.readers.dataset.test_selected import write
from tests.pipelines.exporters.record_examples import story

FIRST, SECOND = "20261124T100000Z-aaaa", "20261124T120000Z-bbbb"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def parse(folder: Path, *options: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_output_option(parser)
    add_selection_options(parser)
    return parser.parse_args(["--output", str(folder), *options])


def select(folder: Path, *options: str) -> Selection:
    return selection_from(parse(folder, *options), Console())


def read(folder: Path, *options: str) -> tuple[list[object], str]:
    """Return the ids of what is selected, and what was said."""
    args, err = parse(folder, *options), io.StringIO()
    console = Console(stderr=err)
    selection, notes = selection_from(args, console), notes_from(args, console)
    found = [r["id"] for r in selected_records(folder, selection, notes, console)]
    return found, err.getvalue()


def begin_run(folder: Path, run_id: str, **sources: dict[str, object]) -> None:
    manifest = Manifest(
        run_id=run_id, command="newsdesk crawl", configuration_sha256=None, started_at=NOON
    )
    write_manifest(folder, replace(manifest, state="finished", sources=sources))


def test_no_option_selects_all(tmp_path: Path) -> None:
    assert select(tmp_path) == Selection()


def test_every_option_is_in_the_selection(tmp_path: Path) -> None:
    begin_run(tmp_path, FIRST)
    selection = select(
        tmp_path,
        *("--since", "2026-11-23", "--until", "2026-11-24", "--by", "fetched"),
        *("--source", "faro", "--source", "gazette", "--language", "en", "--min-words", "50"),
        *("--domain", "example.co.uk", "--author", "Ida Lund", "--author", "Юрій Коваль"),
        *("--contains", "night ferry", "--contains", "夜船"),
        *("--exclude-flag", "paywall-prompt", "--exclude-ai-disallowed", "--latest"),
        *("--unique-clusters", "--changes-since", "latest"),
    )
    assert selection == Selection(
        since=datetime(2026, 11, 23, tzinfo=UTC),
        until=datetime(2026, 11, 24, 23, 59, 59, 999_999, UTC),
        by="fetched",
        sources=frozenset(("faro", "gazette")),
        languages=frozenset(("en",)),
        domains=frozenset(("example.co.uk",)),
        authors=frozenset(("Ida Lund", "Юрій Коваль")),
        phrases=frozenset(("night ferry", "夜船")),
        min_words=50,
        excluded_flags=frozenset(("paywall-prompt",)),
        without_ai_disallowed=True,
        after_run=FIRST,
        until_run=FIRST,
        latest_only=True,
        unique_clusters=True,
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-24T12:00:00Z", NOON),
        ("2026-11-24T12:00:00", NOON),
        ("2026-11-24 12:00", NOON),
        ("2026-11-24T13:00:00+01:00", NOON.astimezone(timezone(timedelta(hours=1)))),
    ],
)
def test_time_is_in_utc_unless_it_names_a_zone(tmp_path: Path, text: str, moment: datetime) -> None:
    selection = select(tmp_path, "--since", text, "--until", text)
    assert (selection.since, selection.until) == (moment, moment)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--since", "24.11.2026", "must be a date such as 2026-11-24"),
        ("--until", "2026-13-01", "must be a date such as 2026-11-24"),
        ("--language", "DE", 'write "de"'),
        ("--language", "german", "must be an ISO 639-1 code of two letters"),
        ("--domain", "www.example.org", "such as example.org"),
        ("--domain", "https://example.org/x", "give a domain as records have it"),
        ("--contains", "…", "give words, such as 'night ferry'"),
        ("--min-words", "-1", "give a whole number, at least 0"),
        ("--min-words", "²", "give a whole number, at least 0"),
        ("--exclude-flag", "paywall-promt", "did you mean paywall-prompt?"),
        ("--exclude-flag", "zzz", "there are author-rule-not-matched, "),
        ("--by", "modified", "invalid choice"),
    ],
)
def test_wrong_value_is_told_with_the_way_out(
    tmp_path: Path, option: str, value: str, message: str
) -> None:
    with pytest.raises(argparse.ArgumentError, match=message.replace("?", r"\?")):
        parse(tmp_path, option, value)


def test_time_that_ends_before_it_begins_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--until 2026-11-01 is before --since 2026-12-01"):
        select(tmp_path, "--since", "2026-12-01", "--until", "2026-11-01")
    select(tmp_path, "--since", "2026-12-01", "--until", "2026-12-01")


def test_changes_come_from_the_runs_after_the_one_named(tmp_path: Path) -> None:
    begin_run(tmp_path, FIRST)
    begin_run(tmp_path, SECOND)
    write(tmp_path, story("a", run_id=FIRST), story("b", run_id=SECOND))
    assert read(tmp_path, "--changes-since", "20261124T10") == (["b"], "")
    assert read(tmp_path, "--changes-since", "latest") == ([], "")
    assert read(tmp_path, "--changes-since", "start") == (["a", "b"], "")


def test_source_whose_records_are_all_older_is_known(tmp_path: Path) -> None:
    begin_run(tmp_path, FIRST)
    write(tmp_path, story("a", run_id=FIRST, source_id="gazette"), name=f"{FIRST}-00001")
    options = ("--changes-since", FIRST, "--source")
    assert read(tmp_path, *options, "gazette") == ([], "")
    with pytest.raises(ConfigError, match=r"--source gazete: .*; the nearest is gazette"):
        read(tmp_path, *options, "gazete")


def test_unknown_run_is_named_with_the_option(tmp_path: Path) -> None:
    begin_run(tmp_path, FIRST)
    with pytest.raises(ConfigError, match=rf"--changes-since x: no such run; .* is {FIRST}"):
        select(tmp_path, "--changes-since", "x")


def test_source_that_never_was_is_told_at_the_end(tmp_path: Path) -> None:
    write(tmp_path, story("a", source_id="gazette"))
    with pytest.raises(ConfigError, match=r"--source gazete: .*; the nearest is gazette"):
        read(tmp_path, "--source", "gazette", "--source", "gazete")


def test_source_like_no_other_is_told_with_the_way_out(tmp_path: Path) -> None:
    write(tmp_path, story("a", source_id="gazette"))
    with pytest.raises(
        ConfigError, match=r"--source x: .* knows no such source; `newsdesk report`"
    ):
        read(tmp_path, "--source", "x")


def test_source_that_has_brought_nothing_yet_is_all_right(tmp_path: Path) -> None:
    begin_run(tmp_path, FIRST, faro={"new": 0})
    write(tmp_path, story("a", source_id="gazette"))
    assert read(tmp_path, "--source", "faro") == ([], "")


def test_what_is_not_dated_is_told(tmp_path: Path) -> None:
    write(tmp_path, story("a", date_published=None), story("b", date_published=None))
    found, told = read(tmp_path, "--since", "2026-11-24")
    assert found == []
    assert told.startswith("newsdesk: warning: 2 left out because the date they were published is")
    assert read(tmp_path, "--since", "2026-11-24", "--by", "fetched") == (["a", "b"], "")


def test_broken_line_names_the_way_out(tmp_path: Path) -> None:
    path = write(tmp_path, story("a"), {"id": "b"}, story("c"))
    with pytest.raises(RecordError, match=rf"{path}:2: .*; --skip-broken leaves such lines out"):
        read(tmp_path)
    found, told = read(tmp_path, "--skip-broken")
    assert found == ["a", "c"]
    assert told == f"newsdesk: warning: {path}:2: schema_version is missing; left out\n"
