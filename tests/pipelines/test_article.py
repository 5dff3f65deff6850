"""The whole line on pages made for one question each; whole pages: test_golden_pages.py."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given, settings

from pipelines.article import build_article
from pipelines.errors import PageError
from pipelines.items import Article, Delivery, Entry, Page, SiteRules, SourceHints
from pipelines.options import CleaningOptions, ExtractionOptions, Options
from pipelines.serialization import check_record, to_record
from pipelines.site_memory import SiteMemory
from tests.strategies import html_pages

URL = "https://gazette.example/news/bench?utm_source=feed"
LEDE = (
    "The beekeepers of Marsh Lane may put up a bench beside the allotments, the parish council "
    "decided on Tuesday, ending an argument that had begun with a folding chair."
)
BODY = (
    LEDE,
    "For two summers the chair had been removed every Friday by the gardener of the council and "
    "returned every Saturday by the beekeepers, who need somewhere to sit.",
    "The bench will be made of oak and face south. A neighbour who had feared noise withdrew her "
    "objection after she was told that bees do not sit on benches.",
)


DELIVERY = Delivery(
    revision=1,
    change="new",
    first_seen=datetime(2025, 3, 10, 12, tzinfo=UTC),
    duplicate_of=None,
    cluster_id=None,
    run_id="run-1",
)


def html_of(*lines: str, head: str = "<title>Beekeepers get their bench</title>") -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><head>{head}</head><body><article>{paragraphs}</article></body></html>"
    return page.encode()


def page_of(body: bytes, entry: Entry | None = None, hints: SourceHints | None = None) -> Page:
    return Page(
        url=URL,
        url_requested=URL,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=body,
        fetched_at=datetime(2025, 3, 10, 12, tzinfo=UTC),
        entry=entry,
        hints=hints or SourceHints(),
    )


def build(body: bytes, entry: Entry | None = None, hints: SourceHints | None = None) -> Article:
    return build_article(page_of(body, entry, hints))


def test_identity_is_the_canonical_url() -> None:
    article = build(html_of(*BODY))
    assert article.url_canonical == "https://gazette.example/news/bench"
    assert article.domain == "gazette.example"
    assert article.url == URL


def test_stamp_in_a_list_of_other_stories_does_not_date_the_article() -> None:
    lines = (*BODY, "News Feed", "Ferry stops for good", "09.03.2025 23:36", "Ferry stops for good")
    article = build(html_of(*lines))
    assert article.text.endswith(BODY[-1])
    assert article.published is None


def test_stamp_at_the_top_that_was_cut_dates_the_article() -> None:
    article = build(html_of("Published 9 March 2025, 14:05", *BODY))
    assert article.published is not None
    assert article.published.value == datetime(2025, 3, 9, 14, 5, tzinfo=UTC)
    assert article.text.startswith(LEDE)


def test_publisher_is_the_part_that_the_titles_of_a_site_share() -> None:
    """Where the page does not declare it; alone, the page cannot tell it from the headline."""
    head = "<title>Beekeepers get their bench - Marsh Lane Times</title>"
    memory = SiteMemory(articles=10, affixes={"… marsh lane times": 9})
    page = page_of(html_of(*BODY, head=head))
    assert build_article(page).publisher is None
    assert build_article(page, memory).publisher == "Marsh Lane Times"
    declared = f"{head}<meta property='og:site_name' content='The Times'>"
    page = page_of(html_of(*BODY, head=declared))
    assert build_article(page, memory).publisher == "The Times"


def test_memory_of_the_site_decides_between_day_and_month() -> None:
    page = page_of(html_of("Published 03/02/2025", *BODY))
    day_first = build_article(page, SiteMemory(day_first=5)).published
    month_first = build_article(page, SiteMemory(month_first=5)).published
    undecided = build_article(page).published
    assert day_first is not None
    assert month_first is not None
    assert undecided is not None
    assert (day_first.value.month, month_first.value.month) == (2, 3)
    assert (day_first.is_ambiguous, undecided.is_ambiguous) == (False, True)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("A quarrel of two summers has an end.", "A quarrel of two summers has an end."),
        (LEDE, None),
        (LEDE[:60].rsplit(" ", 1)[0] + "…", None),
        (LEDE.split(" ", 2)[2], None),
    ],
    ids=["own words", "the lede", "the lede, cut", "the lede without its beginning"],
)
def test_description_never_repeats_the_text(description: str, expected: str | None) -> None:
    head = f'<title>Bench</title><meta name="description" content="{description}">'
    assert build(html_of(*BODY, head=head)).description == expected


def test_captions_are_kept_as_blocks_but_are_no_text() -> None:
    figure = "<figure><img src='/b.jpg'><figcaption>The oak bench</figcaption></figure>"
    body = html_of(*BODY).replace(b"</p><p>For two", f"</p>{figure}<p>For two".encode())
    assert "The oak bench" not in build(body).text


def test_headline_of_the_source_stands_in_where_the_page_has_none() -> None:
    entry = Entry(url=URL, title="Bench for beekeepers")
    article = build(html_of(*BODY, head=""), entry, SourceHints(source_type="feed"))
    assert (article.title, article.title_source) == ("Bench for beekeepers", "feed")


def test_rules_of_the_user_are_named_in_the_article() -> None:
    hints = SourceHints(rules=SiteRules(id="gazette.example", remove=("p:last-child",)))
    article = build(html_of(*BODY), hints=hints)
    assert article.rule_id == "gazette.example"
    assert article.text == "\n\n".join(BODY[:-1])


def test_a_page_whose_text_the_rules_take_tells_so() -> None:
    rules = SiteRules(id="r.txt", remove=("p", ".no"))
    with pytest.raises(PageError) as refusal:
        build(html_of(*BODY), hints=SourceHints(rules=rules))
    assert refusal.value.message.startswith(
        "0 words of text were left after cleaning; the rules of"
    )
    assert "r.txt remove 478 of 504 characters of the page" in refusal.value.message


def test_a_body_is_searched_for_where_the_rules_name_hardly_a_word() -> None:
    rules = SiteRules(id="r.txt", body=("nav",), title=("h2",), remove=("p:last-child",))
    markup = html_of("<nav>News</nav><h2>A bench</h2>", *BODY)
    article = build(markup, hints=SourceHints(rules=rules))
    assert article.text == "\n\n".join(BODY[:-1])
    assert article.quality_flags == ("body-rule-not-matched",)
    assert (article.title, article.rule_id, article.hints.rules) == ("A bench", "r.txt", rules)


def test_a_page_whose_body_the_rules_name_amiss_tells_so() -> None:
    rules = SiteRules(id="r.txt", body=("nav",), remove=("aside",))
    with pytest.raises(PageError) as refusal:
        build(html_of("<nav>News</nav>", "Too short."), hints=SourceHints(rules=rules))
    assert refusal.value.message == (
        "1 words of text were left after cleaning; the body is what the rules of r.txt name"
    )


def test_no_rule_is_asked_on_a_page_that_is_made_to_take_for_ever() -> None:
    rules = SiteRules(id="r.txt", body=("//div//div//div//p",), remove=("//div//div//div//b",))
    markup = html_of("<div>" * 2_000, *BODY, *["<p>"] * 3_000)
    start = process_time()
    article = build(markup, hints=SourceHints(rules=rules))
    assert process_time() - start < 5
    assert article.quality_flags == ("body-rule-not-matched",)
    assert article.rule_id == "r.txt"


def test_a_short_page_tells_nothing_of_rules_that_took_nothing() -> None:
    rules = SiteRules(id="r.txt", remove=("aside",))
    with pytest.raises(PageError) as refusal:
        build(html_of("Too short."), hints=SourceHints(rules=rules))
    assert "rules" not in refusal.value.message


def test_of_several_date_rules_the_first_that_gives_a_date_counts() -> None:
    rules = SiteRules(id="gazette.example", date=(".where", ".when", ".since"))
    places = (
        "<i class='where'>Parish</i><i class='since'>1 May 2020</i><i class='when'>3 May 2024</i>"
    )
    article = build(html_of(places, *BODY), hints=SourceHints(rules=rules))
    assert article.published is not None
    assert (article.published.source, article.published.raw) == ("rule", "3 May 2024")
    assert article.quality_flags == ()


def test_a_date_rule_that_gives_no_date_is_told() -> None:
    hints = SourceHints(rules=SiteRules(id="gazette.example", date=(".when",)))
    markup = html_of("<i class='when'>Parish</i>", *BODY)
    assert build(markup, hints=hints).quality_flags == ("date-rule-not-matched",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty-page"),
        (b"%PDF-1.7", "not-html"),
        (html_of("Too short."), "no-article-body"),
        (html_of(*BODY, head=""), "no-title"),
    ],
)
def test_page_without_article_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(PageError) as refusal:
        build(body)
    assert refusal.value.reason == reason


def test_page_that_only_lists_other_stories_is_refused() -> None:
    names = ("Ferry stops", "Crane turns", "Chess at night", "Sheep wear radios", "Bells by phone")
    lines = (f'<a href="/news/{n}">{name} in the old harbour</a>' for n, name in enumerate(names))
    with pytest.raises(PageError) as refusal:
        build(html_of(*lines), hints=SourceHints())
    assert refusal.value.reason == "list-page"


def test_article_of_which_the_rules_want_too_much_is_kept_whole_and_flagged() -> None:
    options = Options(
        cleaning=CleaningOptions(max_removed_share=0.0),
        extraction=ExtractionOptions(min_score_to_keep=0.0),
    )
    page = page_of(html_of(*BODY, "Advertisement"))
    article = build_article(page, options=options)
    assert article.quality_flags == ("cleaning-refused",)
    assert article.text.endswith("Advertisement")


def test_article_survives_the_way_through_a_worker() -> None:
    article = build(html_of(*BODY))
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 - our own bytes


@settings(max_examples=60)
@given(html_pages())
def test_any_page_gives_a_valid_record_or_a_reason(markup: str) -> None:
    options = Options(extraction=ExtractionOptions(min_body_words=0))
    page = page_of(markup.encode("utf-8", "replace"))
    try:
        article = build_article(page, options=options)
    except PageError:
        return
    assert build_article(replace(page), options=options) == article
    check_record(to_record(article, DELIVERY))
