import json
import re
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from benchmarks.speed import (
    REST,
    STAGES,
    StageClock,
    Timing,
    build,
    format_timing,
    main,
    measure,
    profile,
    read_pages,
    stage_clock,
)
from pipelines import article, page_article
from pipelines.items import Page

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"


def page(body: bytes | None = None) -> Page:
    html = (PAGES / "german-end-of-page" / "page.html").read_bytes() if body is None else body
    url = "https://a.example/1"
    return Page(
        url=url, url_requested=url, body=html, fetched_at=datetime(2025, 11, 20, tzinfo=UTC)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    row = {"html": "1.html", "paragraphs": ["P"]}
    (tmp_path / "manifest.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "1.html").write_bytes(page().body)
    return tmp_path


def test_a_stage_takes_the_time_between_its_start_and_its_end() -> None:
    ticks = count()
    stages = StageClock(clock=lambda: float(next(ticks)))
    double = stages.timed("double", lambda value: 2 * value)
    assert (double(4), double(5)) == (8, 10)
    assert stages.take() == {"double": 2.0}
    assert stages.take() == {}


def test_a_stage_that_fails_took_its_time() -> None:
    ticks = count()
    stages = StageClock(clock=lambda: float(next(ticks)))
    with pytest.raises(ZeroDivisionError):
        stages.timed("divide", lambda: 1 / 0)()
    assert stages.take() == {"divide": 1.0}


def test_every_stage_of_an_article_is_timed_and_let_go_again() -> None:
    before = [dict(vars(module)) for module in (article, page_article)]
    with stage_clock() as stages:
        build(page())
        assert set(stages.take()) == set(STAGES.values())
        # Without a body it ends before it is cleaned.
        build(page(b""))
    assert [vars(module) for module in (article, page_article)] == before


def test_stages_and_the_rest_are_the_whole() -> None:
    timing = measure([page()], 1, lambda _: None)
    assert list(timing.stages) == [*STAGES.values(), REST]
    assert sum(timing.stages.values()) == pytest.approx(timing.ours)
    assert timing.pages == 1


def test_both_read_each_page_as_often() -> None:
    read: list[str] = []
    measure([page()], 3, lambda p: read.append(p.url))
    # Once to warm up.
    assert len(read) == 4


def test_the_ratio_is_ours_to_theirs() -> None:
    timing = Timing(pages=2, stages={"parse": 1.0}, ours=3.0, theirs=2.0)
    assert timing.ratio == 1.5
    assert format_timing(timing).splitlines() == [
        "2 pages, ms of CPU a page",
        "parse            1.00",
        "newsdesk         3.00",
        "trafilatura      2.00",
        "ratio            1.50, target 1.1",
    ]
    assert Timing(pages=1, stages={}, ours=1.0, theirs=0.0).ratio == 0


def test_pages_come_from_folders_of_the_benchmark(folder: Path) -> None:
    (found,) = read_pages(folder)
    assert found.body == page().body


def test_the_profile_names_functions() -> None:
    assert re.search(r"\b\w+\.py:\d+\(\w+\)", profile([page()]))


def test_the_command_prints_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pages", str(folder), "--rounds", "1"]) in {0, 4}
    assert capsys.readouterr().out.startswith("1 pages, ms of CPU a page")
    assert main(["--pages", str(folder), "--profile"]) == 0
    assert "tottime" in capsys.readouterr().out


def test_without_pages_the_way_out_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pages", str(folder), "--limit", "0"]) == 2
    assert "manifest.jsonl" in capsys.readouterr().err
