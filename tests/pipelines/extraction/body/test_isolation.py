from html import escape
from importlib.metadata import version

import pytest
from hypothesis import given, settings
from lxml import html as lxml_html

from pipelines.extraction.body.isolation import Body, isolate_body
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.tree.markup import parse
from pipelines.items import SiteRules
from pipelines.normalization import clean_text
from pipelines.options import ExtractionOptions
from tests.strategies import html_pages

TITLE = "Harbour town weighs tram line as councillors doubt ‘a quick deal’, letters show"
TEASER = "Letters suggest that the operator is going through the motions and still hopes…"
BODY = (
    "As the council of Lowmere begins first talks with the operator about the tram line, letters "
    "from two offices show that the operator still hopes to run all of the harbour lines itself.",
    "“We have no sign that they want a quick deal right now,” one of the councillors said.",
    "The operator is sending two of its directors to the town hall on Tuesday. But the letters "
    "say that it believes it can wait until the lease of the quay ends in three years.",
    "“They think they are winning,” one clerk said.",
    "All of the clerks asked not to be named.",
    "Mara Quill, a spokeswoman for the mayor, said in reply: “The mayor made the first opening for "
    "talks in years, and she did it within four weeks of taking office. The town will go on.”",
    "The mayor said that the operator had told her on the telephone that it wants to settle.",
    "“I think so,” she said.",
    "Asked whether the quay is part of the deal, she said that it is not, and that the lease would "
    "be looked at by the full council after the summer break.",
    "The tram line was closed eleven years ago, when a storm washed away the bank under the track.",
    "“This is our harbour, and these are our winters.”",
)
FEED = (
    "News Feed",
    "Lighthouse keeper retires after forty years", "20.02.2025 23:36 Coast",
    "The strange story of the brass bell", "20.02.2025 15:00 Stories",
)  # fmt: skip
NAVIGATION = '<div><a href="/a">Coast</a> <a href="/b">Politics</a> <a href="/c">World</a></div>'


def paragraphs(tag: str, texts: tuple[str, ...]) -> str:
    return "\n".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


ALL = (TITLE, TEASER, TITLE, *BODY, *FEED)
LAYOUTS = {
    "semantic classes": (
        f'<article><header><h1>{TITLE}</h1><p class="teaser">{TEASER}</p></header>'
        f'<div class="article-body">{paragraphs("p", BODY)}</div></article>'
        f'<aside class="related"><ul>{paragraphs("li", FEED)}</ul></aside>'
    ),
    "neutral divs": f"{NAVIGATION}<div><div>{paragraphs('div', ALL)}</div></div>",
    "nested neutral divs": "".join(f"<div><div>{escape(text)}</div></div>" for text in ALL),
    "flat paragraphs": NAVIGATION + paragraphs("p", ALL),
    "two breaks between paragraphs": f"<div>{'<br><br>'.join(map(escape, BODY))}</div>",
    "breaks inside one paragraph": f"<div><p>{'<br/> <br/>'.join(map(escape, BODY))}</p></div>",
    "one break between paragraphs": f"<div><div>{'<br>'.join(map(escape, BODY))}</div></div>",
    "layout table": (
        f"<table><tr><td>{NAVIGATION}</td><td>{paragraphs('p', BODY)}</td></tr></table>"
    ),
    "quotations as block quotes": "<article>"
    + "".join(
        f"<blockquote><p>{escape(text)}</p></blockquote>"
        if text.startswith("“")
        else f"<p>{escape(text)}</p>"
        for text in BODY
    )
    + "</article>",
}


def page(body: str) -> str:
    return f"<html><head><title>{TITLE} - Lowmere Post</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_no_paragraph_of_the_body_is_lost_in_any_layout(body: str) -> None:
    blocks = isolate_body(parse(page(body)), PageWordings(), None).blocks
    assert tuple(block.text for block in blocks if block.text in BODY) == BODY


def test_lists_headings_and_short_paragraphs_between_kept_ones_come_back() -> None:
    middle = "<h3>Next steps</h3><ul><li>Vote in May</li><li>Work in June</li></ul><p>No toll.</p>"
    body = f"<article>{paragraphs('p', BODY[:6])}{middle}{paragraphs('p', BODY[6:])}</article>"
    blocks = isolate_body(parse(page(body)), PageWordings(), None).blocks
    assert [(block.kind, block.text) for block in blocks[6:10]] == [
        ("heading", "Next steps"),
        ("list_item", "Vote in May"),
        ("list_item", "Work in June"),
        ("paragraph", "No toll."),
    ]


def test_related_stories_beside_the_body_are_left_out() -> None:
    blocks = isolate_body(parse(page(LAYOUTS["semantic classes"])), PageWordings(), None).blocks
    assert not {block.text for block in blocks} & set(FEED)


def test_news_is_held_to_stricter_bounds() -> None:
    tree = parse(page(LAYOUTS["semantic classes"]))
    options = ExtractionOptions(min_score_to_keep_news=1.01, min_score_to_add_news=1.01)
    likely, unlikely = (
        isolate_body(tree, PageWordings(is_news=is_news), None, options).blocks
        for is_news in (False, True)
    )
    assert any(block.signals.doubt is None and block.signals.body_score for block in likely)
    assert not any(block.signals.body_score for block in unlikely)


def test_reader_comments_are_left_out() -> None:
    comments = (
        '<div class="comments"><p>First! What a fine tram that was, I rode it daily.</p></div>'
    )
    blocks = isolate_body(
        parse(page(f"<article>{paragraphs('p', BODY)}</article>{comments}")), PageWordings(), None
    ).blocks
    assert tuple(block.text for block in blocks) == BODY


def test_a_page_without_text_has_no_blocks() -> None:
    assert (
        isolate_body(parse(page("<div><img src='a.png'></div>")), PageWordings(), None).blocks == ()
    )


def test_the_same_page_gives_the_same_blocks_again_and_again() -> None:
    results = {
        isolate_body(parse(page(LAYOUTS["flat paragraphs"])), PageWordings(), None)
        for _ in range(5)
    }
    assert len(results) == 1


def test_the_body_from_json_ld_is_taken_when_the_wrong_part_was_found() -> None:
    appeal = "<p>" + "Help us keep the lights on in the newsroom with a gift today. " * 3 + "</p>"
    wordings = PageWordings(article_body="\n".join(BODY))
    blocks = isolate_body(parse(page(f"<div>{appeal}</div>")), wordings, None).blocks
    assert tuple(block.text for block in blocks) == BODY


def test_a_remove_rule_drops_elements_before_the_search() -> None:
    body = f'<article>{paragraphs("p", BODY)}<p class="box">{BODY[2]} Again.</p></article>'
    blocks = isolate_body(
        parse(page(body)), PageWordings(), SiteRules(id="r", remove=("p.box", ".no"))
    ).blocks
    assert tuple(block.text for block in blocks) == BODY


def test_a_remove_rule_sees_the_page_as_it_came() -> None:
    box = f"<p><iframe src='v'></iframe>{BODY[2]} Again.</p>"
    body = f"<article>{paragraphs('p', BODY)}{box}</article>"
    rules = SiteRules(id="r", remove=("//p[.//iframe]",))
    blocks = isolate_body(parse(page(body)), PageWordings(), rules).blocks
    assert tuple(block.text for block in blocks) == BODY


def test_the_extractor_of_a_page_is_named() -> None:
    tree = parse(page(LAYOUTS["semantic classes"]))
    doubtful = ExtractionOptions(max_doubt=0.0, max_doubt_of_lines=0.0)
    asked = isolate_body(tree, PageWordings(), None, doubtful)
    assert asked.extractor == f"trafilatura/{version('trafilatura')}"
    sure = ExtractionOptions(max_doubt=1.0, max_doubt_of_lines=1.0, min_clear_words=1)
    alone = isolate_body(tree, PageWordings(), None, sure)
    assert alone.extractor == "newsdesk-lines/1"
    assert texts_of(alone) == texts_of(asked)


def texts_of(isolated: Body) -> list[str]:
    return [block.text for block in isolated.blocks if block.signals.doubt is None]


@settings(max_examples=40)
@given(html_pages())
def test_any_markup_gives_clean_blocks_and_keeps_its_input(markup: str) -> None:
    tree = parse(markup)
    before = lxml_html.tostring(tree)
    blocks = isolate_body(tree, PageWordings(), None).blocks
    assert lxml_html.tostring(tree) == before
    for block in blocks:
        assert block.text == clean_text(block.text) != ""
        assert 0 <= block.link_density <= 1
        assert (block.level is not None) == (block.kind == "heading")
