import pytest
from hypothesis import given, settings

from pipelines.extraction.bylines import read_bylines, read_lone_byline
from pipelines.extraction.markup import parse
from pipelines.extraction.neighbours import OtherStories
from tests.strategies import html_pages

NEAR: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "relation": ('<a rel="author">Ada Long</a>', [("rel", "Ada Long")]),
    "element named for it": ('<p class="byline">Ada Long</p>', [("byline", "Ada Long")]),
    "camel case": ('<p class="Story_authorName__1x">Ada Long</p>', [("byline", "Ada Long")]),
    "word in front": ("<p>By: Ada Long</p>", [("byline", "By: Ada Long")]),
    "label of its own": (
        "<div><small>Written by</small><p><b>Ada Long</b></p></div>",
        [("byline", "Ada Long")],
    ),
    "name and date in lines": (
        '<p class="author">Ada Long<br>4 February 2025</p>',
        [("byline", "Ada Long")],
    ),
    "name and role in lines": (
        '<div class="author"><p>Ada Long</p><p>Former consultant</p></div>',
        [("byline", "Ada Long")],
    ),
    "page of the author": ('<a href="/author/ada-long">Ada Long</a>', [("profile", "Ada Long")]),
    "one word in an element named for it": (
        '<p class="author">Voltarine</p>',
        [("byline", "Voltarine")],
    ),
    "one word with its channel": (
        '<p class="byline">By <a href="/m/1">MapMaker</a> in Workshop</p>',
        [("byline", "MapMaker")],
    ),
    "who checked it": ("<p>Reviewed by Ada Long</p>", []),
    "link behind who checked it": ('<p>Checked by <a href="/author/a">Ada Long</a></p>', []),
    "words of the page": ('<p class="author">Share Small Medium Large</p>', []),
    "paragraph that begins like one": ("<p>By the harbour stands a shed.</p>", []),
    "long paragraph with links": (
        f"<p>By <a href='/1'>Lower Quay</a> {'there are many sheds. ' * 12}</p>",
        [],
    ),
    "other story": ('<div class="related"><p class="byline">Ada Long</p></div>', []),
}


@pytest.mark.parametrize(("markup", "expected"), NEAR.values(), ids=NEAR)
def test_bylines_are_read_strictly(markup: str, expected: list[tuple[str, str]]) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    found = read_bylines(tree.iter("*"), OtherStories())
    assert [(item.source, item.value) for item in found] == expected


LONE: dict[str, tuple[str, list[str]]] = {
    "below the text": ("<p>Text</p><p>Written by Ada Long</p>", ["Ada Long"]),
    "twice the same": ("<p>By Ada Long</p><a rel='author'>Ada Long</a>", ["Ada Long"]),
    "in a column of its own": ('<footer class="meta"><p>By Ada Long</p></footer>', ["Ada Long"]),
    "several": ("<p>By Ada Long</p><p>By Ben Short</p>", []),
    "beside other stories": (
        "<p>By Ada Long</p><div class='related'><p>By Ben Short</p></div>",
        ["Ada Long"],
    ),
    "nobody": ("<p>By the sea</p>", []),
}


@pytest.mark.parametrize(("markup", "expected"), LONE.values(), ids=LONE)
def test_lone_name_counts_wherever_it_stands(markup: str, expected: list[str]) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert [item.value for item in read_lone_byline(tree)] == expected


@settings(max_examples=60)
@given(html_pages())
def test_any_markup_gives_at_most_one_lone_name(page: str) -> None:
    tree = parse(page)
    assert len(read_lone_byline(tree)) <= 1
    assert all(item.value.strip() for item in read_bylines(tree.iter("*"), OtherStories()))
