import pytest
from hypothesis import given, settings

from pipelines.extraction.authors.bylines import find_own_bylines
from pipelines.extraction.authors.handles import read_handles, read_lone_handle
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.neighbours import OtherStories
from tests.strategies import html_pages

SIGNED = {
    "relation": '<a rel="author">quaywalker</a>',
    "page of the author": '<a href="/author/qw">quaywalker</a>',
    "card": '<span class="author vcard">quaywalker</span>',
    "name in what is marked": (
        '<div itemprop="author">2 posts <i itemprop="name">quaywalker</i></div>'
    ),
    "word in front": "<p>von quaywalker | 3. Februar 2025</p>",
    "word in an element of its own": "<p><span>by</span> <b>quaywalker</b></p>",
    "line of a named element": '<p class="byline">3 February 2025<br>by quaywalker</p>',
}
NO_HANDLES = {
    "who keeps the site": '<a rel="author">admin</a><a rel="author">q_admin2</a>',
    "desk": '<p class="author vcard">Redaktion</p><p>by editors</p>',
    "address": '<a rel="author">www.quay.example.com</a>',
    "number": '<a rel="author">2025</a>',
    "account that a machine named": '<a rel="author">quay7xk2ma0</a>',
    "word of the page": '<a href="/author/qw">share</a>',
    "words of the page behind by": "<p>by using this page</p>",
    "named only": '<p class="author">share</p>',
    "two words": '<a rel="author">quay walker</a>',
}


def handles(markup: str) -> list[str]:
    tree = parse(f"<html><body><h1>Quay opens</h1>{markup}</body></html>")
    own = find_own_bylines(tree.iter("*"), OtherStories())
    return [item.value for item in read_handles(own)]


@pytest.mark.parametrize("markup", SIGNED.values(), ids=SIGNED)
def test_handle_is_read_where_an_author_stands(markup: str) -> None:
    assert handles(markup) == ["quaywalker"]


@pytest.mark.parametrize("markup", NO_HANDLES.values(), ids=NO_HANDLES)
def test_other_words_are_no_handles(markup: str) -> None:
    assert handles(markup) == []


def lone(markup: str) -> list[str]:
    return [item.value for item in read_lone_handle(parse(f"<html><body>{markup}</body></html>"))]


LINK = '<a rel="author">quaywalker</a>'


def test_only_handle_of_a_page_counts() -> None:
    assert lone(f"<div>3 February // {LINK} // {LINK}</div>") == ["quaywalker"]


LONE_BUT_OTHER = {
    "another one": f'{LINK}<a rel="author">ropewalker</a>',
    "menu": f"<nav>{LINK}</nav>",
    "comment": f'<div class="comment">{LINK}</div>',
    "quotation": f"<blockquote>{LINK}</blockquote>",
    "only a word in front": "<p>by quaywalker</p>",
}


@pytest.mark.parametrize("markup", LONE_BUT_OTHER.values(), ids=LONE_BUT_OTHER)
def test_handle_elsewhere_is_not_read(markup: str) -> None:
    assert lone(markup) == []


@given(html_pages())
@settings(max_examples=20)
def test_any_page_gives_at_most_one(page: str) -> None:
    assert len(lone(page)) <= 1
