"""Whole pages of every kind, and what decides about them."""

import json
from datetime import UTC, datetime
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article import build_article
from pipelines.errors import PageError
from pipelines.extraction.kinds.look import Look
from pipelines.extraction.kinds.mark_words import load_mark_words
from pipelines.extraction.kinds.page_kind import (
    KindModel,
    choose_page_kind,
    load_model,
    share_against,
)
from pipelines.extraction.kinds.page_marks import read_marks
from pipelines.extraction.metadata.page_metadata import read_metadata
from pipelines.extraction.tree.markup import parse
from pipelines.items import Article, Block, Entry, Page, SiteRules, SourceHints
from pipelines.options import ExtractionOptions

FOLDER = Path(__file__).parents[4] / "fixtures" / "page_kinds"
CASES: dict[str, dict[str, Any]] = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
KEPT = {name: case for name, case in CASES.items() if "reason" not in case}
REFUSED = {name: case for name, case in CASES.items() if "reason" in case}
URL = "https://example.org/a"
TEXT = (Block(text="The council of Dunmere approved the bridge over the sound on Tuesday. " * 3),)


def build(case: str, hints: SourceHints = SourceHints(), entry: Entry | None = None) -> Article:
    """Return the article of a case."""
    page = Page(
        url=CASES[case]["url"],
        url_requested=CASES[case]["url"],
        status=200,
        body=(FOLDER / f"{case}.html").read_bytes(),
        fetched_at=datetime(2025, 5, 10, tzinfo=UTC),
        entry=entry,
        hints=hints,
    )
    return build_article(page)


def look_at(markup: str, url: str = URL, blocks: tuple[Block, ...] = ()) -> Look:
    """Return the look at a page with these blocks as its text."""
    tree = parse(markup)
    page = Page(url=url, url_requested=url, body=b"", fetched_at=datetime(2025, 5, 10, tzinfo=UTC))
    return Look(
        tree=tree, url=url, metadata=read_metadata(tree, page), extracted=blocks, blocks=blocks
    )


@pytest.mark.parametrize("case", KEPT)
def test_page_that_looks_like_something_else_and_is_a_story_is_kept(case: str) -> None:
    wanted, article = KEPT[case], build(case)
    assert article.page_type == wanted["page_type"]
    assert article.is_paywalled is wanted.get("is_paywalled")
    assert article.is_truncated is wanted.get("is_truncated", False)
    assert list(article.quality_flags) == wanted.get("flags", [])


@pytest.mark.parametrize("case", REFUSED)
def test_page_that_is_no_story_is_refused_with_reason_and_evidence(case: str) -> None:
    with pytest.raises(PageError) as refusal:
        build(case)
    assert refusal.value.reason == REFUSED[case]["reason"]
    assert len(refusal.value.message) > 20


def test_every_page_has_a_case_and_every_reason_two_languages() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == set(CASES)
    reasons = [case["reason"] for case in REFUSED.values()]
    assert min(reasons.count(reason) for reason in reasons) >= 2


def test_page_for_which_the_user_named_the_body_is_taken_at_that_word() -> None:
    rules = SiteRules(id="forum", body=(".postbody",))
    assert build("forum-en", SourceHints(rules=rules)).text.startswith("My mill stands")


def test_page_that_a_feed_announced_needs_more_against_it() -> None:
    look = look_at((FOLDER / "list-en.html").read_text(encoding="utf-8"))
    share = share_against(load_model().shares(read_marks(look)))
    options = ExtractionOptions(min_refused=0.0, min_refused_announced=1.0, min_body_words=0)
    assert 0 < share < 1
    text = (Block(text="The council of Dunmere has approved the new bridge over the sound today."),)
    alone = Look(tree=look.tree, url=URL, metadata=look.metadata, extracted=text, blocks=text)
    announced = Look(
        tree=look.tree, url=URL, metadata=look.metadata, extracted=text, blocks=text,
        is_announced=True,
    )  # fmt: skip
    assert choose_page_kind(alone, options).reason is not None
    assert choose_page_kind(announced, options).reason is None


def test_live_blog_that_is_built_like_a_list_is_kept() -> None:
    page = (FOLDER / "list-en.html").read_text(encoding="utf-8")
    look = look_at(page.replace("CollectionPage", "LiveBlogPosting"), blocks=TEXT)
    assert share_against(load_model().shares(read_marks(look))) > 0.5
    kind = choose_page_kind(look)
    assert (kind.page_type, kind.reason) == ("live", None)


def test_short_page_is_refused_for_its_shortness() -> None:
    kind = choose_page_kind(look_at("<html><body><p>Too short.</p></body></html>"))
    assert kind.reason in {"no-article-body", "list-page"}
    assert kind.evidence


def test_evidence_names_the_marks_that_pull_most() -> None:
    model = KindModel(
        intercepts={"article": 0.0, "forum": 0.0},
        weights={
            "article": {"a": 1.0},
            "forum": {"b": 3.0, "c": 1.0, "d": 2.0, "e": 0.5, "a": 0.5},
        },
    )
    marks = {"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0, "e": 1.0}
    assert model.reasons("forum", marks) == ("b", "d", "c")
    assert model.reasons("forum", {"a": 1.0}) == ()


def test_every_weight_belongs_to_a_mark_that_is_read_and_explained() -> None:
    marks = read_marks(look_at("<html><body><p>x</p></body></html>"))
    model = load_model()
    for weights in model.weights.values():
        assert set(weights) == set(marks)
    assert set(load_mark_words()["meanings"]) <= set(marks)


@given(st.dictionaries(st.sampled_from(sorted(load_model().weights["article"])), st.floats(0, 1)))
@settings(max_examples=50)
def test_shares_add_up_to_one(marks: dict[str, float]) -> None:
    shares = load_model().shares(marks)
    assert isclose(sum(shares.values()), 1.0)
    assert all(0 <= share <= 1 for share in shares.values())
