"""The benchmark on a folder of our own golden pages, through the command line of newsdesk."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.bootstrap import Drawings
from benchmarks.quality import _is_below, main

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
CASES = ("comments-and-consent-dialog", "headline-quoted-in-a-sentence")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as the benchmark reads it, with one line that it must leave out."""
    rows: list[Mapping[str, object]] = [
        {"html": "x.html", "url": None, "paragraphs": ["x"], "gold_suspect": "another article"}
    ]
    for case in CASES:
        told = json.loads((PAGES / case / "article.json").read_text(encoding="utf-8"))
        (tmp_path / f"{case}.html").write_bytes((PAGES / case / "page.html").read_bytes())
        rows.append({"html": f"{case}.html", "title": told["title"], "paragraphs": told["text"]})
    write(tmp_path, rows)
    return tmp_path


def write(folder: Path, rows: Sequence[Mapping[str, object]]) -> None:
    lines = [json.dumps(row) for row in rows]
    (folder / "manifest.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_newsdesk_and_trafilatura_are_measured_on_the_same_pages(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = folder / "numbers.json"
    options = ["--worst", "1", "--newsdesk-args=--memory off", "--json", str(numbers)]
    assert main([*options, str(folder)]) == 0
    told = json.loads(numbers.read_text(encoding="utf-8"))[folder.name]["all"]
    assert list(told) == ["newsdesk", "newsdesk --memory off", "trafilatura"]
    assert {system["f1"]["pages"] for system in told.values()} == {len(CASES)}
    assert told["newsdesk"]["f1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "pages": len(CASES)}
    printed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("F1 less that of trafilatura: +0.") for line in printed)
    assert printed[-1].startswith("1.000 ")


def drawn(f1: float, headline: float) -> dict[str, Drawings]:
    values = {"f1": f1, "headline": headline}
    return {n: Drawings(value=v, drawn=np.array([v]), pages=1) for n, v in values.items()}


@pytest.mark.parametrize(
    ("systems", "is_below"),
    [
        ({"newsdesk": drawn(0.9, 0.0), "trafilatura": drawn(0.9, 0.3)}, False),
        ({"newsdesk": drawn(0.8, 0.0), "trafilatura": drawn(0.9, 0.3)}, True),
        ({"newsdesk": drawn(0.8, 0.0), "goose3": drawn(0.9, 0.0)}, False),
        ({"newsdesk": drawn(0.9, 0.04)}, True),
        ({"newsdesk": {}, "trafilatura": {}}, False),
    ],
)
def test_newsdesk_must_reach_trafilatura_and_repeat_no_headline(
    systems: dict[str, dict[str, Drawings]], is_below: bool
) -> None:
    assert _is_below(systems) == is_below


def test_pages_without_gold_text_are_measured_by_their_metadata(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, [{"html": f"{CASES[0]}.html", "title": "x", "paragraphs": None}])
    assert main(["--peers", "none", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "title" in printed
    assert "precision" not in printed


def test_a_folder_without_a_manifest_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--peers", "none", str(tmp_path)]) == 1
    assert "manifest.jsonl" in capsys.readouterr().err


def test_an_unknown_peer_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--peers", "goose2", "x"])
    assert ended.value.code == 2
    assert "choose of all, none, trafilatura" in capsys.readouterr().err
