from dataclasses import replace

import pytest

from pipelines.extraction.feed_text import is_same_story, page_of_feed, read_story
from pipelines.extraction.tree.lines import read_lines
from pipelines.items import Article, Block, Entry, LinkRule, Page, SiteRules, SourceHints
from tests.crawler.state.examples import NOON, article

URL = "https://gazette.example/news/bench"
TEXT = "".join(
    f"<p>The council of Lowmere paid {number} marks for the bench beside the allotments, "
    "and the beekeepers, who need somewhere to sit, said that it was worth each of them.</p>"
    for number in range(20, 25)
)
HERE = f"<a href='{URL}?utm_source=rss'>"
EXCERPTS = {
    "short": "<p>The bench is there.</p>",
    "dots": f"{TEXT}<p>The gardener said that &#8230;</p>",
    "dots before a note": f"{TEXT}<p>The gardener said [&#8230;]</p><p>The post Bench appeared "
    "first on <a href='/'>The Gazette</a>.</p>",
    "dots before a link": f"{TEXT}<p>The gardener said&hellip; {HERE}Go on reading <span>what the "
    "gardener of Lowmere said of the bench</span></a></p>",
    "link to the rest": f"{TEXT}<p>{HERE}Read the full story at The Gazette</a></p>",
    "long link to the rest": f"{TEXT}<p>{HERE}Go on reading what the beekeepers and the gardener "
    "of Lowmere have to say of the bench</a></p>",
    "link to the rest above a bar": f"{TEXT}<p>{HERE}Read on</a></p><ul class='share'><li>X</li>"
    "<li>Y</li><li>Z</li></ul>",
    "relative link to the rest": f"{TEXT}<p><a href='/news/bench#more-1'>More</a></p>",
    "link elsewhere": f"{TEXT}<p><a href='https://t.example/x'>Read on</a></p>",
    "for sale": f"{TEXT}<h3>This post is for paid subscribers</h3>",
    "list of links": "".join(
        f"<li><a href='/{n}'>A headline of some length on the bench, number {n}</a></li>"
        for n in range(20)
    ),
    "markup without text": "<img src='a.png' alt=''>" * 100,
    "nothing": "",
}
STORIES = {
    "text": TEXT,
    "first publication": f"{TEXT}<p>The post {HERE}Bench</a> appeared first on "
    "<a href='/'>The Gazette</a>.</p>",
    "its own name": f"{TEXT}<p>{HERE}Beekeepers get their bench</a></p>",
    "comments": f"{TEXT}<p><a href='{URL}#comments'>3 comments</a></p>",
    "bar for sharing": f"{TEXT}<div class='sd-sharing'><h3>Share this</h3><ul><li><a href='{URL}'>"
    "X</a></li></ul></div><div class='sharedaddy'><span>Like</span> <span>Loading...</span></div>",
    "post of a network": f"{TEXT}<blockquote><p><a href='https://post.example/p/1'>See this post"
    "</a></p></blockquote>",
    "mail address": f"{TEXT}<p><a href='mailto:bench@post.example'>bench@post.example</a></p>",
    "note": f"{TEXT.replace('marks', '<a id=up1 href=#note1>1</a> marks', 1)}<div><a id=note1 "
    f"href='{URL}#up1'>1</a><p>Old ones.</p></div>",
    "related stories": f"{TEXT}<h3>See also</h3><ul><li><a href='/news/oak'>Oak is dear</a></li>"
    "<li><a href='https://gazette.example/news/rain'>Rain again</a></li></ul>",
    "control characters": TEXT.replace("paid", "paid\x00\x0b"),
    "half a character": TEXT.replace("paid", "paid \ud83d"),
    "broken address": f"{TEXT}<p>See <a href='http://[x'>there</a> for more of the bench.</p>",
}
HOSTILE = {
    "attributes": f"{TEXT}<p {' '.join(f'a{n}' for n in range(50_000))}>x</p>",
    "elements": f"{TEXT}{'<b>' * 300_000}x",
    "signs": f"{TEXT}{'<' * 1_900_000}",
    "length": TEXT * 5000,
}


def page_with(html: str | None, url: str = URL) -> Page:
    entry = Entry(url=URL, title="Beekeepers get their bench", content_html=html)
    return Page(url=url, url_requested=URL, body=b"", fetched_at=NOON, entry=entry)


@pytest.mark.parametrize("html", STORIES.values(), ids=STORIES.keys())
def test_a_feed_may_carry_the_whole_story(html: str) -> None:
    tree = read_story(page_with(html))
    assert tree is not None
    assert len(read_lines(tree)) >= 5


@pytest.mark.parametrize("html", EXCERPTS.values(), ids=EXCERPTS.keys())
def test_an_excerpt_is_no_story(html: str) -> None:
    assert read_story(page_with(html)) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markup_is_left_alone(html: str) -> None:
    assert read_story(page_with(html)) is None


def test_most_entries_carry_none() -> None:
    assert read_story(page_with(None)) is None
    assert read_story(Page(url=URL, url_requested=URL, body=b"", fetched_at=NOON)) is None


def test_it_can_be_asked_for_more_than_a_page_has() -> None:
    assert read_story(page_with(TEXT), more_than=500) is not None
    assert read_story(page_with(TEXT), more_than=900) is None
    padded = TEXT.replace("<p>", f"<p class='{'x' * 200}'>")
    assert read_story(page_with(padded), more_than=900) is None


def test_a_text_that_comes_as_a_document_is_a_part_of_the_page() -> None:
    head = "<title>Mail</title><base href='https://x.example/'><link rel=canonical href='/x'>"
    whole = f"<html><head>{head}</head><body></article><h1>Oak</h1>{TEXT}</body></html>{TEXT}"
    tree = read_story(page_with(whole))
    assert tree is not None
    assert [element.tag for element in tree.iter("title", "base", "link", "h1")] == []
    lines = read_lines(tree)
    assert (lines[0].text, lines[0].level, len(lines)) == ("Oak", 2, 11)


def test_the_page_of_a_feed_has_its_text_and_nothing_of_the_page() -> None:
    rules = SiteRules(id="gazette", remove=("p",), next_page=(LinkRule(selector="a"),))
    other = Page(url=URL, url_requested=URL, body=b"wall", fetched_at=NOON)
    made = page_of_feed(
        Page(
            url=URL,
            url_requested=URL,
            status=403,
            headers={"content-type": "text/plain", "tdm-reservation": "1"},
            body=b"<p>Forbidden</p>",
            fetched_at=NOON,
            entry=Entry(url=URL, content_html=TEXT),
            hints=SourceHints(source_id="gazette", rules=rules),
            further_pages=(other,),
            is_incomplete=True,
        )
    )
    assert made.headers == {"tdm-reservation": "1"}
    assert (made.status, made.hints.source_id, made.further_pages) == (403, "gazette", ())
    assert made.hints.rules is not None
    assert made.hints.rules.remove == ()
    assert not made.is_incomplete


@pytest.mark.parametrize(
    ("final", "is_kept"),
    [
        pytest.param("https://gazette.example/accounts/in?to=%2Fnews%2Fbench", False, id="back"),
        pytest.param("https://gazette.example/captcha", False, id="short"),
        pytest.param("https://gazette.example/", False, id="home"),
        pytest.param("https://www.gazette.example/news/bench/", True, id="same path"),
        pytest.param("https://gazette.example/2025/03/09/beekeepers-get-bench", True, id="longer"),
        pytest.param("https://gazette.example/news", True, id="part of it"),
        pytest.param("https://ledger.example/x", True, id="another site"),
    ],
)
def test_the_address_of_a_wall_is_not_that_of_the_story(final: str, *, is_kept: bool) -> None:
    assert page_of_feed(page_with(TEXT, final)).url == (final if is_kept else URL)


@pytest.mark.parametrize(
    ("title", "text", "is_same"),
    [
        pytest.param("A bench for all", "Pay, and read.", True, id="headline"),
        pytest.param("Gazette", "The council of Lowmere paid 20 marks for it …", True, id="text"),
        pytest.param("Subscribe", "Each morning, for little.", False, id="offer"),
    ],
)
def test_an_offer_is_told_from_a_teaser(title: str, text: str, *, is_same: bool) -> None:
    told = "The council of Lowmere paid 20 marks for it, and said so."
    assert is_same_story(story(title, text), story("The bench", told)) == is_same


def story(title: str, text: str) -> Article:
    return replace(article(URL, text=text), title=title, blocks=(Block(text=text),))
