import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.state.manifest import Manifest, write_manifest
from pipelines.exporters.jsonl import read_segments
from tests.crawler.state.examples import (
    NOON,
    STORY,
    article,
    open_dataset,
    rejection,
    with_removed_block,
)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    for run_id, count in (("20261124T100000Z-aaaa", 2), ("20261124T120000Z-bbbb", 3)):
        with open_dataset(folder, run_id) as opened:
            for number in range(count):
                url = f"{STORY}/{run_id}/{number}"
                opened.deliver(with_removed_block(article(url, f"Story {number} of {run_id}.")))
            opened.reject(rejection(f"{STORY}/{run_id}/<bad>"))
        manifest = Manifest(
            run_id=run_id, command="newsdesk crawl", configuration_sha256=None, started_at=NOON
        )
        write_manifest(folder, manifest)
    return folder


def report(folder: Path, *options: str) -> int:
    return main(["report", "--output", str(folder), *options])


def test_page_is_written_to_a_file(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new" / "report.html"
    assert report(dataset, "--html", str(path)) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"report written to {path}\n"
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert f"<h1><bdi>{dataset}</bdi></h1>" in page
    assert "/&lt;bad&gt;" in page
    days = Counter(str(r["date_fetched"])[:10] for r in read_segments(dataset / "articles"))
    for day, records in days.items():
        assert re.search(rf"<bdi>{day}</bdi></th>\s*<td>{records}</td>", page)
    assert os.listdir(path.parent) == [path.name]  # noqa: PTH208 - hidden files too


def test_page_can_go_to_stdout(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(dataset, "--html", "-", "--run", "latest") == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("<!DOCTYPE html>")
    assert captured.out.endswith("</html>\n")
    assert "One run of the dataset, <bdi>20261124T120000Z-bbbb</bdi>." in captured.out
    assert captured.err == ""


def test_earlier_page_is_replaced_also_through_a_link(dataset: Path, tmp_path: Path) -> None:
    path, link = tmp_path / "report.html", tmp_path / "link.html"
    path.write_text("old")
    link.symlink_to(path)
    assert report(dataset, "--html", str(link)) == 0
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_device_is_written_to_and_stays(dataset: Path) -> None:
    assert report(dataset, "--html", "/dev/null") == 0
    assert Path("/dev/null").is_char_device()


def test_folder_is_no_file(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(dataset, "--html", str(dataset)) == 2
    assert "is a folder; name a file in it" in capsys.readouterr().err


def test_file_that_cannot_be_written_leaves_nothing(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert report(dataset, "--html", str(tmp_path / "file" / "report.html")) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err


def test_json_and_html_exclude_each_other(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(dataset, "--html", "-", "--json") == 2
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["jinja2", "pygal"])
def test_missing_extra_is_named(
    dataset: Path, missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith("pipelines.report.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    assert report(dataset, "--html", "-") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert '--html needs `pip install "newsdesk[html]"`' in captured.err


def test_torn_line_is_told_and_the_page_is_written(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segment = next(dataset.glob("articles/*/*aaaa-00001.jsonl"))
    segment.write_bytes(segment.read_bytes()[:50] + b"\n")
    assert report(dataset, "--html", str(tmp_path / "report.html")) == 1
    assert "not JSON" in capsys.readouterr().err
    assert (tmp_path / "report.html").exists()


def test_json_has_the_counts_of_days_and_lengths(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(dataset, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["days"] == {"2026-11-24": {"records": 5, "sources": {"gazette": 5}}}
    assert found["lengths"][0] == {"least": 0, "most": 24, "records": 5}
    assert found["words"] == sum(
        int(str(r["word_count"])) for r in read_segments(dataset / "articles")
    )
