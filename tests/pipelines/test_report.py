import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.report import (
    SAMPLES,
    RejectionCounts,
    RuleCounts,
    SourceCounts,
    Trouble,
    count_lines,
    find_troubles,
)

Line = dict[str, Any]

ARTICLE: Line = {
    "source_id": "gazette",
    "change": "new",
    "language": "en",
    "page_type": "article",
    "date_published_source": "jsonld",
    "date_published_precision": "second",
    "date_published_ambiguous": False,
    "quality_flags": [],
}


def article(**columns: object) -> Line:
    return {**ARTICLE, **columns}


def removed(*cuts: tuple[str, str]) -> Line:
    return {"id": "1", "removed": [{"rule": rule, "text": text} for rule, text in cuts]}


def rejected(reason: str, url: str = "http://a.example/", source: str = "gazette") -> Line:
    return {"source_id": source, "reason": reason, "url_requested": url}


def test_records_are_counted_by_their_columns() -> None:
    report = count_lines(
        [
            article(),
            article(change="updated", language="de", quality_flags=["much-removed", "short"]),
            article(source_id="faro", date_published_ambiguous=True, quality_flags=["short"]),
            article(date_published_source=None, date_published_precision=None, language=None),
        ],
        [],
        [],
    )
    assert report.records == 4
    assert report.sources == {
        "gazette": SourceCounts(new=2, updated=1),
        "faro": SourceCounts(new=1),
    }
    assert report.languages == {"en": 2, "de": 1, "unknown": 1}
    assert report.date_sources == {"jsonld": 3, "none": 1}
    assert report.date_precisions == {"second": 3, "none": 1}
    assert report.page_types == {"article": 4}
    assert report.quality_flags == {"short": 2, "much-removed": 1}
    assert report.ambiguous_dates == 1


def test_rules_are_counted_with_samples_of_their_texts() -> None:
    lines = [removed(("headline", "A"), ("promo", "Read on")), removed(("promo", "Read on"))]
    report = count_lines([], [*lines, removed(("promo", "x" * 500), ("promo", "y"))], [])
    assert list(report.rules) == ["promo", "headline"]
    promo = report.rules["promo"]
    assert (promo.articles, promo.cuts, promo.characters) == (3, 4, 515)
    assert set(promo.samples) == {"Read on", "y", "x" * 199 + "…"}
    assert report.rules["headline"] == RuleCounts(articles=1, cuts=1, characters=1, samples=("A",))


def test_copies_are_told_from_rejected_pages() -> None:
    lines = [rejected("http-404"), rejected("duplicate-exact"), rejected("http-404", "http://b/")]
    report = count_lines([], [], lines)
    assert report.sources == {"gazette": SourceCounts(duplicates=1, rejected=2)}
    assert report.rejections["duplicate-exact"] == RejectionCounts(
        pages=1, samples=("http://a.example/",)
    )
    assert report.rejections["http-404"].pages == 2
    assert not report.is_empty


def test_nothing_is_an_empty_report() -> None:
    assert count_lines([], [], []).is_empty


def test_largest_count_stands_first() -> None:
    lines = [article(source_id=name) for name in ("c", "b", "b", "a")]
    assert list(count_lines(lines, [], []).sources) == ["b", "a", "c"]


_VALUES = st.none() | st.sampled_from(("en", "de", "updated", "new", "")) | st.integers()
_ARTICLES = st.lists(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys([*ARTICLE, "other"], _VALUES | st.lists(_VALUES, max_size=2))
    ),
    max_size=8,
)
_CUTS = st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=8)), max_size=4)
_REMOVED = st.lists(_CUTS.map(lambda cuts: removed(*cuts)), max_size=8)
_REASONS = st.sampled_from(("http-404", "duplicate-exact", "no-article-body"))
_REJECTED = st.lists(
    st.builds(rejected, _REASONS, st.text("ab/", max_size=9), st.sampled_from("xyz")), max_size=8
)


@given(_ARTICLES, _REMOVED, _REJECTED, st.randoms(use_true_random=False))
def test_order_of_the_lines_does_not_matter(
    articles: list[Line], removals: list[Line], rejections: list[Line], chance: Any
) -> None:
    report = count_lines(articles, removals, rejections)
    for lines in (articles, removals, rejections):
        chance.shuffle(lines)
    again = count_lines(articles, removals, rejections)
    assert again == report
    assert json.dumps(again.as_json()) == json.dumps(report.as_json())


@given(_ARTICLES, _REMOVED, _REJECTED)
def test_counts_add_up(articles: list[Line], removals: list[Line], rejections: list[Line]) -> None:
    report = count_lines(articles, removals, rejections)
    sources = report.sources.values()
    assert sum(counts.new + counts.updated for counts in sources) == len(articles)
    assert sum(counts.duplicates + counts.rejected for counts in sources) == len(rejections)
    assert sum(counts.pages for counts in report.rejections.values()) == len(rejections)
    for counts in (report.languages, report.page_types, report.date_sources):
        assert sum(counts.values()) == len(articles)
    blocks = [block for line in removals for block in line["removed"]]
    assert sum(rule.cuts for rule in report.rules.values()) == len(blocks)
    assert sum(rule.characters for rule in report.rules.values()) == sum(
        len(block["text"]) for block in blocks if block["text"]
    )
    assert all(len(rule.samples) <= SAMPLES for rule in report.rules.values())
    assert all(rule.articles <= rule.cuts for rule in report.rules.values())


@given(st.lists(st.dictionaries(st.sampled_from((*ARTICLE, "removed", "reason")), _VALUES)))
def test_any_objects_can_be_counted(lines: list[Line]) -> None:
    report = count_lines(lines, lines, lines)
    assert report.records == len(lines)


def manifest(run_id: str, **sources: Mapping[str, object]) -> Line:
    return {"run_id": run_id, "started_at": run_id, "sources": sources}


RESULTS: dict[str, tuple[Line, str | None]] = {
    "error": ({"error": "http-500: http://a/"}, "http-500: http://a/"),
    "all rejected": ({"rejected": {"http-404": 2, "too-large": 1}}, "all 3 pages were rejected"),
    "some rejected": ({"rejected": {"http-404": 2}, "new": 1}, None),
    "known pages rejected": ({"rejected": {"http-404": 2}, "unchanged": 1}, None),
    "downloads failed": (
        {"retry_later": 2},
        "all 2 downloads failed; the next run tries again",
    ),
    "some downloads failed": ({"retry_later": 2, "new": 1}, None),
    "all parts unreadable": (
        {"warnings": ["http-500: http://a/2"], "read": 0},
        "http-500: http://a/2",
    ),
    "one part unreadable": ({"warnings": ["http-500: http://a/2"], "read": 1, "listed": 1}, None),
    "empty": ({"read": 1, "listed": 0}, "announced no story"),
    "not modified": ({"not_modified": 1, "read": 0, "listed": 0}, None),
    "nothing new": ({"read": 1, "listed": 5, "new": 0}, None),
    "strange": ({"error": 3, "rejected": [1], "new": "x"}, None),
}


@pytest.mark.parametrize(("result", "problem"), RESULTS.values(), ids=RESULTS)
def test_trouble_is_told_from_success(result: Line, problem: str | None) -> None:
    found = [trouble.problem for trouble in find_troubles([manifest("1", gazette=result)])]
    assert found == ([] if problem is None else [problem])


BAD = {"error": "gone"}
GOOD = {"new": 1}
HISTORIES: dict[str, tuple[Sequence[Line], int]] = {
    "since the last run": ([GOOD, BAD], 1),
    "for two runs": ([BAD, GOOD, BAD, BAD], 2),
    "always": ([BAD, BAD], 2),
    "no longer": ([BAD, GOOD], 0),
}


@pytest.mark.parametrize(("results", "in_a_row"), HISTORIES.values(), ids=HISTORIES)
def test_newest_run_of_a_source_counts(results: Sequence[Line], in_a_row: int) -> None:
    runs = [manifest(str(number), gazette=result) for number, result in enumerate(results)]
    last = str(len(runs) - 1)
    expected = Trouble(source_id="gazette", problem="gone", run_id=last, runs_in_a_row=in_a_row)
    assert find_troubles([*reversed(runs), manifest("9", other=GOOD)]) == (
        (expected,) if in_a_row else ()
    )


def test_manifest_of_another_shape_is_passed_over() -> None:
    assert find_troubles([{}, {"sources": 3}, {"sources": {"a": 3}}]) == ()
