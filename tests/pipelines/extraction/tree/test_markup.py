from time import process_time

import pytest
from hypothesis import given, settings
from lxml import html as lxml_html

from pipelines.errors import PageError
from pipelines.extraction.tree.markup import drop, drop_all, parse, prune, text_length
from tests.strategies import html_pages

REFUSED = {
    "nothing": ("", "empty-page"),
    "white space": (" \n\t ", "empty-page"),
    "only a comment in a document": ("<!doctype html >", "empty-page"),
    "JSON": ('{"headline": "Bridge opens"}', "not-html"),
    "plain text": ("Bridge opens. 3 < 5 and 7 > 2.", "not-html"),
    "PDF": ("%PDF-1.7 binary", "not-html"),
    "RSS": ('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "not-html"),
    "Atom": ('<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title></feed>', "not-html"),
    "sitemap": ("<?xml version='1.0'?>\n<!-- made -->\n<urlset><url/></urlset>", "not-html"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_page_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(PageError) as caught:
        parse(text)
    assert caught.value.reason == reason


def test_a_feed_is_told_as_one_and_a_picture_is_not() -> None:
    with pytest.raises(PageError, match="is a feed or a sitemap"):
        parse('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>')
    with pytest.raises(PageError, match="starts with '<svg"):
        parse('<svg xmlns="http://www.w3.org/2000/svg"></svg>')


def test_declared_encodings_and_control_characters_do_not_disturb_the_parser() -> None:
    tree = parse(
        '<?xml version="1.0" encoding="latin-1"?><html><body><p>Br\x00ücke</p></body></html>'
    )
    assert tree.findtext(".//p") == "Br ücke"


def test_absurd_nesting_ends_without_an_error() -> None:
    tree = parse("<body>" + "<div>" * 60_000 + "<p>deep</p>")
    assert sum(1 for _ in prune(tree).iter()) < 5_000


def test_comments_are_no_part_of_the_tree() -> None:
    assert text_length(parse("<p>a<!-- b -->c</p>")) == 2


PRUNED = {
    "script": "<script>var a = 1</script>",
    "form controls": "<button>Share</button><select><option>A</option></select>",
    "readings": "<ruby><rp>(</rp><rt>may-or</rt><rp>)</rp></ruby>",
    "noscript": "<noscript>Turn it on</noscript>",
    "noscript that repeats the page": f"<noscript>{'The bridge is open. ' * 8}</noscript>",
    "dialog element": "<dialog open>Accept cookies</dialog>",
    "dialog role": '<div role="dialog">Accept cookies</div>',
    "modal": '<div aria-modal="true">Subscribe</div>',
    "for screen readers": '<span class="sr-only">Opens in a new window</span>',
    "hidden by class": '<div class="box hidden">Old text</div>',
    "template of a script": "<template><p>Name of the reader</p></template>",
    "question without an answer": "<button>Want to read more?</button>",
}


@pytest.mark.parametrize("markup", PRUNED.values(), ids=PRUNED.keys())
def test_machinery_goes_and_the_text_behind_it_stays(markup: str) -> None:
    tree = parse(f"<body><p>{'The bridge is open. ' * 9}</p>{markup}and after</body>")
    before = lxml_html.tostring(tree)
    text = prune(tree).text_content()
    assert text == f"{'The bridge is open. ' * 9}and after"
    assert lxml_html.tostring(tree) == before


KEPT = {
    "a body that a script opens": '<div class="hidden"><p>{}</p></div>',
    "a body in a dialog": "<dialog><p>{}</p></dialog>",
    "a body in a shadow root": '<story-body><template shadowrootmode="open"><p>{}</p></template>'
    "</story-body>",
    "a body for readers without scripts": "<noscript><p>{}</p></noscript><p>Menu</p>",
    "a noscript that is never closed": "<noscript><img src=a><p>{}</p>",
    "a button that is never closed": "<button>Menu<p>{}</p>",
    "display none in the style": '<p style="display:none">{}</p>',
    "a name that only contains the word": '<p class="hidden-gems">{}</p>',
}


@pytest.mark.parametrize("markup", KEPT.values(), ids=KEPT.keys())
def test_hidden_elements_that_hold_the_page_stay(markup: str) -> None:
    text = "The bridge is open. " * 9
    assert text in prune(parse(f"<body>{markup.format(text)}</body>")).text_content()


STORY = "".join(f"<p>{'The bridge is open to all who walk. ' * count}</p>" for count in (9, 10, 11))
MENU = f"<ul>{'<li><a href=/news>All the news of the coast and of the islands</a>' * 99}</ul>"
OPENED = {
    "noscript": f"<noscript>{STORY}</noscript>",
    "template": f"<template>{STORY}</template>",
    "dialog": f'<dialog aria-modal="true">{STORY}</dialog>',
    "dialog by role": f'<div role="dialog" aria-modal="true">{STORY}</div>',
    "hidden by class": f'<div class="story hidden">{STORY}</div>',
}


@pytest.mark.parametrize("markup", OPENED.values(), ids=OPENED.keys())
def test_story_that_a_script_shows_stays_and_is_hidden_by_nothing(markup: str) -> None:
    (story, _) = prune(parse(f"<body>{markup}{MENU}</body>")).find("body")
    assert (story.tag, len(story)) == ("div", 3)
    assert story.attrib in ({}, {"class": ""}, {"class": "story"})


LINKS = {
    "around a story": (f'<a href="/story">{STORY}</a>', 0),
    "name of a place that is never closed": (f'<a name="top">{STORY}', 0),
    "name of a place in a text": (f'<p><a name="second">{"The bridge is open. " * 9}</a></p>', 0),
    "card": (f'<a href="/b"><h3>A bridge</h3><p>{"The bridge is open. " * 60}</p></a>', 1),
    "short name of a place": ('<a id="share">Share this story</a>', 1),
}


@pytest.mark.parametrize(("markup", "links"), LINKS.values(), ids=LINKS.keys())
def test_link_around_a_story_is_none(markup: str, links: int) -> None:
    tree = prune(parse(f"<body>{markup}</body>"))
    assert len(tree.findall(".//a")) == links
    assert tree.text_content() == parse(f"<body>{markup}</body>").text_content()


ANSWER = "The bridge opens at noon and shuts at nine. " * 2
TITLES = {
    "in a heading": f"<h4><button>When it opens</button></h4><p>{ANSWER}</p>",
    "with a heading": f"<div><button><h4>When it opens</h4></button></div><p>{ANSWER}</p>",
    "question": f"<button>When does it open?</button><div><p>{ANSWER}</p></div>",
    "question above a shut text": f"<div><button>When does it open?</button></div>"
    f'<div class="hidden"><p>{ANSWER}</p></div>',
}


@pytest.mark.parametrize("markup", TITLES.values(), ids=TITLES.keys())
def test_button_that_opens_a_text_is_its_heading(markup: str) -> None:
    tree = prune(parse(f"<body><p>{'The bridge is open. ' * 40}</p>{markup}</body>"))
    (heading,) = tree.iter("h3", "h4")
    assert heading.text_content().startswith("When")
    assert ANSWER in tree.text_content()
    assert next(tree.iter("button"), None) is None


BUTTONS = {
    "of a menu": '<h4><button>All our sections</button></h4><ul><li><a href="/a">{}</a></ul>',
    "of one word": "<h4><button>Share</button></h4><p>{}</p>",
    "that shows more": "<button>Show the rest of it</button><p>{}</p>",
    "of a row of cards": "<ol><li><button><h3>A film of a bridge</h3></button></li>"
    "<li><button><h3>{}</h3></button></li></ol><p>{}</p>",
    "above little text": "<button>Want to know more?</button><p>Subscribe.</p><p>{}</p>",
}


WORDS_OF_BUTTONS = ("sections", "Share", "the rest", "film", "know more")


@pytest.mark.parametrize("markup", BUTTONS.values(), ids=BUTTONS.keys())
def test_other_buttons_go(markup: str) -> None:
    tree = prune(parse(f"<body><p>{ANSWER * 9}</p>{markup.format(ANSWER, ANSWER)}</body>"))
    assert next(tree.iter("button"), None) is None
    assert all(words not in tree.text_content() for words in WORDS_OF_BUTTONS)
    assert ANSWER in tree.text_content()


def test_the_root_cannot_be_dropped() -> None:
    tree = parse("<p>a</p>")
    drop(tree)
    assert tree.text_content() == "a"


@pytest.mark.parametrize("count", [3, 20_000])
def test_any_number_of_elements_goes_and_the_text_behind_them_stays(count: int) -> None:
    tree = parse(f"<body><div>{'<p>no <b>no</b></p> yes' * count}</div></body>")
    start = process_time()
    drop_all(tree, [*tree.iter("p"), *tree.iter("b")])
    assert process_time() - start < 5
    assert tree.text_content() == " yes" * count
    assert sum(1 for _ in tree.iter()) == 3


@settings(max_examples=60)
@given(html_pages())
def test_pruning_leaves_its_input_alone_and_adds_nothing(page: str) -> None:
    tree = parse(page)
    before = lxml_html.tostring(tree)
    pruned = prune(tree)
    assert lxml_html.tostring(tree) == before
    assert text_length(pruned) <= text_length(tree)
