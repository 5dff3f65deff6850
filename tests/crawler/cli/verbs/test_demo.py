import json
from dataclasses import asdict
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.cli.verbs.demo import (
    DemoRun,
    demo_folder,
    removed_table,
    second_run_table,
    source_table,
    without_proxies,
)
from crawler.demo_site.resources import ResourceRole
from crawler.demo_site.server import SeenRequest
from pipelines.exporters.jsonl import read_segments
from pipelines.items import RemovedBlock

NOTHING: dict[str, object] = {"kind": None, "new": 0, "updated": 0, "duplicates": 0, "rejected": {}}


def seen(path: str, role: ResourceRole = "page", status: int = 200) -> SeenRequest:
    return SeenRequest(
        host="h",
        method="GET",
        path=path,
        status=status,
        role=role,
        if_none_match=None,
        user_agent=None,
        at_s=0.0,
    )


def write_lines(folder: Path, part: str, *lines: object) -> None:
    target = folder / part / "date=2025-11-20"
    target.mkdir(parents=True)
    (target / "run-1.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_folder_is_made_when_there_is_none(tmp_path: Path) -> None:
    assert demo_folder(tmp_path / "a" / "demo", keep=False) == tmp_path / "a" / "demo"
    assert (tmp_path / "a" / "demo").is_dir()


def test_earlier_demo_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("# The bundled demo site: …\n")
    write_lines(tmp_path, "articles", {"id": "old"})
    (tmp_path / "notes.txt").write_text("mine")
    assert demo_folder(tmp_path, keep=False) == tmp_path
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "sources.toml"]


@pytest.mark.parametrize("sources", [None, "[[source]]\nurl = 'http://x.example/'\n"])
def test_folder_with_something_else_is_left_alone(tmp_path: Path, sources: str | None) -> None:
    if sources is not None:
        (tmp_path / "sources.toml").write_text(sources)
    write_lines(tmp_path, "articles", {"id": "precious"})
    assert demo_folder(tmp_path, keep=False) is None
    assert list(read_segments(tmp_path / "articles")) == [{"id": "precious"}]


def test_folder_with_something_else_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(tmp_path, "articles", {"id": "precious"})
    assert main(["demo", "--output", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"newsdesk: error: {tmp_path}: holds something else than a demo")


def test_no_proxy_stands_between_the_demo_and_its_site() -> None:
    given = {"http_proxy": "a", "HTTPS_PROXY": "b", "all_proxy": "c", "no_proxy": "d", "PATH": "e"}
    assert without_proxies(given) == {"PATH": "e"}


def test_keep_takes_the_next_free_name(tmp_path: Path) -> None:
    for name in ("demo", "demo-2"):
        (tmp_path / name).mkdir()
    assert demo_folder(tmp_path / "demo", keep=True) == tmp_path / "demo-3"


def test_source_table_counts_each_source_and_the_whole() -> None:
    sources = {
        "b": {**NOTHING, "kind": "feed", "new": 3, "rejected": {"http-404": 1, "list-page": 2}},
        "a": {**NOTHING, "updated": 1, "duplicates": 2},
    }
    assert source_table({"sources": sources})[1:] == [
        ("a", "-", "1", "2", "0", "-"),
        ("b", "feed", "3", "0", "3", "http-404 1, list-page 2"),
        ("total", "", "4", "2", "3", ""),
    ]


def test_removed_table_has_a_row_a_rule_with_the_most_frequent_first(tmp_path: Path) -> None:
    cuts = [("promo", "Read more: x"), ("share", "Share"), ("share", "Share this " + "y" * 80)]
    blocks = [
        RemovedBlock(block=n, start=0, end=1, text=text, rule=rule, reason="x")
        for n, (rule, text) in enumerate(cuts)
    ]
    write_lines(tmp_path, "removed", {"removed": [asdict(block) for block in blocks]})
    assert removed_table(tmp_path)[1:] == [
        ("share", "2", str(5 + 91), "Share"),
        ("promo", "1", "12", "Read more: x"),
    ]


def test_second_run_table_tells_known_changed_and_new_pages_apart() -> None:
    manifest = {"sources": {"a": {**NOTHING, "new": 2, "updated": 1}}}
    first = DemoRun(
        manifest=manifest,
        requests=(seen("/robots.txt", "robots"), seen("/feed", "source"), seen("/1"), seen("/2")),
        exit_code=0,
    )
    second = DemoRun(
        manifest=manifest,
        requests=(
            seen("/feed", "source", 304),
            seen("/other", "source"),
            seen("/2"),
            seen("/3", status=404),
        ),
        exit_code=0,
    )
    values = [value for _, value in second_run_table(first, second)]
    assert values == ["1 of 2", "1 of 2", "1", "1", "2", "1", "4, 4"]
