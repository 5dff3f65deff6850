import csv
import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import feedparser
import pandas
import pytest

from crawler.cli.main import main
from pipelines.exporters.profiles import PROFILES
from tests.crawler.cli.test_selection_options import FIRST, SECOND, begin_run
from tests.crawler.readers.dataset.test_selected import write
from tests.pipelines.exporters.record_examples import story

OLD, NEW = "2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Return a dataset of three stories from two sources; one of them has a second revision."""
    folder = tmp_path / "output"
    begin_run(folder, FIRST)
    begin_run(folder, SECOND)
    write(
        folder,
        story("a", title="Old", date_published=OLD, run_id=FIRST),
        story("b", title="Undated", source_id="faro", publisher="El Faro", run_id=FIRST),
        story("a", title="Mended", date_published=OLD, revision=2, run_id=SECOND),
        story("c", title="New", date_published=NEW, tags=["Coal", "Cranes"], run_id=SECOND),
    )
    return folder


def export(folder: Path, *options: str) -> int:
    return main(["export", "--output", str(folder), *options])


def titles(jsonl: str) -> list[object]:
    return [json.loads(line)["title"] for line in jsonl.splitlines()]


def test_jsonl_holds_the_records(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(dataset, "jsonl") == 0
    captured = capsys.readouterr()
    segment = next(dataset.glob("articles/*/*.jsonl"))
    assert captured.out == segment.read_text(encoding="utf-8")
    assert captured.err == "wrote 4 records to stdout\n"


def test_csv_holds_the_records(dataset: Path, tmp_path: Path) -> None:
    assert export(dataset, "csv", "-O", str(tmp_path / "a.csv")) == 0
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["title"] for row in rows] == ["Old", "Undated", "Mended", "New"]
    assert json.loads(rows[3]["tags"]) == ["Coal", "Cranes"]
    assert rows[0]["cluster_id"] == ""


def test_atom_holds_the_last_revision_of_each_story_newest_first(
    dataset: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.atom"
    options = ("--title", "Desk", "--feed-url", "https://desk.example/a.atom")
    assert export(dataset, "atom", *options, "-O", str(path)) == 0
    feed = feedparser.parse(path.read_bytes())
    assert [entry.title for entry in feed.entries] == ["Undated", "New", "Mended"]
    assert (feed.feed.title, feed.feed.id) == ("Desk", "https://desk.example/a.atom")
    assert feed.feed.updated == feed.entries[0].updated


def test_json_feed_holds_the_last_revision_of_each_story_newest_first(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(dataset, "json-feed", "--limit", "2", "--home-url", "https://desk.example/") == 0
    feed = json.loads(capsys.readouterr().out)
    assert [item["title"] for item in feed["items"]] == ["Undated", "New"]
    assert (feed["title"], feed["home_page_url"]) == ("newsdesk", "https://desk.example/")


def test_feed_of_nothing_is_a_feed(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(dataset, "atom", "--min-words", "9999") == 0
    captured = capsys.readouterr()
    feed = feedparser.parse(captured.out.encode())
    assert (feed.bozo, feed.entries) == (False, [])
    assert feed.feed.updated.endswith("Z")
    assert captured.err == "wrote a feed of 0 records to stdout\n"


def test_same_records_give_the_same_feed(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = []
    for _ in range(2):
        export(dataset, "atom")
        written.append(capsys.readouterr().out)
    assert written[0] == written[1]


def test_each_source_has_a_feed(dataset: Path, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    url = "https://desk.example/feeds/"
    assert export(dataset, "atom", "--per-source", str(folder), "--feed-url", url) == 0
    feeds = {path.name: feedparser.parse(path.read_bytes()) for path in folder.iterdir()}
    assert {name: (f.feed.title, f.feed.id, len(f.entries)) for name, f in feeds.items()} == {
        "faro.atom": ("El Faro", f"{url}faro.atom", 1),
        "gazette.atom": ("The Gazette", f"{url}gazette.atom", 2),
    }


def test_title_stands_before_the_name_of_each_source(dataset: Path, tmp_path: Path) -> None:
    export(dataset, "json-feed", "--per-source", str(tmp_path / "feeds"), "--title", "Desk")
    feed = json.loads((tmp_path / "feeds" / "faro.json").read_bytes())
    assert feed["title"] == "Desk: El Faro"


def test_limit_takes_the_newest(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(dataset, "jsonl", "--limit", "2", "--latest") == 0
    assert titles(capsys.readouterr().out) == ["Undated", "New"]


def test_filters_are_obeyed(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(dataset, "jsonl", "--source", "gazette", "--since", "2026-11-24") == 0
    assert titles(capsys.readouterr().out) == ["New"]


def test_columns_can_have_the_names_of_another_tool(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(dataset, "jsonl", "--profile", "zyte", "--limit", "1") == 0
    assert json.loads(capsys.readouterr().out)["headline"] == "Undated"


def test_parquet_holds_the_records(dataset: Path, tmp_path: Path) -> None:
    folder = tmp_path / "table"
    for options, expected in {
        (): ["Old", "Undated", "Mended", "New"],
        ("--latest",): ["Undated", "Mended", "New"],
    }.items():
        assert export(dataset, "parquet", *options, "-O", str(folder)) == 0
        assert pandas.read_parquet(folder)["title"].tolist() == expected
    assert all(path.name.startswith("date=20") for path in folder.iterdir())


def test_database_holds_the_records(dataset: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    assert export(dataset, "sqlite", "--source", "gazette", "-O", str(path)) == 0
    with closing(sqlite3.connect(path)) as connection:
        stories = pandas.read_sql("SELECT title FROM stories ORDER BY date_published", connection)
    assert stories["title"].tolist() == ["Mended", "New"]


def test_database_in_use_is_not_replaced(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "news.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE notes (note)")
        assert export(dataset, "sqlite", "-O", str(path)) == 2
    assert f"newsdesk: error: {path}-wal: a program works on {path}" in capsys.readouterr().err
    assert export(dataset, "sqlite", "-O", str(path)) == 0


def test_a_database_takes_the_place_of_no_pipe_and_no_folder(dataset: Path, tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder):
        assert export(dataset, "sqlite", "-O", str(path)) == 2
    assert pipe.is_fifo()


def test_database_that_cannot_be_written_is_told_and_leaves_the_old_file(
    dataset: Path, tmp_path: Path
) -> None:
    path = tmp_path / "news.db"
    path.write_text("old", encoding="utf-8")
    command = [sys.executable, "-m", "crawler.cli.main", "export", "sqlite", "-O", str(path)]
    done = subprocess.run(
        [*command, "--output", str(dataset)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"newsdesk: error: {path}: ")
    assert path.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == [path, dataset]


def test_folder_of_others_is_no_place_for_parquet(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Ida")
    assert export(dataset, "parquet", "-O", str(folder)) == 1
    assert str(folder) in capsys.readouterr().err
    assert (folder / "letter.txt").read_text() == "Dear Ida"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("jsonlines",), "there is no such format; did you mean jsonl?"),
        (
            ("xml",),
            "there are atom, csv, json-feed, jsonl, parquet, spreadsheet, sqlite",
        ),
        (("csv", "--profile", "zytes"), "there is no such profile; did you mean zyte?"),
        (("atom", "--profile", "zyte"), "--profile: atom has no use for it; it is for csv, jsonl"),
        (("csv", "--title", "x"), "--title: csv has no use for it; it is for atom, json-feed"),
        (("atom", "--feed-url", "a.atom"), "give an address such as https://example.org/"),
        (("csv", "--per-source", "x"), "--per-source: csv has no use for it"),
        (("atom", "--per-source", "x", "-O", "y"), "not allowed with"),
        (("parquet",), "parquet is a folder of files: name it with -O DIR"),
        (("parquet", "--profile", "zyte", "-O", "x"), "--profile: parquet has no use for it"),
        (("sqlite",), "sqlite is a database: name its file with -O FILE"),
        (("sqlite", "--title", "x", "-O", "y"), "--title: sqlite has no use for it"),
        (("csv", "--source", "gazete"), "knows no such source; the nearest is gazette"),
    ],
)
def test_wrong_usage_is_told(
    dataset: Path,
    options: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert export(dataset, *options) == 2
    assert message in capsys.readouterr().err


def test_file_among_the_segments_is_refused(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segment = next(dataset.glob("articles/*/*.jsonl"))
    before = segment.read_bytes()
    for target in (segment, segment.with_name("mine.jsonl")):
        assert export(dataset, "jsonl", "-O", str(target)) == 2
        assert f"{target}: lies among the segments of the dataset" in capsys.readouterr().err
    assert list(segment.parent.iterdir()) == [segment]
    assert segment.read_bytes() == before


def test_link_to_itself_is_no_place_for_a_folder(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    assert export(dataset, "parquet", "-O", str(link)) == 1
    assert capsys.readouterr().err == f"newsdesk: error: {link}: Not a directory\n"
    assert export(dataset, "csv", "-O", str(link)) == 0
    assert sorted(tmp_path.iterdir()) == [link, dataset]


def test_help_names_every_profile(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--help"]) == 0
    text = capsys.readouterr().out
    assert [name for name in PROFILES if name not in text] == []


def test_folder_without_a_dataset_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path / "nothing", "csv") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "holds no dataset" in captured.err


@pytest.mark.parametrize("name", ["csv", "jsonl", "sqlite", "atom", "json-feed"])
def test_torn_line_leaves_the_old_file(
    dataset: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    segment, target = next(dataset.glob("articles/*/*.jsonl")), tmp_path / "file"
    target.write_text("old", encoding="utf-8")
    segment.write_bytes(segment.read_bytes()[:-50])
    assert export(dataset, name, "-O", str(target)) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"newsdesk: error: {segment}:4: not JSON")
    assert error.endswith("; --skip-broken leaves such lines out, with a warning each\n")
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == [target, dataset]
    assert export(dataset, name, "-O", str(target), "--skip-broken") == 0
    assert "left out" in capsys.readouterr().err
    assert b"Mended" in target.read_bytes()


def test_unreadable_segment_ends_the_export(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segment = next(dataset.glob("articles/*/*.jsonl"))
    torn = segment.with_name("z.jsonl.gz")
    torn.write_bytes(b"\x1f\x8b\x08torn")
    assert export(dataset, "csv") == 1
    assert f"newsdesk: error: {torn}:1: " in capsys.readouterr().err
