"""Parts of a page whose names are no by-lines."""

import pytest
from hypothesis import given, settings

from pipelines.extraction.byline_places import is_apart, is_quoted
from pipelines.extraction.markup import parse
from tests.strategies import html_pages

LINK = "<a href='/author/ada-long'>Ada Long</a>"
QUOTED = {
    "quotation": f"<blockquote><p>{LINK}</p></blockquote>",
    "its caption": f"<figure><figcaption>{LINK}</figcaption></figure>",
    "named": f"<div class='customer-testimonial'><span>{LINK}</span></div>",
}
APART = {
    "navigation": f"<nav><ul><li>{LINK}</li></ul></nav>",
    "menu": f"<ul class='main-menu'><li>{LINK}</li></ul>",
    "dialog": f"<div id='write-us-modal'><p>{LINK}</p></div>",
}
OWN = {
    "paragraph": f"<p>{LINK}</p>",
    "whole page named so": f"<div class='dialog-canvas'><h1>Bridge</h1><p>{LINK}</p></div>",
    "far around": "<nav>" + "<div>" * 9 + LINK + "</div>" * 9 + "</nav>",
}


def answers(markup: str) -> tuple[bool, bool]:
    tree = parse(f"<html><body class='menu-closed'>{markup}</body></html>")
    link = next(tree.iter("a"))
    return is_quoted(link), is_apart(link)


@pytest.mark.parametrize("markup", QUOTED.values(), ids=QUOTED)
def test_names_in_a_quotation_are_quoted(markup: str) -> None:
    assert answers(markup) == (True, True)


@pytest.mark.parametrize("markup", APART.values(), ids=APART)
def test_names_in_menus_and_dialogs_are_apart(markup: str) -> None:
    assert answers(markup) == (False, True)


@pytest.mark.parametrize("markup", OWN.values(), ids=OWN)
def test_other_names_are_the_page_s_own(markup: str) -> None:
    assert answers(markup) == (False, False)


@settings(max_examples=40)
@given(html=html_pages())
def test_what_is_quoted_is_apart(html: str) -> None:
    assert all(is_apart(item) for item in parse(html).iter("*") if is_quoted(item))
