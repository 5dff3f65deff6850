"""Declared names of companies that stand alone on a line at the headline."""

import pytest
from hypothesis import given, settings

from pipelines.extraction.authors.signatures import read_signature
from pipelines.extraction.tree.markup import parse
from tests.strategies import html_pages


def names(markup: str, *declared: str) -> list[str]:
    page = f"<body><div><h1>Bridge paint compared</h1>{markup}</div></body>"
    headline = next(parse(page).iter("h1"))
    return [item.value for item in read_signature(headline, declared)]


FOUND = {
    "line of its own": "<p>Quay Painting Works</p>",
    "behind a by": "<p>By Quay Painting Works</p>",
    "behind an icon": "<span><i></i>Quay Painting Works</span>",
    "in other letters": "<p>QUAY PAINTING WORKS</p>",
}


@pytest.mark.parametrize("markup", FOUND.values(), ids=FOUND)
def test_declared_company_at_the_headline_signs(markup: str) -> None:
    assert names(markup, "Quay Painting Works") == ["Quay Painting Works"]


NOT_FOUND = {
    "not shown": "<p>Paint for bridges.</p>",
    "in a sentence": "<p>Quay Painting Works has painted the bridge.</p>",
    "other story": "<div class='related'><p>Quay Painting Works</p></div>",
    "way home": "<nav><a href='/'>Quay Painting Works</a></nav>",
    "far below": "<p>x</p>" * 70 + "<p>Quay Painting Works</p>",
}


@pytest.mark.parametrize("markup", NOT_FOUND.values(), ids=NOT_FOUND)
def test_company_elsewhere_does_not_sign(markup: str) -> None:
    assert names(markup, "Quay Painting Works") == []


@pytest.mark.parametrize("declared", ["Gazette Staff", "admin", "https://quay.example/works"])
def test_words_for_nobody_and_addresses_do_not_sign(declared: str) -> None:
    assert names(f"<p>{declared}</p>", declared) == []


def test_nothing_declared_gives_nothing() -> None:
    assert names("<p>Quay Painting Works</p>") == []


@settings(max_examples=40)
@given(html=html_pages())
def test_any_page_gives_at_most_one_declared_name(html: str) -> None:
    for headline in parse(html).iter("h1"):
        found = read_signature(headline, ("Quay Painting Works", "Ada Long"))
        assert len(found) <= 1
