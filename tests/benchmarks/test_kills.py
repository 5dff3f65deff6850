import json
from pathlib import Path

from benchmarks.kills import Bench, Verdict, _check_whole


def bench(folder: Path, *urls: str) -> Bench:
    return Bench(verb="crawl", folder=folder, urls=frozenset(urls))


def write(folder: Path, *urls: str, end: str = "\n") -> None:
    segment = folder / "out" / "articles" / "date=2026-11-24" / "run-00001.jsonl"
    segment.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"url_requested": url}) for url in urls]
    segment.write_text("\n".join(lines) + end, encoding="utf-8")


def judged(folder: Path, *urls: str) -> list[str]:
    verdict = Verdict(verb="crawl")
    _check_whole(bench(folder, *urls), verdict)
    return verdict.faults


def test_a_dataset_that_has_every_page_once_is_sound(tmp_path: Path) -> None:
    write(tmp_path, "a", "b")
    assert judged(tmp_path, "a", "b") == []


def test_lost_doubled_and_torn_lines_are_faults(tmp_path: Path) -> None:
    write(tmp_path, "a", "a")
    assert judged(tmp_path, "a", "b") == ["1 lines are there twice", "1 of 2 are lost"]
    write(tmp_path, "a", end='\n{"url_req')
    assert judged(tmp_path, "a")[0].startswith("torn: ")


def test_parts_of_files_are_faults(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "out" / "articles" / "x.part").touch()
    assert judged(tmp_path, "a") == ["parts of files are left"]
