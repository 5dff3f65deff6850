from time import process_time

import pytest
from lxml.html import HtmlElement

from pipelines.extraction.tree.concealed import find_concealed_story
from pipelines.extraction.tree.markup import parse

TEXT = "The harbour master said on Monday that the old crane would be lifted again in spring. "
STORY = f"<p>{TEXT}</p><p>{TEXT * 2}</p><p>{TEXT * 3}</p>"
MENU = f"<ul>{'<li><a href=/news>All the news of the coast and of the islands</a>' * 80}</ul>"
CONSENT = STORY.replace("the old crane", "cookies")


def _find(markup: str) -> list[HtmlElement]:
    tree = parse(f"<body>{markup}{MENU}</body>")
    marked = tree.xpath("//*[@data-concealed]")
    named = frozenset(element for element in marked if element.get("data-concealed") == "class")
    return [*find_concealed_story(tree, marked, named)]


FOUND = {
    "only text of the page": f"<div data-concealed>{STORY}</div><p>Load the story</p>",
    "beside teasers in links": f"<div data-concealed>{STORY}</div><a href=/b>{STORY}</a>",
    "beside less text": f"<div data-concealed>{STORY}</div><p>{TEXT * 5}</p>",
    "longest of several": f"<div data-concealed>{STORY}</div><p data-concealed>{TEXT}</p>",
    "before a template": f"<div data-concealed>{STORY}</div>"
    f"<template data-concealed>{STORY * 3}</template>",
    "for readers without scripts": f"<noscript data-concealed>{STORY}</noscript>",
    "rest of a text": f"<div><p>{TEXT * 6}</p><div data-concealed=class class=hide>{STORY}</div>"
    f"</div><p>{TEXT * 9}</p>",
}


@pytest.mark.parametrize("markup", FOUND.values(), ids=FOUND.keys())
def test_story_in_concealed_elements_is_found(markup: str) -> None:
    (found,) = _find(markup)
    assert found.tag in ("div", "noscript")
    assert len(found) == 3


LEFT = {
    "nothing concealed": STORY,
    "as much text is shown": f"<div data-concealed>{STORY}</div><main>{STORY}</main>",
    "little text": f"<div data-concealed><p>{TEXT}</p></div>",
    "one long text": f"<div data-concealed><p>{TEXT * 9}</p></div>",
    "links": f"<nav data-concealed><a href=/a>{STORY}</a></nav>",
    "consent": f"<div data-concealed>{CONSENT}</div>",
    "consent by name": f'<div data-concealed id="cookie-box" class="cookies">{STORY}</div>',
    "box in a longer text": f"<div><p>{TEXT * 9}</p><p>{TEXT * 9}</p>"
    f"<div data-concealed=class class=hide>{STORY}</div></div>",
    "beside the whole page": f"<p>{TEXT * 7}</p><div data-concealed=class>{STORY}</div>",
    "dialog beside a text": f"<div><p>{TEXT * 7}</p><div data-concealed>{STORY}</div></div>",
}


@pytest.mark.parametrize("markup", LEFT.values(), ids=LEFT.keys())
def test_other_concealed_elements_are_left(markup: str) -> None:
    assert _find(markup) == []


def test_pages_of_a_gallery_are_found_together() -> None:
    pages = f'<section class="page hidden" data-concealed=class><p>{TEXT}</p></section>' * 9
    assert len(_find(f"<div><p>{TEXT * 3}</p>{pages}</div><p>{TEXT * 20}</p>")) == 9


def test_thousands_of_concealed_texts_are_read_in_time() -> None:
    boxes = "".join(
        f"<div class=b{number} data-concealed=class><p>{TEXT * 2}</p><p>{TEXT * 2}</p></div>"
        for number in range(5_000)
    )
    start = process_time()
    _find(f"<div><p>{TEXT * 9}</p>{boxes}</div>")
    assert process_time() - start < 5
