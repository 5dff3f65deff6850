"""The benchmark on a folder of our own golden pages, through the command line of newsdesk."""

import json
from pathlib import Path

import pytest

from benchmarks.quality import main, read_golds

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
CASES = ("comments-and-consent-dialog", "headline-quoted-in-a-sentence")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as the benchmark reads it, with one line that it must leave out."""
    rows = [{"html": "x.html", "url": None, "paragraphs": ["x"], "gold_suspect": "another article"}]
    for case in CASES:
        told = json.loads((PAGES / case / "article.json").read_text(encoding="utf-8"))
        (tmp_path / f"{case}.html").write_bytes((PAGES / case / "page.html").read_bytes())
        rows.append({"html": f"{case}.html", "title": told["title"], "paragraphs": told["text"]})
    lines = [json.dumps(row) for row in rows]
    (tmp_path / "manifest.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_suspect_pages_are_left_out_and_missing_names_filled_in(folder: Path) -> None:
    golds = list(read_golds(folder))
    assert [gold.id for gold in golds] == [f"{case}.html" for case in CASES]
    assert all(gold.site and gold.url.startswith("http://") for gold in golds)


def test_newsdesk_and_trafilatura_are_measured_on_the_same_pages(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--worst", "1", str(folder)]) == 0
    printed = capsys.readouterr().out.splitlines()
    ours = next(line for line in reversed(printed) if line.startswith("newsdesk"))
    theirs = next(line for line in reversed(printed) if line.startswith("trafilatura"))
    assert ours.split()[1] == theirs.split()[1] == str(len(CASES))
    assert float(ours.split()[2]) == 1.0
    assert printed[-1].startswith(CASES)
