import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.state.manifest import Manifest, write_manifest
from tests.crawler.state.examples import (
    NOON,
    STORY,
    article,
    open_dataset,
    rejection,
    with_removed_block,
)


def fill(folder: Path, run_id: str, count: int, error: str | None = None) -> None:
    """Deliver some stories and a rejection, as a run does."""
    with open_dataset(folder, run_id) as dataset:
        for number in range(count):
            url = f"{STORY}/{run_id}/{number}"
            dataset.deliver(with_removed_block(article(url, f"Story {number} of {run_id}.")))
        dataset.reject(rejection(f"{STORY}/{run_id}/bad"))
    started = NOON + timedelta(seconds=len(list((folder / "runs").glob("*"))))
    manifest = Manifest(
        run_id=run_id, command="newsdesk crawl", configuration_sha256=None, started_at=started
    )
    results: dict[str, dict[str, object]] = {
        "gazette": {"new": count, "error": error},
        "faro": {"error": "http-500: down"},
    }
    write_manifest(folder, replace(manifest, state="finished", sources=results))


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    fill(tmp_path, "20261124T100000Z-aaaa", 2)
    fill(tmp_path, "20261124T120000Z-bbbb", 3)
    return tmp_path


def report(folder: Path, *options: str) -> int:
    return main(["report", "--output", str(folder), *options])


def test_tables_show_what_the_dataset_holds(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(dataset) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    rows = [line.split() for line in captured.out.splitlines()]
    for row in (
        "gazette 5 0 0 2",
        "2026-11-24 5",
        "0-24 5",
        "en 5",
        "none 5",
        "article 5",
        "read-more 5 5 45 Read more",
        "no-article-body 2 https://gazette.example/2026/harbour/",
        "faro http-500: down 2 20261124T120000Z-bbbb",
    ):
        words = row.split()
        assert any(_fits(found, words) for found in rows), row
    assert "Quality flags" not in captured.out


def _fits(found: list[str], words: list[str]) -> bool:
    *exact, last = words
    return found[: len(exact)] == exact and found[len(exact)].startswith(last)


def test_json_holds_the_same_numbers(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(dataset, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["run"] is None
    assert found["records"] == 5
    assert found["sources"]["gazette"] == {
        "new": 5, "updated": 0, "duplicates": 0, "rejected": 2,
    }  # fmt: skip
    assert found["rules"]["read-more"]["samples"] == ["Read more"]
    assert found["rejections"]["no-article-body"]["pages"] == 2
    assert [(t["source_id"], t["runs_in_a_row"]) for t in found["troubles"]] == [("faro", 2)]


@pytest.mark.parametrize(
    ("run", "records"),
    [("20261124T100000Z-aaaa", 2), ("20261124T12", 3), ("latest", 3)],
    ids=["id", "beginning of an id", "latest"],
)
def test_one_run_can_be_chosen(
    dataset: Path, run: str, records: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(dataset, "--json", "--run", run) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["records"] == records
    assert found["sources"]["gazette"]["rejected"] == 1


def test_unknown_run_is_wrong_usage(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(dataset, "--run", "20261124T100000Z-aaab") == 2
    message = "no such run; the nearest is 20261124T100000Z-aaaa"
    assert message in capsys.readouterr().err


def test_torn_line_is_named_and_the_others_are_counted(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segment = next(dataset.glob("articles/*/*aaaa-00001.jsonl"))
    lines = segment.read_bytes().splitlines()
    segment.write_bytes(b"\n".join([lines[0][:50], *lines[1:]]) + b"\n")
    assert report(dataset, "--json") == 1
    captured = capsys.readouterr()
    assert captured.err.startswith(f"newsdesk: error: {segment}:1: not JSON")
    assert json.loads(captured.out)["records"] == 4


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", "[" * 100_000], ids=["torn", "list", "empty", "deep"]
)
def test_broken_manifest_is_named(
    dataset: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = dataset / "runs" / "broken.json"
    path.write_text(content)
    assert report(dataset) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith(f"newsdesk: error: {path}: ")
    assert "gazette" in captured.out


def test_folder_without_a_dataset_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(tmp_path / "nothing") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "holds no dataset" in captured.err


def test_empty_dataset_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_dataset(tmp_path).close()
    assert report(tmp_path) == 0
    assert capsys.readouterr().out == "no records and no rejected pages yet\n"


def test_report_does_not_wait_for_a_crawl(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_dataset(dataset, "run-3") as busy:
        busy.deliver(article(f"{STORY}/busy", "Not yet in a segment."))
        assert report(dataset, "--json") == 0
    assert json.loads(capsys.readouterr().out)["records"] == 5
