import json
from pathlib import Path

import pytest

from benchmarks import search
from benchmarks.search import Stories, Timing, draw_queries, format_timing, main, write_stories
from crawler.readers.dataset.records import read_records

TEXTS = [
    "The night ferry sails again from Monday on, the operator said in the harbour.\n\nIt is late.",
    "The council wants to sell the old crane, and the owners of the harbour do not agree at all.",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"html": f"{n}.html", "paragraphs": text.split("\n\n")} for n, text in enumerate(TEXTS)]
    (tmp_path / "manifest.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return tmp_path


def test_stories_are_whole_records_and_the_same_in_each_run(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_stories(tmp_path / name, Stories(TEXTS), 30)
    records = list(read_records(tmp_path / "one"))
    assert len({record["id"] for record in records if isinstance(record, dict)}) == 30
    assert records == list(read_records(tmp_path / "two"))


def test_queries_of_all_kinds_come_as_often() -> None:
    queries = draw_queries(Stories(TEXTS), 3)
    kinds = [query.kind for query in queries]
    assert {kinds.count(kind) for kind in kinds} == {3}
    assert queries == draw_queries(Stories(TEXTS), 3)


def test_a_small_index_is_measured_from_end_to_end(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder), "--articles", "50", "--queries", "2"]) in {0, 4}
    out = capsys.readouterr().out
    assert "index of 50 stories" in out
    assert out.splitlines()[-1].startswith("all ")


@pytest.mark.parametrize(("median_ms", "code"), [(99.0, 0), (100.0, 4)])
def test_exit_code_tells_whether_the_target_is_met(
    folder: Path, median_ms: float, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    timing = Timing(kind="all", count=1, median_ms=median_ms, p95_ms=1, worst_ms=1)
    monkeypatch.setattr(search, "measure", lambda *_: [timing])
    assert main([str(folder), "--articles", "1", "--queries", "1"]) == code


def test_a_timing_is_told_in_one_line() -> None:
    timing = Timing(kind="phrase", count=9, median_ms=1.25, p95_ms=20, worst_ms=300)
    assert format_timing(timing) == (
        "phrase                 9 queries  median     1.2 ms  95 %    20.0 ms  worst   300.0 ms"
    )
