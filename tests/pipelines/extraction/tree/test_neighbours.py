import pytest
from hypothesis import given, settings

from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.neighbours import OtherStories, elements_before, elements_from
from tests.strategies import html_pages

ITEM = '<b id="x">3 February</b>'
FOREIGN = {
    "side column": f"<aside>{ITEM}</aside>",
    "footer": f"<footer>{ITEM}</footer>",
    "related stories": f'<div class="related-stories">{ITEM}</div>',
    "one of several entries": 2 * f'<li><a href="/1">Ferry</a><time>1</time>{ITEM}</li>',
    "one of several teasers": 3
    * f'<li><h3><a href="/1">The ferry to Lowmere runs again</a></h3>{ITEM}</li>',
    "link to another story": f'<a href="/1">{"The ferry runs again. " * 4}{ITEM}</a>',
}
OWN = {
    "people with their names above them": 3 * f'<li><h3><a href="/a">Ada Long</a></h3>{ITEM}</li>',
    "two parts": 2 * f'<div><h2><a href="#a">The ferry to Lowmere runs again</a></h2>{ITEM}</div>',
    "link of a name": f'<a href="/author/ada">Ada Long {ITEM}</a>',
    "meta line with the number of comments": f'<p class="entry-meta meta-comments">{ITEM}</p>',
    "paragraph": f"<p>{ITEM}</p>",
    "footer of the story": f'<div class="post-footer">{ITEM}</div>',
    "details of a news item": f'<div class="footer news-details">{ITEM}</div>',
    "by-line of the latest kind": f'<div class="latest-by">{ITEM}</div>',
    "page with a side column": f'<main class="sidebar-active"><h1>Ferry</h1>{ITEM}</main>',
}


@pytest.mark.parametrize("markup", FOREIGN.values(), ids=FOREIGN)
def test_lists_and_columns_hold_other_stories(markup: str) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert OtherStories().hold(tree.find(".//b"))


@pytest.mark.parametrize("markup", OWN.values(), ids=OWN)
def test_parts_of_the_story_and_what_holds_its_headline_are_its_own(markup: str) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert not OtherStories(tree.find(".//h1")).hold(tree.find(".//b"))


@pytest.mark.parametrize(
    ("markup", "is_own"),
    [
        (f"<aside>{ITEM}</aside>", True),
        (f'<div class="sidebar">{ITEM}</div>', True),
        (f"<aside>{ITEM}{'More of it. ' * 40}</aside>", False),
        (f'<aside class="related">{ITEM}</aside>', False),
        (f"<p>{ITEM}</p>", False),
    ],
)
def test_small_column_may_be_the_line_of_date_and_author(markup: str, is_own: bool) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert OtherStories().hold_only_as_column(tree.find(".//b")) is is_own


@settings(max_examples=60)
@given(html_pages())
def test_neighbours_are_the_document_in_its_order(page: str) -> None:
    elements = list(parse(page).iter("*"))
    for index, element in enumerate(elements[:40]):
        assert elements_before(element, 5) == elements[max(0, index - 5) : index]
        assert elements_from(element, 5) == elements[index : index + 5]
