import json
from pathlib import Path

import pytest

from benchmarks import crawl
from benchmarks.crawl import Round, format_round, main, run_round, serving
from pipelines.exporters.jsonl import read_segments

TEXT = "".join(
    f"<p>On the {n}. evening the council of Lowmere talked for an hour about the bench at the "
    "quay, which has stood there since 1931 and which nobody has mended.</p>"
    for n in range(5)
)
PAGE = f"<html><head><title>The bench</title></head><body><article><h1>The bench</h1>{TEXT}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    row = {"id": "a", "url": "http://x.example/a", "html": "a.html", "paragraphs": ["x"]}
    (tmp_path / "manifest.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return tmp_path


def test_both_crawl_all_pages_of_the_site(folder: Path) -> None:
    with serving([folder], 3) as base:
        crawl.crawl_with_newsdesk(base, folder)
        crawl.crawl_naively(base, folder)
    articles = list(read_segments(folder / "output" / "articles"))
    naive = (folder / "naive.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(articles) == len(naive) == 3


@pytest.mark.parametrize("is_naive_first", [True, False])
def test_a_round_runs_both_in_turn(is_naive_first: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(crawl, "crawl_with_newsdesk", lambda *_: order.append("newsdesk"))
    monkeypatch.setattr(crawl, "crawl_naively", lambda *_: order.append("naive"))
    run_round("", 10, is_naive_first=is_naive_first)
    assert order == (["naive", "newsdesk"] if is_naive_first else ["newsdesk", "naive"])


@pytest.mark.parametrize(("speed", "code"), [(41.0, 0), (39.0, 4)])
def test_the_exit_code_tells_whether_the_median_meets_the_target(
    speed: float,
    code: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rounds = iter([Round(newsdesk=1.0, naive=10.0)] + [Round(newsdesk=speed, naive=10.0)] * 2)
    monkeypatch.setattr(crawl, "run_round", lambda *_, **__: next(rounds))
    assert main([str(folder)]) == code
    assert f"median ratio {speed / 10:.2f}, target 4" in capsys.readouterr().out


def test_a_round_is_told_with_its_ratio() -> None:
    told = format_round(Round(newsdesk=30.0, naive=12.0))
    assert told == "newsdesk 30.0, naive 12.0 pages/s, ratio 2.50"
