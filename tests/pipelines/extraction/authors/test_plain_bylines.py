"""Names on a line of their own at a headline."""

import pytest
from hypothesis import given, settings

from pipelines.extraction.authors.plain_bylines import read_plain_byline
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.neighbours import OtherStories
from tests.strategies import html_pages

DAY = "<i>3 February 2025</i>"


def names(markup: str, title: str = "Bridge opens at Lowmere") -> list[str]:
    page = f"<title>{title} - Post</title><body><div><h1>Bridge opens</h1>{markup}</div></body>"
    headline = next(parse(page).iter("h1"))
    return [item.value for item in read_plain_byline(headline, OtherStories(headline))]


FOUND = {
    "beside the date": f"<p>Ada Long</p>{DAY}",
    "role and date in the line": "<p>Ada Long | Senior Writer | July 2, 2025</p>",
    "role in the next line": f"<p>Ada Long<br>Senior Writer</p><b>x</b>{DAY}",
    "role in the next element": (
        f"<p><b>Ada Long</b> <i>Political Correspondent</i></p>{DAY}<p>x</p>"
    ),
    "before its publication": f"<p>Ada Long / Quay Herald</p>{DAY}",
    "behind the day in its line": "<p>2 July 2025 - Ada Long</p>",
    "below the headline and introduced": "<p>Ada Long</p><b>x</b><p>Ada Long lives here.</p>",
    "introduced below": f"<p>Ada Long</p><b>x</b><b>x</b>{DAY}<p>Ada Long lives on the quay.</p>",
}


@pytest.mark.parametrize("markup", FOUND.values(), ids=FOUND)
def test_name_beside_a_date_is_a_byline(markup: str) -> None:
    assert names(markup) == ["Ada Long"]


NOT_FOUND = {
    "no date": "<p>Ada Long</p><p>She lives on the quay.</p>",
    "date farther off and no other mention": f"<p>Ada Long</p><b>x</b><b>x</b>{DAY}",
    "below the headline, not told again": "<p>Ada Long</p><b>x</b>",
    "told again, not below the headline": "<p>x</p><p>Ada Long</p><b>x</b><p>Ada Long sails.</p>",
    "behind more than a day": "<p>Opened 2 July 2025 - Ada Long</p>",
    "link": f"<p><a href='/x'>Ada Long</a></p>{DAY}",
    "heading": f"<h2>Ada Long</h2>{DAY}",
    "sentence": f"<p>Ada Long walks on the quay</p>{DAY}",
    "words of the page": f"<p>Exclusive Details</p>{DAY}",
    "publication": f"<p>Quay Herald</p>{DAY}",
    "other story": f"<div class='related'><p>Ada Long</p>{DAY}</div>",
    "far below": "<p>x</p>" * 40 + f"<p>Ada Long</p>{DAY}",
}


@pytest.mark.parametrize("markup", NOT_FOUND.values(), ids=NOT_FOUND)
def test_other_lines_are_none(markup: str) -> None:
    assert names(markup) == []


def test_whom_the_story_is_about_did_not_write_it() -> None:
    assert names(f"<p>Ada Long</p>{DAY}", "Ada Long opens the bridge") == []


@settings(max_examples=40)
@given(html=html_pages())
def test_any_page_gives_at_most_one_name(html: str) -> None:
    for headline in parse(html).iter("h1"):
        assert len(read_plain_byline(headline, OtherStories(headline))) <= 1
