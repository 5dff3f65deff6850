import json
import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.serving.counting import CountEndedError, Reports
from tests.crawler.serving.records import record, removed_line, write

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def reports(folder: Path) -> Reports:
    return Reports(folder, lambda: NOW)


def write_manifest(folder: Path, run_id: str, **values: object) -> None:
    path = folder / "runs" / f"{run_id}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"run_id": run_id, **values}))


def test_all_lines_or_those_of_a_run_are_counted(tmp_path: Path) -> None:
    one, two = record("a"), record("b", run_id="run-2")
    write(tmp_path, "articles/1.jsonl", [one, two])
    write(tmp_path, "removed/1.jsonl.gz", [removed_line(one, {}), removed_line(two, {}, {})])
    write_manifest(tmp_path, "run-2", sources={"faro": {"error": "http-500: down"}})
    whole, run = reports(tmp_path).counted(None), reports(tmp_path).counted("run-2")
    assert (whole.report.records, whole.report.rules["read-more"].cuts) == (2, 3)
    assert (run.report.records, run.report.rules["read-more"].cuts) == (1, 2)
    assert [trouble.source_id for trouble in run.troubles] == ["faro"]
    assert (run.run_id, run.counted_at) == ("run-2", NOW)
    assert reports(tmp_path).counted("run-1").troubles == ()


def test_report_is_kept_until_something_comes(tmp_path: Path) -> None:
    write(tmp_path, "articles/1.jsonl", [record("a")])
    desk = reports(tmp_path)
    before = desk.counted(None)
    assert desk.counted(None) is before
    write(tmp_path, "rejected/2.jsonl", [{"reason": "http-404", "run_id": "run-2"}])
    assert desk.counted(None).report.rejections["http-404"].pages == 1
    write_manifest(tmp_path, "run-3", sources={"faro": {"error": "down"}})
    assert len(desk.counted(None).troubles) == 1


def test_only_some_reports_are_kept(tmp_path: Path) -> None:
    desk = reports(tmp_path)
    first = desk.counted("run-0")
    for number in range(1, 20):
        desk.counted(f"run-{number}")
    assert desk.counted("run-0") is not first


def test_runs_come_newest_first_without_broken_manifests(tmp_path: Path) -> None:
    assert reports(tmp_path).runs() == []
    write_manifest(tmp_path, "b", started_at="2026-11-01T00:00:00Z")
    write_manifest(tmp_path, "a", started_at="2026-11-02T00:00:00Z")
    (tmp_path / "runs" / "torn.json").write_text('{"run_id": "c')
    (tmp_path / "runs" / "other.json").write_text("[]")
    (tmp_path / "runs" / "deep.json").write_text("[" * 100_000)
    assert [run["run_id"] for run in reports(tmp_path).runs()] == ["a", "b"]


def test_manifest_that_is_written_again_is_read_again(tmp_path: Path) -> None:
    desk = reports(tmp_path)
    write_manifest(tmp_path, "a", state="running")
    assert [run["state"] for run in desk.runs()] == ["running"]
    before = (tmp_path / "runs" / "a.json").stat().st_mtime_ns
    write_manifest(tmp_path, "a", state="finished")
    os.utime(tmp_path / "runs" / "a.json", ns=(before + 1, before + 1))
    write_manifest(tmp_path, "b", state="running")
    assert sorted(str(run["state"]) for run in desk.runs()) == ["finished", "running"]
    (tmp_path / "runs" / "a.json").unlink()
    assert [run["run_id"] for run in desk.runs()] == ["b"]


def test_torn_lines_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, "articles/1.jsonl", [record("a")])
    path.write_bytes(path.read_bytes() + b'{"torn')
    assert reports(tmp_path).counted(None).report.records == 1


def test_many_who_ask_while_a_crawl_writes_share_a_count(tmp_path: Path) -> None:
    readers: list[threading.Thread] = []
    counts: list[int] = []

    def clock() -> datetime:
        """Is asked at the end of each count: then there are more readers and another segment."""
        counts.append(1)
        write(tmp_path, f"articles/{len(counts)}.jsonl", [record(f"a{len(counts)}")])
        if len(counts) == 1:
            coming = threading.Barrier(11)
            for _ in range(10):
                reader = threading.Thread(target=lambda: (coming.wait(), desk.counted(None)))
                readers.append(reader)
                reader.start()
            coming.wait()
            time.sleep(0.1)  # they ask now, and wait
        return NOW

    desk = Reports(tmp_path, clock)
    assert desk.counted(None).report.records == 0
    for reader in readers:
        reader.join()
    assert len(counts) < len(readers)
    before = len(counts)
    assert desk.counted(None).report.records == before


def test_count_is_given_up_when_the_server_ends(tmp_path: Path) -> None:
    write(tmp_path, "articles/1.jsonl", [record("a")])
    desk = reports(tmp_path)
    desk.stop()
    with pytest.raises(CountEndedError):
        desk.counted(None)
