import json
from pathlib import Path

import pytest

from benchmarks.page_kinds import MarkedPage, fit, main, mark_folder, read_marked, table
from pipelines.extraction.kinds.page_kind import share_against


def pages(kind: str, mark: str, count: int = 40) -> list[MarkedPage]:
    """Return pages of one kind that show one mark."""
    return [
        MarkedPage(set_name="s", kind=kind, may_tune=index % 2 == 0, marks={mark: 1.0})
        for index in range(count)
    ]


def test_fit_learns_which_mark_belongs_to_which_kind() -> None:
    model = fit([*pages("article", "a"), *pages("listing", "b"), *pages("forum", "c")])
    assert set(model.intercepts) == {"article", "forum", "list"}
    assert share_against(model.shares({"a": 1.0})) < 0.2
    assert share_against(model.shares({"b": 1.0})) > 0.8
    assert model.reasons("list", {"b": 1.0}) == ("b",)


def test_table_counts_refusals_of_each_kind_in_both_halves() -> None:
    sample = [*pages("article", "a"), *pages("forum", "c")]
    lines = list(table(sample, fit(sample), 0.5))
    assert [line.split() for line in lines[1:]] == [
        ["s", "article", "0/20", "0.0%", "0/20", "0.0%"],
        ["s", "forum", "20/20", "100.0%", "20/20", "100.0%"],
    ]


def test_folder_becomes_marks_becomes_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The council of Lowmere approved the new bridge over the sound on Tuesday. " * 3
    (tmp_path / "a.html").write_text(f"<html><body><h1>Bridge</h1><p>{text}</p></body></html>")
    (tmp_path / "b.html").write_bytes(b"%PDF-1.7")
    rows = [
        {"html": "a.html", "url": "https://a.example/x"},
        {"html": "a.html", "url": "https://b.example/x", "page_type": "forum"},
        {"html": "a.html", "gold_suspect": "another story"},
        {"html": "b.html", "url": "https://c.example/x"},
    ]
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [line["kind"] for line in mark_folder(tmp_path)] == ["article", "forum"]
    assert main(["marks", str(tmp_path)]) == 0
    marks = tmp_path / "marks.jsonl"
    marks.write_text(capsys.readouterr().out, encoding="utf-8")
    assert len(list(read_marked([marks]))) == 2
    assert main(["check", str(marks)]) == 0
    assert "forum" in capsys.readouterr().out
