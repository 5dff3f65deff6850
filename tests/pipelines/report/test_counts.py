import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.counts import (
    MAX_DAYS,
    MAX_SOURCES,
    DayCounts,
    RejectionCounts,
    RuleCounts,
    SourceCounts,
    count_lines,
)
from pipelines.report.tallies import SAMPLES
from tests.pipelines.report.report_examples import article

Line = dict[str, Any]


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


def test_days_are_counted_by_source_in_their_order() -> None:
    report = count_lines(
        [
            article(date_fetched="2026-11-25T00:00:00Z"),
            article(date_fetched="2026-11-24T23:59:59Z", source_id="faro"),
            article(),
            article(),
            article(date_fetched="yesterday"),
            article(date_fetched=None),
        ],
        [],
        [],
    )
    assert list(report.days.items()) == [
        ("2026-11-24", DayCounts(records=3, sources={"gazette": 2, "faro": 1})),
        ("2026-11-25", DayCounts(records=1, sources={"gazette": 1})),
        ("unknown", DayCounts(records=2, sources={"gazette": 2})),
    ]
    assert report.records_of_earlier_days == 0


def test_only_the_last_days_are_kept_apart() -> None:
    days = [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(MAX_DAYS + 10)]
    lines = [article(date_fetched=f"{day}T00:00:00Z") for day in days]
    report = count_lines([*lines[::2], *lines[1::2]], [], [])
    assert list(report.days) == days[10:]
    assert report.records_of_earlier_days == 10


def test_more_sources_than_can_be_told_apart_are_summed() -> None:
    names = [f"paper-{number:05}" for number in range(MAX_SOURCES + 7)]
    lines = [article(source_id=name, change="updated") for name in names]
    report = count_lines(lines, [], [rejected("http-404", source=name) for name in names])
    assert len(report.sources) == MAX_SOURCES
    assert set(report.sources.values()) == {SourceCounts(updated=1, rejected=1)}
    assert report.other_sources == SourceCounts(updated=7, rejected=7)
    (day,) = report.days.values()
    assert (day.records, len(day.sources)) == (len(names), MAX_SOURCES)


def test_lengths_are_counted_in_bins() -> None:
    lines = [
        article(word_count=words) for words in (0, 99, 100, 149, 9000, None, True, -1, 10**400)
    ]
    report = count_lines(lines, [], [])
    filled = [(b.least, b.most, b.records) for b in report.lengths if b.records]
    assert filled == [(0, 24, 1), (75, 99, 1), (100, 149, 2), (6400, None, 1)]
    assert report.words == 0 + 99 + 100 + 149 + 9000


_VALUES = st.none() | st.sampled_from(("en", "de", "updated", "new", "")) | st.integers()
_ARTICLES = st.lists(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys([*article(), "other"], _VALUES | st.lists(_VALUES, max_size=2))
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
    assert sum(day.records for day in report.days.values()) == len(articles)
    assert all(sum(day.sources.values()) == day.records for day in report.days.values())
    assert sum(b.records for b in report.lengths) <= len(articles)
    for counts in (report.languages, report.page_types, report.date_sources):
        assert sum(counts.values()) == len(articles)
    blocks = [block for line in removals for block in line["removed"]]
    assert sum(rule.cuts for rule in report.rules.values()) == len(blocks)
    assert sum(rule.characters for rule in report.rules.values()) == sum(
        len(block["text"]) for block in blocks if block["text"]
    )
    assert all(len(rule.samples) <= SAMPLES for rule in report.rules.values())
    assert all(rule.articles <= rule.cuts for rule in report.rules.values())


@given(st.lists(st.dictionaries(st.sampled_from((*article(), "removed", "reason")), _VALUES)))
def test_any_objects_can_be_counted(lines: list[Line]) -> None:
    report = count_lines(lines, lines, lines)
    assert report.records == len(lines)
