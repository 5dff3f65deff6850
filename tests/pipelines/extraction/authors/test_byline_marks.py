import pytest

from pipelines.extraction.authors.byline_marks import (
    is_labelled,
    is_named,
    is_profile,
    is_related,
    may_name,
)
from pipelines.extraction.tree.markup import parse

NAMING = {
    "label": "<p>Written by Ada Long</p>",
    "label alone": "<b>By</b>",
    "label in Swedish": "<p>Av Ada Long</p>",
    "label in Chinese": "<p>作者：王明</p>",
    "label behind the name": "<p>김하늘 기자</p>",
    "name": '<p class="Story_authorName__1x">x</p>',
    "relation": '<a rel="nofollow author">x</a>',
    "property": '<p itemprop="author">x</p>',
    "page of the author": '<a href="/authors/ada">x</a>',
}
OTHER = {
    "picture of the author": '<img class="author-photo">',
    "text": "<p>Bypass opens</p>",
    "word of a label without its colon": "<p>Reporter Ada Long</p>",
    "text that holds a Korean one": "<p>기자 회견은 내일 열린다</p>",
    "list of authors": '<a href="/authors/">x</a>',
    "address in an attribute that is no link": '<p data-href="/author/ada">x</p>',
}


@pytest.mark.parametrize("markup", NAMING.values(), ids=NAMING)
def test_marked_elements_may_name(markup: str) -> None:
    assert may_name(parse(f"<html><body>{markup}</body></html>").find("body")[0])


@pytest.mark.parametrize("markup", OTHER.values(), ids=OTHER)
def test_other_elements_may_not(markup: str) -> None:
    element = parse(f"<html><body>{markup}</body></html>").find("body")[0]
    marks = (may_name, is_labelled, is_named, is_profile, is_related)
    assert not any(is_marked(element) for is_marked in marks)
