import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.fields import plain_text
from crawler.discovery.teasers import teaser_text
from pipelines.normalization import word_key

URL = "https://gazette.example/news/crane"
TITLE = "Board keeps the crane"
TEASER = "The harbour board of Lowmere voted to keep the crane."
HERE = f"<a href='{URL}?utm_source=rss'>"
BESIDE = {
    "note": f"<p>{TEASER}</p><p>The post {HERE}{TITLE}</a> appeared first on <a href='/'>The "
    "Gazette</a>.</p>",
    "long note": f"{TEASER}<hr><p>{HERE}{TITLE}</a> was originally published in <a href='/'>The "
    "Gazette</a>, where people go on with the conversation by responding to this story.</p>",
    "pointer by name": f"<p>{TEASER}</p><p>Den ganzen Text: {HERE}{TITLE}</a></p>",
    "headline above": f"{HERE}{TITLE}</a><br>{TEASER}",
    "pointer in a line of its own": f"<p>{TEASER}</p><p>{HERE}Leer más ...</a></p>",
    "pointer behind the sentence": f"{TEASER} {HERE}Lue koko juttu</a>",
    "bar of services": f"<p>{TEASER}</p><div><a href='https://x.example/s'>Facebook</a><a "
    "href='https://y.example/s'>Share</a></div>",
    "offer in a list": f"<ul><li><a href='/mail'>Get our letter, our app or our daily podcast for "
    f"free</a></li></ul><p>{TEASER}</p>",
    "fields": f"<span class='field field--name-title'>{TITLE}</span>\n<span class='field "
    f"field--name-uid'><span>ada.long</span></span>\n<span class='field field--name-created'>Mon, "
    f"11/30/2026 - 09:12</span><div class='field field--name-body'><p>{TEASER}</p></div><div "
    "class='node__links'><ul><li><a href='/user'>Log in</a> to post comments</li></ul></div>",
    "labelled field": f"<div class='field-item'><p>{TEASER}</p></div><div class='field-label'>Tags:"
    "</div><div class='field-item'><a href='/tag/crane'>crane</a></div>",
}
TOLD = {
    "plain": TEASER,
    "markup": f"<p>{TEASER}</p>",
    "link in the sentence": "The board <a href='/x'>voted</a> to keep the crane.",
    "sentence that ends with a link": f"The board voted to {HERE}keep the crane</a>",
    "link elsewhere behind the sentence": f"{TEASER} <a href='https://x.example/'>The vote</a>",
    "headline before the teaser": f"{HERE}{TITLE}</a> And it pays for new piles.",
    "teaser as a link": f"{HERE}Old but loved</a>",
    "teaser of two lines as links": f"<p>{HERE}{TEASER}</a></p><p>{HERE}It was close to midnight, "
    "and nobody had gone home.</a></p>",
    "list": "<ul><li>Nine voted for it</li><li>Four voted <a href='/x'>against it</a></li></ul>",
    "field of the body": f"<div class='field field--name-body'>{TEASER}</div>",
}
NOTHING = {
    "stories of others": "<ol><li><a href='/1'>Board votes for an old crane</a> BBC</li><li><a "
    "href='/2'>Crane in Lowmere stays after all</a> The Observer</li></ol>",
    "headline": f"{HERE}{TITLE}</a>",
    "empty": "<p></p>",
}


@pytest.mark.parametrize("markup", BESIDE.values(), ids=BESIDE.keys())
def test_what_stands_beside_a_teaser_is_left_out(markup: str) -> None:
    assert teaser_text(markup, TITLE, URL) == TEASER


@pytest.mark.parametrize("markup", TOLD.values(), ids=TOLD.keys())
def test_all_of_a_teaser_stays(markup: str) -> None:
    assert teaser_text(markup, TITLE, URL) == plain_text(markup)


@pytest.mark.parametrize("markup", [None, *NOTHING.values()], ids=["none", *NOTHING.keys()])
def test_what_tells_nothing_of_the_story_is_no_teaser(markup: str | None) -> None:
    assert teaser_text(markup, TITLE, URL) is None


def test_a_broken_address_leads_nowhere() -> None:
    markup = f"{TEASER} <a href='http://[x'>there</a>"
    assert teaser_text(markup, TITLE, URL) == plain_text(markup)


def test_hostile_markup_is_read_as_plain_text() -> None:
    crowded = f"{TEASER}<a {' '.join(f'a{number}' for number in range(5_000))}>x</a>"
    assert teaser_text(crowded, TITLE, URL) == plain_text(crowded)


@given(
    pieces=st.lists(
        st.sampled_from(
            [TEASER, TITLE, HERE, "</a>", "<p>", "<li>", "<a href=/x>", "a < b", "&lt;"]
        )
        | st.text(max_size=20)
    )
)
def test_a_teaser_has_no_words_that_the_description_has_not(pieces: list[str]) -> None:
    markup = "".join(pieces)
    words = word_key(teaser_text(markup, None, URL) or "").replace(" ", "")
    whole = iter(word_key(plain_text(markup) or "").replace(" ", ""))
    assert all(letter in whole for letter in words)
