"""Parts of a page whose names are no by-lines."""

import pytest
from hypothesis import given, settings

from pipelines.extraction.authors.byline_places import is_in_menu, is_of_helper, is_other_voice
from pipelines.extraction.tree.markup import parse
from tests.strategies import html_pages

LINK = "<a href='/author/ada-long'>Ada Long</a>"
VOICES = {
    "quotation": f"<blockquote><p>{LINK}</p></blockquote>",
    "its caption": f"<figure><figcaption>{LINK}</figcaption></figure>",
    "dialog": f"<div id='write-us-modal'><p>{LINK}</p></div>",
    "field of a form": f"<form><label>by</label>{LINK}</form>",
    "named": f"<div class='customer-testimonial'><span>{LINK}</span></div>",
}
MENUS = {
    "navigation": f"<nav><ul><li>{LINK}</li></ul></nav>",
    "menu": f"<ul class='main-menu'><li>{LINK}</li></ul>",
}
OWN = {
    "button that opens a card": f"<button><p>By {LINK}</p></button>",
    "paragraph": f"<p>{LINK}</p>",
    "whole page named so": f"<div class='dialog-canvas'><h1>Bridge</h1><p>{LINK}</p></div>",
    "far around": "<nav>" + "<div>" * 9 + LINK + "</div>" * 9 + "</nav>",
}


def answers(markup: str) -> tuple[bool, bool]:
    tree = parse(f"<html><body class='menu-closed'>{markup}</body></html>")
    link = next(tree.iter("a"))
    return is_other_voice(link), is_in_menu(link)


@pytest.mark.parametrize("markup", VOICES.values(), ids=VOICES)
def test_quotations_dialogs_and_forms_are_other_voices(markup: str) -> None:
    assert answers(markup) == (True, False)


def test_name_without_a_link_in_a_button_is_another_voice() -> None:
    tree = parse("<html><body><button><b>Ada Long</b></button></body></html>")
    assert is_other_voice(tree.find(".//b"))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<div class='byline-reviewer'><p>{LINK}</p></div>", True),
        (f"<div class='byline-author'><p>{LINK}</p></div>", False),
        (f"<div class='reviewer'><h1>Bridge</h1><p>{LINK}</p></div>", False),
    ],
)
def test_names_in_the_markup_tell_who_helped(markup: str, expected: bool) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert is_of_helper(next(tree.iter("a"))) is expected


@pytest.mark.parametrize("markup", MENUS.values(), ids=MENUS)
def test_names_in_menus_are_told(markup: str) -> None:
    assert answers(markup) == (False, True)


@pytest.mark.parametrize("markup", OWN.values(), ids=OWN)
def test_other_names_are_the_page_s_own(markup: str) -> None:
    assert answers(markup) == (False, False)


@settings(max_examples=40)
@given(html=html_pages())
def test_what_stands_inside_is_told_like_what_it_stands_in(html: str) -> None:
    for item in parse(html).iter("blockquote", "nav"):
        assert is_other_voice(item) if item.tag == "blockquote" else is_in_menu(item)
