"""The dates that stand right at a headline."""

import pytest
from hypothesis import given, settings

from pipelines.extraction.headline.shown_dates import (
    NOTHING_SHOWN,
    ShownDates,
    has_day,
    is_modified,
    is_stamp,
    read_shown_dates,
)
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.neighbours import OtherStories
from tests.strategies import html_pages

DAY = "3 February 2025"


def shown(behind: str, before: str = "") -> ShownDates:
    tree = parse(f"<body><div>{before}<h1>Bridge opens</h1>{behind}</div></body>")
    headline = next(tree.iter("h1"))
    return read_shown_dates(headline, OtherStories(headline))


def days(behind: str, before: str = "") -> list[str]:
    return [item.value for item in shown(behind, before).published]


SHOWN = {
    "bare element": f"<p><span>{DAY}</span></p>",
    "text behind an element": f"<p><a href='/ada'>Ada Long</a> · {DAY}</p>",
    "beside the time of reading": f"<p>{DAY} • 11 minute read</p>",
    "small word before it": f"<p>On {DAY}</p>",
    "change behind it in its element": f"<time>{DAY}<i> / </i>Updated 4 February 2025</time>",
    "label of its own, then a change": (
        f"<p>Published: {DAY}<i> / </i>Updated: 4 February 2025</p>"
    ),
    "heading that ends in updates before it": f"<p>Market Updates</p><p>{DAY}</p>",
    "time element": f"<time datetime='2025-02-03'>{DAY}</time>",
}


@pytest.mark.parametrize("markup", SHOWN.values(), ids=SHOWN)
def test_stamp_at_the_headline_is_shown(markup: str) -> None:
    assert days(markup) == [DAY]


def test_stamp_right_before_the_headline_comes_last() -> None:
    assert days("<p>4 February 2025</p>", f"<p>{DAY}</p>") == ["4 February 2025", DAY]


NOT_SHOWN = {
    "without its year": "<p>3 February</p>",
    "a month": "<p>February 2025</p>",
    "a sentence": f"<p>The ferry sank on {DAY} in a storm that nobody had foreseen.</p>",
    "in a post that the story quotes": (
        f"<blockquote><p>The bridge is closed.</p>— Lowmere <a href='/1'>{DAY}</a></blockquote>"
    ),
    "in a caption": f"<figure><figcaption>The bridge. <span>{DAY}</span></figcaption></figure>",
    "in a side column": f"<aside><p>{DAY}</p></aside>",
    "in a list of other stories": f"<ul class='related'><li>{DAY}</li></ul>",
    "in a script": f"<script>{DAY}</script>",
    "far below": "<p>Text</p>" * 70 + f"<p>{DAY}</p>",
    "time of reading": "<p>2025 words, 10 minute read</p>",
}


@pytest.mark.parametrize("markup", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_other_texts_are_no_shown_date(markup: str) -> None:
    assert shown(markup) == NOTHING_SHOWN


def test_date_at_the_top_of_the_page_is_that_of_the_day() -> None:
    assert shown("", f"<p>{DAY}</p>" + "<i>x</i>" * 20) == NOTHING_SHOWN


CHANGES = {
    "in the line": f"<p>Updated {DAY}</p>",
    "in the element before": f"<p><b>Last updated:</b> <i>{DAY}</i></p>",
    "in another language": f"<p><b>Päivitetty:</b> <i>{DAY}</i></p>",
    "two elements before": f"<p><b>Last updated</b> <i>on</i> <i>{DAY}</i></p>",
    "in the element around the text": f"<p><b>Last updated:</b> {DAY}</p>",
    "before a stamp that is named for its publication": (
        f"<span>Updated</span><time class='published updated'>{DAY}</time>"
    ),
}


@pytest.mark.parametrize("markup", CHANGES.values(), ids=CHANGES)
def test_stamp_that_is_called_a_change_is_one(markup: str) -> None:
    dates = shown(markup)
    assert dates.published == ()
    assert [item.value for item in dates.modified] == [DAY]
    assert dates.has_change


def test_long_text_before_a_stamp_is_no_label() -> None:
    assert days(f"<p><b>The rules were updated in spring</b> <i>{DAY}</i></p>") == [DAY]


def test_only_stamp_that_is_named_updated_is_what_readers_see() -> None:
    dates = shown(f"<span class='entry-date updated'>{DAY}</span>")
    assert [item.value for item in dates.published] == [DAY]
    assert dates.has_change


def test_stamp_that_is_named_updated_gives_way_to_another() -> None:
    markup = f"<i class='updated'>4 February 2025</i><i class='published'>{DAY}</i>"
    assert days(markup) == [DAY]
    assert shown(markup).has_change


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(DAY, True), ("03.02.2025", True), ("February 2025", False), ("10:30", False), ("x", False)],
)
def test_day_is_told_from_less(raw: str, expected: bool) -> None:
    assert has_day(raw) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(DAY, True), ("5 min read", False), ("today", False), ("3 " * 60, False)],
)
def test_stamp_holds_a_number_and_is_short(value: str, expected: bool) -> None:
    assert is_stamp(value) is expected


def test_itemprop_of_the_publication_is_no_change() -> None:
    tree = parse("<p class='modified'><i itemprop='datePublished'>3.2.2025</i></p>")
    assert not is_modified(next(tree.iter("i")))


@settings(max_examples=40)
@given(html=html_pages())
def test_any_page_is_read_and_each_date_given_once(html: str) -> None:
    for headline in parse(html).iter("h1"):
        dates = read_shown_dates(headline, OtherStories(headline))
        assert len(set(dates.published)) == len(dates.published)
