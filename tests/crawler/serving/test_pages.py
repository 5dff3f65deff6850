import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.serving.excerpts import beginning
from crawler.serving.index_rows import LinePlace
from crawler.serving.library import Revision, SourceStories
from crawler.serving.pages import (
    RUNS_LISTED,
    Listing,
    Story,
    article_page,
    articles_page,
    error_page,
    facts,
    overview_page,
    reports_page,
    show_moment,
    style_sheet,
    summary,
    web_address,
)
from crawler.serving.searching import Found
from pipelines.items import RemovedBlock
from tests.crawler.serving.records import record

FETCHED = "2026-11-24T12:00:00Z"
GAZETTE = SourceStories(source_id="gazette", stories=1200, last_fetched=FETCHED)
PLACE = LinePlace(part="revisions", number=1, segment="articles/1.jsonl", offset=0)
ATTACK = '"><script>alert(1)</script>'


def revision(number: int) -> Revision:
    return Revision(revision=number, fetched=FETCHED, place=PLACE)


def listing(**values: object) -> Listing:
    filled = {"query": "", "has_terms": False, "source": "", "page": 1, **values}
    return Listing(**filled)  # type: ignore[arg-type] # fields of any type


def found(total: int | None, *, has_more: bool = False) -> Found:
    return Found(numbers=(1,) if total != 0 else (), has_more=has_more, total=total)


def cut(text: str) -> RemovedBlock:
    return RemovedBlock(block=3, start=0, end=9, text=text, rule="read-more", reason="a prompt")


def test_overview_names_the_sources_with_their_feeds() -> None:
    page = overview_page(
        "news", [GAZETTE, SourceStories(source_id="a/b ?", stories=1, last_fetched=FETCHED)]
    )
    assert "1,201 articles from 2 sources" in page
    assert 'href="/feeds/gazette.atom"' in page
    assert 'href="/feeds/a%2Fb%20%3F.json"' in page
    assert "No article yet" in overview_page("news", [])


def test_list_leads_to_its_neighbours() -> None:
    story = Story(record=record("a"), excerpt=beginning(record("a")))
    asked = listing(query='a&b "c"', has_terms=True, source="gazette", page=3)
    page = articles_page(asked, [GAZETTE], [story], found(99, has_more=True))
    assert 'href="/articles?q=a%26b+%22c%22&amp;source=gazette&amp;page=4"' in page
    assert 'href="/articles?q=a%26b+%22c%22&amp;source=gazette&amp;page=2"' in page
    assert '<option value="gazette" selected>' in page
    first = articles_page(listing(), [GAZETTE], [], found(0))
    assert "Pages" not in first


def test_search_can_be_turned_to_the_newest_and_back() -> None:
    best = articles_page(listing(query="x", has_terms=True, page=2), [GAZETTE], [], found(50))
    assert '<a href="/articles?q=x&amp;order=newest">Newest first</a>' in best
    assert 'name="order"' not in best
    asked = listing(query="x", has_terms=True, order="newest", page=2)
    newest = articles_page(asked, [GAZETTE], [], found(50, has_more=True))
    assert '<a href="/articles?q=x">Best first</a>' in newest
    assert '<input type="hidden" name="order" value="newest">' in newest
    assert 'href="/articles?q=x&amp;order=newest&amp;page=3"' in newest


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        (listing(), found(50)),
        (listing(query="x", has_terms=True), found(1)),
        (listing(query="the", has_terms=True), found(None)),
        (listing(query="?!"), found(0)),
    ],
)
def test_lists_that_have_one_order_offer_no_other(asked: Listing, result: Found) -> None:
    page = articles_page(asked, [GAZETTE], [], result)
    assert "first</a>" not in page


@pytest.mark.parametrize(
    ("asked", "result", "said"),
    [
        (listing(), found(2), "2 articles, the newest first."),
        (listing(query="x", has_terms=True), found(2000), "2,000 articles, the best first."),
        (
            listing(query="x", has_terms=True, order="newest"),
            found(2000),
            "2,000 articles, the newest first.",
        ),
        (listing(query="x", has_terms=True), found(1), "1 article."),
        (listing(query="x", has_terms=True), found(0), "No article."),
        (listing(query="?!"), found(0), "There is no word in this that could be searched for."),
    ],
)
def test_summary_says_how_many_and_in_which_order(asked: Listing, result: Found, said: str) -> None:
    assert summary(asked, result) == said


def test_summary_of_common_words_says_that_they_are_not_ranked() -> None:
    asked = listing(query="the", has_terms=True)
    assert "collected last stand first" in summary(asked, found(None))
    nothing = Found(numbers=(), has_more=False, total=None)
    assert summary(asked, nothing) == "No article."


def test_article_stands_beside_what_was_cut_from_it() -> None:
    story = record("a", revision=2, text="One.\n\nTwo.", description="In short.")
    page = article_page(story, [revision(1), revision(2)], [cut("Read more")])
    assert re.findall(r'<p dir="auto">(.*)</p>', page) == ["One.", "Two."]
    assert "<code>read-more</code> a prompt" in page
    assert "block 3, characters 0 to 9" in page
    assert f'<a href="/articles/{story["id"]}?revision=1">Revision 1</a>' in page
    assert '<strong aria-current="page">Revision 2</strong>' in page
    assert 'rel="external noopener noreferrer"' in page
    assert "Nothing was cut." in article_page(record("a", text=None), [revision(1)], [])


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "http://", "//x/y", "http://[", "ftp://x/"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None
    assert 'rel="external' not in article_page(record("a", url=url), [revision(1)], [])


def test_everything_from_pages_is_escaped() -> None:
    texts = dict.fromkeys(
        (
            "title",
            "text",
            "description",
            "publisher",
            "language",
            "url",
            "source_id",
            "license",
            "id",
        ),
        ATTACK,
    )
    story = record("a", authors=[ATTACK], tags=[ATTACK], sections=[ATTACK], **texts)
    pages = [
        article_page(story, [revision(1)], [cut(ATTACK)]),
        articles_page(
            listing(query=ATTACK, source=ATTACK),
            [SourceStories(source_id=ATTACK, stories=1, last_fetched=FETCHED)],
            [Story(record=story, excerpt=beginning(story))],
            found(1, has_more=True),
        ),
        overview_page(ATTACK, [SourceStories(source_id=ATTACK, stories=1, last_fetched=ATTACK)]),
        reports_page([{"run_id": ATTACK, "state": ATTACK, "started_at": ATTACK}]),
        error_page(ATTACK, ATTACK),
    ]
    for page in pages:
        assert "<script" not in page


def test_what_nobody_sees_is_written_out() -> None:
    story = record("a", title="turned \u202e round", text="half \ud800 a character")
    for page in (
        article_page(story, [revision(1)], [cut("\x1b[31m")]),
        articles_page(listing(), [], [Story(record=story, excerpt=beginning(story))], found(1)),
    ):
        page.encode()
        assert "turned \\u202e round" in page


@given(st.text())
def test_shown_times_never_fail(time: str) -> None:
    show_moment(time, "day")


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("second", "2026-11-24 12:00 UTC"),
        ("minute", "2026-11-24 12:00 UTC"),
        ("day", "2026-11-24"),
        ("month", "2026-11"),
        ("", "2026-11-24 12:00 UTC"),
    ],
)
def test_times_are_no_more_exact_than_they_are_known(precision: str, shown: str) -> None:
    assert show_moment(FETCHED, precision) == shown


def test_facts_say_how_the_date_was_found() -> None:
    known = dict(
        facts(
            record(
                "a",
                date_published=FETCHED,
                date_published_precision="day",
                date_published_source="text",
                date_published_ambiguous=True,
            )
        )
    )
    assert known["Published"] == "2026-11-24, from text; day and month may be swapped"
    assert "Modified" not in known


def test_reports_list_the_runs() -> None:
    page = reports_page(
        [{"run_id": "run/1", "started_at": FETCHED, "state": "finished"}, {"run_id": "b"}]
    )
    assert 'href="/reports/runs/run%2F1"' in page
    assert "2026-11-24 12:00 UTC" in page
    assert "7" not in reports_page([{"run_id": "b", "started_at": 7, "state": [7]}])
    assert "No run has left its manifest" in reports_page([])


def test_reports_list_the_newest_runs_of_very_many() -> None:
    runs = [{"run_id": f"run-{number}"} for number in range(RUNS_LISTED + 1200)]
    page = reports_page(runs)
    assert page.count('href="/reports/runs/') == RUNS_LISTED
    assert "run-0<" in page
    assert "1,200 earlier runs are not listed" in page
    assert "not listed" not in reports_page(runs[:RUNS_LISTED])


def test_style_sheet_asks_for_nothing_from_elsewhere() -> None:
    style = style_sheet().decode()
    assert "url(" not in style
    assert "@import" not in style
