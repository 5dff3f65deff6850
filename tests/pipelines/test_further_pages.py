from dataclasses import replace
from typing import Any

import pytest

from pipelines.article import build_article
from pipelines.items import Article, Page, SiteRules, SourceHints
from tests.pipelines.page_examples import NOON

URL = "https://gazette.example/crane"
RULES = SiteRules(id="gazette.example", body=("div.story",))
FIRST = "The council of Lowmere has decided to repair the old harbour crane before the winter."
SECOND = "The crane was built in the year of the great flood and lifted stone for a hundred years."
THIRD = "A smith from the next village will make the new chain, which nobody has done since then."
PROMPT = "Subscribe to our newsletter"


def page_with(*sentences: str, number: int = 1) -> Page:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    body = (
        f"<html lang='en'><head><title>The crane returns</title></head><body>"
        f"<div class='story'><h1>The crane returns</h1>{text}</div></body></html>"
    )
    url = URL if number == 1 else f"{URL}?p={number}"
    return Page(
        url=url,
        url_requested=url,
        status=200,
        body=body.encode(),
        fetched_at=NOON,
        hints=SourceHints(rules=RULES if number == 1 else None),
    )


def built(first: Page, *further: Page, **values: Any) -> Article:
    return build_article(replace(first, further_pages=further, **values))


def test_the_pages_of_a_story_become_one_text_in_their_order() -> None:
    article = built(page_with(FIRST), page_with(SECOND, number=2), page_with(THIRD, number=3))
    assert article.text.split("\n\n") == [FIRST, SECOND, THIRD]
    assert article.url == URL
    assert article.is_truncated is not True


def test_what_ends_one_page_does_not_end_the_story() -> None:
    first = page_with(FIRST, SECOND, PROMPT)
    article = built(first, page_with(THIRD, PROMPT, number=2))
    assert article.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_the_account_counts_the_blocks_of_all_pages() -> None:
    first = page_with(FIRST, SECOND, PROMPT)
    article = built(first, page_with(THIRD, PROMPT, number=2))
    places = [cut.block for cut in article.removed]
    assert places == sorted(places)
    assert [cut.text for cut in article.removed].count(PROMPT) == 2
    assert len(set(places)) == len(places)


def test_a_page_that_adds_nothing_is_left_out() -> None:
    first = page_with(FIRST, SECOND)
    empty = Page(url=f"{URL}?p=3", url_requested=URL, body=b"", fetched_at=NOON)
    alone = built(first)
    assert built(first, replace(first, url=f"{URL}?p=2"), empty).text == alone.text


IN_ITS_PLACE = {
    "login": "<title>Log in</title><h1>Log in</h1><p>Please log in to read this story.</p>"
    "<form><input type='password'></form>",
    "error page": "<title>Page not found</title><h1>Page not found</h1>"
    "<p>The page that you asked for is not here.</p>",
    "file": "%PDF-1.4",
}


@pytest.mark.parametrize("markup", IN_ITS_PLACE.values(), ids=IN_ITS_PLACE)
def test_what_stands_in_the_place_of_a_page_is_no_part_of_the_story(markup: str) -> None:
    further = replace(page_with(number=2), body=markup.encode())
    article = built(page_with(FIRST, SECOND), further, page_with(THIRD, number=3))
    assert article.text.split("\n\n") == [FIRST, SECOND, THIRD]
    assert article.is_truncated is True


def test_a_story_with_a_missing_page_is_truncated() -> None:
    article = built(page_with(FIRST, SECOND), is_incomplete=True)
    assert article.is_truncated is True
