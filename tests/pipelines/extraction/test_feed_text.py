import pytest

from pipelines.extraction.feed_text import carries_story, page_of_feed
from pipelines.items import Entry, LinkRule, Page, SiteRules, SourceHints
from tests.crawler.state.examples import NOON

URL = "https://gazette.example/bench"
TEXT = "".join(
    f"<p>The council of Lowmere paid {number} marks for the bench beside the allotments, "
    "and the beekeepers, who need somewhere to sit, said that it was worth each of them.</p>"
    for number in range(20, 25)
)
EXCERPTS = {
    "short": "<p>The bench is there.</p>",
    "dots": f"{TEXT}<p>The gardener said that &#8230;</p>",
    "dots before a note": f"{TEXT}<p>The gardener said [&#8230;]</p><p>The post Bench appeared "
    "first on <a href='/'>The Gazette</a>.</p>",
    "link to the rest": f"{TEXT}<p><a href='/bench'>Read the full story at The Gazette</a></p>",
    "markup without text": "<img src='a.png' alt=''>" * 100,
    "nothing": "",
}


def entry(html: str | None) -> Entry:
    return Entry(url=URL, content_html=html)


def test_a_feed_may_carry_the_whole_story() -> None:
    note = "<p>The post Bench appeared first on <a href='/'>The Gazette</a>.</p>"
    assert carries_story(entry(TEXT))
    assert carries_story(entry(TEXT + note))


@pytest.mark.parametrize("html", EXCERPTS.values(), ids=EXCERPTS.keys())
def test_an_excerpt_is_no_story(html: str) -> None:
    assert not carries_story(entry(html))


def test_most_entries_carry_none() -> None:
    assert not carries_story(None)
    assert not carries_story(entry(None))


def test_it_can_be_asked_for_more_than_a_page_has() -> None:
    assert carries_story(entry(TEXT), more_than=500)
    assert not carries_story(entry(TEXT), more_than=900)


def test_text_beyond_all_measure_is_left_alone() -> None:
    assert not carries_story(entry(TEXT * 5000))


def test_the_page_of_a_feed_has_its_text_and_nothing_of_the_page() -> None:
    rules = SiteRules(id="gazette", remove=("p",), next_page=(LinkRule(selector="a"),))
    hints = SourceHints(source_id="gazette", rules=rules)
    other = Page(url=URL, url_requested=URL, body=b"wall", fetched_at=NOON)
    page = Page(
        url=URL,
        url_requested=URL,
        status=403,
        headers={"content-type": "text/html; charset=iso-8859-1"},
        body=b"<p>Forbidden</p>",
        fetched_at=NOON,
        entry=entry("<p>Caf\xe9 \ud83d</p>"),
        hints=hints,
        further_pages=(other,),
        is_incomplete=True,
    )
    made = page_of_feed(page)
    assert "<article><p>Caf\xe9 ?</p></article>" in made.body.decode()
    assert made.headers == {"content-type": "text/html; charset=utf-8"}
    assert (made.status, made.hints.source_id, made.further_pages) == (403, "gazette", ())
    assert made.hints.rules is not None
    assert made.hints.rules.remove == ()
    assert not made.is_incomplete
