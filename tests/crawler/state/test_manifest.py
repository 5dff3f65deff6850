import json
import platform
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.state.manifest import (
    Manifest,
    RunState,
    mark_killed_runs,
    next_run_id,
    run_id,
    write_manifest,
)
from tests.crawler.state.examples import NOON

STARTED = Manifest(
    run_id="20261124T120000Z-ab12",
    command="newsdesk crawl",
    configuration_sha256="00ff",
    started_at=NOON,
)


def test_a_run_is_named_by_its_start_in_utc() -> None:
    local = datetime(2026, 11, 24, 17, 30, tzinfo=timezone(timedelta(hours=2)))
    assert run_id(local, "ab12") == "20261124T153000Z-ab12"


@given(st.lists(st.datetimes(min_value=datetime(2000, 1, 1)), min_size=2))  # noqa: DTZ001 - bound
def test_run_names_sort_by_time(moments: list[datetime]) -> None:
    aware = sorted(moment.replace(tzinfo=UTC) for moment in moments)
    names = [run_id(moment, "0000") for moment in aware]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (None, "20261124T120000Z-0000"),
        ("20261124T115959Z-ffff", "20261124T120000Z-0000"),
        ("20261124T120000Z-ab12", "20261124T120001Z-0000"),
        ("20280229T235959Z-ab12", "20280301T000000Z-0000"),
        ("tomorrow", "20261124T120000Z-0000"),
        ("99991231T235959Z-ab12", "20261124T120000Z-0000"),
    ],
    ids=["none", "earlier", "in the same second", "of a clock ahead", "no run", "the last second"],
)
def test_a_run_is_named_behind_all_others(
    tmp_path: Path, newest: str | None, expected: str
) -> None:
    for name in filter(None, ("20261101T000000Z-0000", newest)):
        write_manifest(tmp_path, replace(STARTED, run_id=name))
    assert next_run_id(tmp_path, NOON, "0000") == expected


def test_a_started_run_is_on_disk_as_running(tmp_path: Path) -> None:
    path = write_manifest(tmp_path, STARTED)
    values = json.loads(path.read_text())
    assert path == tmp_path / "runs" / "20261124T120000Z-ab12.json"
    assert (values["state"], values["started_at"]) == ("running", "2026-11-24T12:00:00Z")
    assert (values["ended_at"], values["exit_code"]) == (None, None)


def test_the_end_of_a_run_replaces_its_start(tmp_path: Path) -> None:
    write_manifest(tmp_path, STARTED)
    ended = replace(
        STARTED,
        state="finished",
        ended_at=NOON + timedelta(minutes=1),
        exit_code=3,
        sources={"gazette": {"new": 4}},
    )
    values = json.loads(write_manifest(tmp_path, ended).read_text())
    assert [p.name for p in (tmp_path / "runs").iterdir()] == ["20261124T120000Z-ab12.json"]
    assert (values["state"], values["ended_at"]) == ("finished", "2026-11-24T12:01:00Z")
    assert (values["exit_code"], values["sources"]) == (3, {"gazette": {"new": 4}})


def test_a_manifest_names_the_versions_that_matter(tmp_path: Path) -> None:
    versions = json.loads(write_manifest(tmp_path, STARTED).read_text())["versions"]
    assert versions["python"] == platform.python_version()
    for package in ("newsdesk", "scrapy", "trafilatura", "feedparser", "dateparser"):
        assert versions[package] == version(package)


def states(folder: Path) -> list[str]:
    files = sorted((folder / "runs").glob("*.json"))
    return [json.loads(path.read_bytes())["state"] for path in files]


def write_runs(folder: Path, *given: RunState) -> None:
    for number, state in enumerate(given):
        write_manifest(folder, replace(STARTED, run_id=f"run-{number}", state=state))


def test_run_that_was_killed_is_called_so_by_the_next(tmp_path: Path) -> None:
    write_runs(tmp_path, "finished", "running", "running")
    mark_killed_runs(tmp_path)
    assert states(tmp_path) == ["finished", "killed", "killed"]


def test_nothing_else_of_a_killed_run_changes(tmp_path: Path) -> None:
    before = json.loads(write_manifest(tmp_path, STARTED).read_bytes())
    mark_killed_runs(tmp_path)
    path = tmp_path / "runs" / "20261124T120000Z-ab12.json"
    assert json.loads(path.read_bytes()) == {**before, "state": "killed"}


@pytest.mark.parametrize("state", ["finished", "interrupted", "killed"])
def test_run_that_has_ended_stays_as_it_is(tmp_path: Path, state: RunState) -> None:
    write_runs(tmp_path, state)
    mark_killed_runs(tmp_path)
    assert states(tmp_path) == [state]


@pytest.mark.parametrize("content", ["", '{"state": "runn', "[]"])
def test_broken_manifest_hides_no_killed_run(tmp_path: Path, content: str) -> None:
    write_runs(tmp_path, "running")
    (tmp_path / "runs" / "run-1.json").write_text(content)
    mark_killed_runs(tmp_path)
    assert json.loads((tmp_path / "runs" / "run-0.json").read_bytes())["state"] == "killed"
    assert (tmp_path / "runs" / "run-1.json").read_text() == content


def test_only_manifests_are_taken_for_runs(tmp_path: Path) -> None:
    write_runs(tmp_path, "running")
    (tmp_path / "runs" / "run-1.json.part").write_text('{"state": "finished"}')
    mark_killed_runs(tmp_path)
    assert states(tmp_path) == ["killed"]


def test_dataset_without_runs_has_none_that_was_killed(tmp_path: Path) -> None:
    mark_killed_runs(tmp_path)
    assert list(tmp_path.iterdir()) == []
