import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks import datasets
from benchmarks.datasets import (
    Measure,
    commands,
    fill,
    format_measure,
    main,
    measure,
    missed_bars,
    read_models,
)
from benchmarks.speed import read_pages
from crawler.readers.dataset.selected import read_selected
from pipelines.exporters.selection import Selection
from tests.pipelines.exporters.record_examples import story

STORY = "".join(
    f"<p>The harbour of Lowmere opened gate {gate} again on Monday, after the council and the "
    f"owners of the ferry had agreed on who pays for the repair of wall {gate}.</p>"
    for gate in range(9)
)
PAGE = f"<html lang=en><title>The harbour opens</title><article><h1>The harbour</h1>{STORY}"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.html").write_text("<p>Nothing")
    lines = (
        f'{{"html": "{name}.html", "url": "https://gazette.example/{name}", "title": "x"}}\n'
        for name in "ab"
    )
    (folder / "manifest.jsonl").write_text("".join(lines))
    return folder


def measures(export_s: float = 1, export_mb: int = 1, build_s: float = 1) -> Mapping[str, Measure]:
    return {
        "export": Measure(seconds=export_s, cpu_s=1, peak_kb=export_mb * 1024),
        "build": Measure(seconds=build_s, cpu_s=1, peak_kb=1),
        "verify": Measure(seconds=build_s, cpu_s=1, peak_kb=1),
    }


def test_pages_without_an_article_are_left_out(pages: Path) -> None:
    models = read_models(list(read_pages(pages)))
    assert [model["url"] for model in models] == ["https://gazette.example/a"]


def test_records_all_differ_and_come_in_the_order_of_their_days(tmp_path: Path) -> None:
    size = fill(tmp_path, [story("a"), story("b")], 2500)
    records = list(read_selected(tmp_path, Selection(latest_only=True)))
    assert len(records) == 2500
    assert len({record["id"] for record in records}) == 2500
    assert len({record["text"] for record in records}) == 2500
    days = [str(record["date_fetched"])[:10] for record in records]
    assert days == sorted(days)
    assert size == sum(path.stat().st_size for path in tmp_path.rglob("*.jsonl"))


def test_every_step_does_its_work(tmp_path: Path) -> None:
    fill(tmp_path / "output", [story("a")], 3)
    for command in commands(tmp_path).values():
        found = measure(command)
        assert found.seconds > 0
        assert found.cpu_s > 0
        assert found.peak_kb > 1000
    assert len(list((tmp_path / "export").rglob("*.parquet"))) == 1
    assert (tmp_path / "built" / "SHA256SUMS").exists()


def test_step_that_fails_ends_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        measure(commands(tmp_path)["verify"])


@pytest.mark.parametrize(
    ("found", "missed"),
    [
        (measures(), []),
        (measures(export_s=61), ["61 s for the export, at most 60"]),
        (measures(export_mb=601), ["601 MB for the export, at most 600"]),
        (measures(build_s=61), ["122 s for building and verifying, at most 120"]),
    ],
    ids=["none", "slow export", "large export", "slow build"],
)
def test_bars_that_are_missed_are_told(found: Mapping[str, Measure], missed: list[str]) -> None:
    assert missed_bars(found) == missed


@pytest.mark.parametrize(("seconds", "code"), [(1, 0), (99, 4)])
def test_exit_code_tells_whether_the_bars_are_met(
    pages: Path,
    seconds: float,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(
        datasets, "measure", lambda _: Measure(seconds=seconds, cpu_s=1, peak_kb=2048)
    )
    assert main(["--records", "5", str(pages)]) == code
    out = capsys.readouterr().out
    assert out.startswith("5 records of 1 articles, 0 MB\n")
    assert ("missed: 99 s for the export" in out) == (code == 4)


def test_folder_without_articles_is_told(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pages / "a.html").write_text("<p>Nothing")
    assert main([str(pages)]) == 2
    assert "no page of these folders gives an article" in capsys.readouterr().err


def test_a_step_is_told_in_one_line() -> None:
    found = Measure(seconds=12.34, cpu_s=5.67, peak_kb=300 * 1024)
    assert format_measure("export", found) == "export    12.3 s    5.7 s CPU    300 MB"
