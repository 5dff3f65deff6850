"""Our own pages as pages with gold, and what the hard ones promise."""

import json
import re
from pathlib import Path

import pytest
from lxml.html import fromstring

from benchmarks.golden_pages import FOLDERS, GoldenPage, predict, read_golden_pages

PAGES, HARD_PAGES = FOLDERS
GOLDEN = {golden.gold.id: golden for golden in read_golden_pages(PAGES)}
HARD = sorted(path.parent.name for path in HARD_PAGES.glob("*/page.html"))


def write_case(folder: Path, html: str) -> GoldenPage:
    told = {
        "url": "https://a.example/1", "status": 200, "headers": {},
        "fetched_at": "2025-11-20T18:00:00Z", "entry": None, "hints": {},
    }  # fmt: skip
    wanted = {
        "title": "T", "text": ["P", {"table": [["a", "b"], ["c", "d"]]}], "may_keep": ["12:00"],
        "authors": ["Ann"], "published": None,
    }  # fmt: skip
    (folder / "case").mkdir()
    (folder / "case" / "page.html").write_text(html, encoding="utf-8")
    (folder / "case" / "page.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "case" / "article.json").write_text(json.dumps(wanted), encoding="utf-8")
    (golden,) = read_golden_pages(folder)
    return golden


def test_a_table_is_a_paragraph_for_each_row(tmp_path: Path) -> None:
    golden = write_case(tmp_path, "<p>x</p>")
    assert golden.gold.paragraphs == ("P", "a b", "c d")
    assert (golden.gold.id, golden.gold.authors, golden.gold.date) == ("case", ("Ann",), None)


def test_a_page_without_an_article_is_a_rejection(tmp_path: Path) -> None:
    found = predict(write_case(tmp_path, "<html><title>T</title><body>Nothing.</body></html>"))
    assert (found.text, found.rejection) == ("", "no-article-body")


def test_paragraphs_that_count_neither_way_are_taken_out_once() -> None:
    golden = GOLDEN["live-blog"]
    assert golden.may_keep
    found = predict(golden)
    assert not set(found.text.split("\n\n")) & set(golden.may_keep)
    assert found.day == found.utc_day == golden.gold.date


@pytest.mark.parametrize("case", HARD)
def test_expectation_of_a_hard_page_stands_on_it_in_order(case: str) -> None:
    wanted = json.loads((HARD_PAGES / case / "article.json").read_text(encoding="utf-8"))
    page = fromstring((HARD_PAGES / case / "page.html").read_bytes().decode())
    text = re.sub(r"\s+", " ", " ".join(map(str, page.itertext())))
    # Links stand inside sentences, so the pieces of a sentence may have a space too many.
    text = re.sub(r"\s+([.,])", r"\1", text)
    place = 0
    for part in wanted["text"]:
        place = text.index(part, place) + len(part)
    assert all(part in text for part in [*wanted["may_keep"], *wanted["authors"]])
    assert wanted["about"]
