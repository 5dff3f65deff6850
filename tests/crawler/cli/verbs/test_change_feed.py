import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.state.manifest import Manifest, write_manifest
from tests.crawler.cli.test_selection_options import FIRST, NOON, SECOND, begin_run
from tests.crawler.readers.dataset.test_selected import write
from tests.pipelines.exporters.record_examples import story


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    begin_run(folder, FIRST)
    begin_run(folder, SECOND)
    stories = [
        story(name, run_id=run) for name, run in (("a", FIRST), ("b", SECOND), ("c", SECOND))
    ]
    write(folder, *stories)
    return folder


def export(folder: Path, *options: str) -> int:
    return main(["export", "--output", str(folder), *options])


def test_changes_say_where_to_go_on(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(dataset, "jsonl", "--changes-since", FIRST) == 0
    captured = capsys.readouterr()
    assert captured.out.count("\n") == 2
    assert captured.err.endswith(f"next time: --changes-since {SECOND}\n")


def test_changes_that_a_limit_keeps_back_are_told(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("jsonl", "atom"):
        assert export(dataset, form, "--changes-since", "start", "--limit", "1") == 0
        told = capsys.readouterr().err
        assert "more records came than were written, and do not come the next time" in told
    assert export(dataset, "atom", "--changes-since", "start") == 0
    assert "more records" not in capsys.readouterr().err
    assert export(dataset, "jsonl", "--limit", "1") == 0
    assert "more records" not in capsys.readouterr().err


def test_changes_go_on_from_the_start_until_a_run_has_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    assert export(tmp_path, "jsonl", "--changes-since", "start") == 0
    assert capsys.readouterr().err.endswith("next time: --changes-since start\n")


def test_run_comes_whole_when_it_has_ended(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else what it has written by now would come twice, or what it writes later never."""
    third = SECOND.replace("T12", "T13")
    run = Manifest(run_id=third, command="crawl", configuration_sha256=None, started_at=NOON)
    write_manifest(dataset, run)
    write(dataset, story("d", run_id=third), story("b", revision=2, run_id=third), name="b-1")
    seen = []
    since = "start"
    for state in ("running", "running", "finished", "finished"):
        write_manifest(dataset, replace(run, state=state))
        assert export(dataset, "jsonl", "--latest", "--changes-since", since) == 0
        out, err = capsys.readouterr()
        records = map(json.loads, out.splitlines())
        seen.append([(record["id"], record["revision"]) for record in records])
        since = err.split()[-1]
    assert seen == [[("a", 1), ("b", 1), ("c", 1)], [], [("d", 1), ("b", 2)], []]
    assert since == third


def test_without_manifests_no_run_is_waited_for(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (dataset / "runs").iterdir():
        path.unlink()
    assert export(dataset, "jsonl", "--changes-since", "start") == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 3
    assert err.endswith("next time: --changes-since start\n")
