"""Whole pages against what a careful editor would keep of them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.golden_pages import rules_of
from pipelines.article import build_article
from pipelines.items import Article, Entry, Page, SourceHints
from pipelines.normalization import clean_text, word_key
from pipelines.serialization import format_time

FOLDER = Path(__file__).parents[2] / "fixtures" / "pages"
CASES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "page.html").is_file())

every_case = pytest.mark.parametrize("case", CASES)


@cache
def page_of(case: str) -> Page:
    """Return the page of a case."""
    told = json.loads((FOLDER / case / "page.json").read_text(encoding="utf-8"))
    return Page(
        url=told["url"],
        url_requested=told["url"],
        status=told["status"],
        headers=told["headers"],
        body=(FOLDER / case / "page.html").read_bytes(),
        fetched_at=datetime.fromisoformat(told["fetched_at"]).astimezone(UTC),
        entry=Entry(**told["entry"]) if told["entry"] else None,
        hints=SourceHints(**{**told["hints"], "rules": rules_of(told["hints"].get("rules"))}),
    )


@cache
def article_of(case: str) -> Article:
    """Return what is made of the page of a case."""
    return build_article(page_of(case))


def expected(case: str) -> dict[str, Any]:
    """Return what is expected of a case."""
    told: dict[str, Any] = json.loads((FOLDER / case / "article.json").read_text(encoding="utf-8"))
    return told


def body(text: str, wanted: dict[str, Any]) -> list[str]:
    """Return the paragraphs of a text without the optional ones, each of which may stand once."""
    optional = [clean_text(part) for part in wanted["may_keep"]]
    kept = []
    for paragraph in text.split("\n\n"):
        if paragraph in optional:
            optional.remove(paragraph)
        else:
            kept.append(paragraph)
    return kept


def expected_body(wanted: dict[str, Any], kept: list[str]) -> Iterator[str]:
    """Yield the expected paragraphs; a table row reads as in the text if its cells agree."""
    found = {word_key(text): text for text in kept}
    for part in wanted["text"]:
        if isinstance(part, str):
            yield clean_text(part)
            continue
        for row in part["table"]:
            key = word_key(" ".join(row))
            yield found.get(key, key)


@every_case
def test_expectation_stands_on_the_page_word_for_word_and_in_order(case: str) -> None:
    wanted = expected(case)
    page = (FOLDER / case / "page.html").read_bytes()
    encoding = "windows-1251" if b"windows-1251" in page else "utf-8"
    text = page.decode(encoding)
    place = text.index("<body")
    for part in wanted["text"]:
        cells = [part] if isinstance(part, str) else [c for row in part["table"] for c in row]
        for cell in cells:
            place = text.index(cell, place) + len(cell)
    assert all(part in text for part in wanted["may_keep"])
    assert all(author in text for author in wanted["authors"])


@every_case
def test_text_is_the_body_and_nothing_but_the_body(case: str) -> None:
    wanted = expected(case)
    kept = body(article_of(case).text, wanted)
    assert kept == list(expected_body(wanted, kept))


@every_case
def test_title_is_the_headline(case: str) -> None:
    assert article_of(case).title == expected(case)["title"]


@every_case
def test_authors_are_the_people_who_wrote_it(case: str) -> None:
    assert list(article_of(case).authors) == expected(case)["authors"]


@every_case
def test_date_and_its_source_are_those_of_the_story(case: str) -> None:
    published = article_of(case).published
    found = published and {"value": format_time(published.value), "source": published.source}
    assert found == expected(case)["published"]


@every_case
def test_language_is_that_of_the_text(case: str) -> None:
    assert article_of(case).language == expected(case)["language"]


@every_case
def test_page_type_is_told(case: str) -> None:
    assert article_of(case).page_type == expected(case)["page_type"]


@pytest.mark.parametrize("case", [case for case in CASES if expected(case)["removed"]])
def test_text_that_only_wording_tells_apart_is_in_the_account(case: str) -> None:
    account = word_key(" ".join(removed.text for removed in article_of(case).removed))
    assert [text for text in expected(case)["removed"] if word_key(text) not in account] == []


@pytest.mark.parametrize("case", [case for case in CASES if "quality_flags" in expected(case)])
def test_rules_that_missed_are_told(case: str) -> None:
    assert list(article_of(case).quality_flags) == expected(case)["quality_flags"]
