import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.golds import Gold, read_golds, split_halves


def write(folder: Path, *rows: Mapping[str, object]) -> Path:
    lines = [json.dumps(row) for row in rows]
    (folder / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def gold(site: str, page: int = 0) -> Gold:
    return Gold(id=f"{site}/{page}", html="x.html", site=site, url="https://x.example/")


def test_every_key_is_read(tmp_path: Path) -> None:
    row = {
        "id": "1", "url": "https://a.example/1", "site": "a", "html": "html/1.html.gz",
        "title": "T", "authors": ["Ann"], "date": "2025-11", "date_precision": "month",
        "gold_suspect": None, "paragraphs": ["P"], "snippets_with": ["w"],
        "snippets_without": ["o"], "page_type": "forum",
    }  # fmt: skip
    assert read_golds(write(tmp_path, row)) == (
        Gold(
            id="1", url="https://a.example/1", site="a", html="html/1.html.gz", title="T",
            authors=("Ann",), date="2025-11", date_precision="month", paragraphs=("P",),
            snippets_with=("w",), snippets_without=("o",), page_type="forum",
        ),
    )  # fmt: skip


def test_what_is_missing_is_filled_in_or_not_annotated(tmp_path: Path) -> None:
    url = "https://www.a.example/1"
    (found,) = read_golds(write(tmp_path, {"html": "1.html", "url": url, "title": "T"}))
    assert (found.id, found.site, found.page_type) == ("1.html", "www.a.example", "article")
    assert (found.authors, found.date, found.paragraphs) == (None, None, None)
    for no_address in (None, "hard::a.example.1.html"):
        rows = {"html": "1.html", "url": no_address, "title": "T"}
        (nameless,) = read_golds(write(tmp_path, rows))
        assert nameless.url == "http://localhost/1.html"


def test_no_authors_is_not_the_same_as_not_annotated(tmp_path: Path) -> None:
    (found,) = read_golds(write(tmp_path, {"html": "1.html", "title": "T", "authors": []}))
    assert found.authors == ()


def test_suspect_and_unannotated_pages_are_left_out(tmp_path: Path) -> None:
    suspect = {"html": "1.html", "paragraphs": ["P"], "gold_suspect": "another article"}
    bare = {"html": "2.html", "url": "https://a.example/"}
    good = {"html": "3.html", "paragraphs": ["P"]}
    assert [g.id for g in read_golds(write(tmp_path, suspect, bare, good))] == ["3.html"]


def test_limit_takes_the_first_pages(tmp_path: Path) -> None:
    rows = [{"html": f"{n}.html", "title": "T"} for n in range(5)]
    assert [g.id for g in read_golds(write(tmp_path, *rows), 2)] == ["0.html", "1.html"]


@pytest.mark.parametrize("line", ["{", "[]", '{"url": "https://a.example/"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "manifest.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=r"manifest\.jsonl:1: "):
        read_golds(tmp_path)


def test_halves_are_split_by_the_first_byte_of_the_hash_of_the_site() -> None:
    # SHA-256 of "a" begins with ca, that of "c" with 2e, that of "d" with 18, that of "f" with 25.
    halves = split_halves([gold(site) for site in "acdf"])
    assert [g.site for g in halves["tuning"]] == ["a", "c", "d"]
    assert [g.site for g in halves["checking"]] == ["f"]


@given(st.lists(st.text(max_size=4), max_size=30))
def test_halves_are_the_whole_and_keep_sites_together(sites: list[str]) -> None:
    golds = tuple(gold(site, number) for number, site in enumerate(sites))
    halves = split_halves(golds)
    tuning, checking = halves.get("tuning", ()), halves.get("checking", ())
    assert sorted((*tuning, *checking), key=lambda g: g.id) == sorted(golds, key=lambda g: g.id)
    assert halves.get("all", ()) == golds
    assert not {g.site for g in tuning} & {g.site for g in checking}
