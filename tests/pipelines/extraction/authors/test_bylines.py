import pytest
from hypothesis import given, settings

from pipelines.extraction.authors.bylines import (
    find_own_bylines,
    read_bylines,
    read_linked_names,
    read_lone_byline,
    read_organisations,
)
from pipelines.extraction.tree.markup import parse
from pipelines.extraction.tree.neighbours import OtherStories
from tests.strategies import html_pages

NEAR: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "relation": ('<a rel="author">Ada Long</a>', [("rel", "Ada Long")]),
    "element named for it": ('<p class="byline">Ada Long</p>', [("byline", "Ada Long")]),
    "camel case": ('<p class="Story_authorName__1x">Ada Long</p>', [("byline", "Ada Long")]),
    "word in front": ("<p>By: Ada Long</p>", [("byline", "Ada Long")]),
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
    "page of the author with something behind the name": (
        '<a href="/author/ada-long">Ada Long<span>all stories</span></a>',
        [("profile", "Ada Long")],
    ),
    "one word in an element named for it": (
        '<p class="author">Voltarine</p>',
        [("byline", "Voltarine")],
    ),
    "one word with its channel": (
        '<p class="byline">By <a href="/m/1">MapMaker</a> in Workshop</p>',
        [("byline", "MapMaker")],
    ),
    "date behind the name": ("<p>by ADA LONG on Jan 22, 2025</p>", [("byline", "ADA LONG")]),
    "date before the name": (
        "<p class='author'>3 February 2025 Ada Long</p>",
        [("byline", "Ada Long")],
    ),
    "one word behind by": ("<p>By Amanda · Dec 20, 2025</p>", [("byline", "Amanda")]),
    "address behind the name": (
        "<p>By Ada Long <a href='mailto:a@quay.example'>a@quay.example</a></p>",
        [("byline", "Ada Long a@quay.example")],
    ),
    "date between the words for it": (
        "<p>Published on 22 January 2025 by Ada Long</p>",
        [("byline", "Ada Long")],
    ),
    "label with a colon": ("<p>Words: Ada Long</p>", [("byline", "Ada Long")]),
    "the same word without it": ("<p>Words Ada Long</p>", []),
    "who took the pictures too": (
        "<p>Photos and Story By Ada Long</p>",
        [("byline", "Ada Long")],
    ),
    "who took the pictures alone": ("<p>Photos by Ada Long</p>", []),
    "Chinese label": ("<p>作者：王明</p>", [("byline", "王明")]),
    "Chinese sentence behind one": ("<p>文：大桥关闭后村民只能乘船前往对岸的市场</p>", []),
    "Korean word behind the name": ("<p>김하늘 기자</p>", [("byline", "김하늘")]),
    "Thai label without a space": ("<p>โดยสมชาย ใจดี</p>", [("byline", "สมชาย ใจดี")]),
    "Arabic label": ("<p>بقلم: سلمى الحداد</p>", [("byline", "سلمى الحداد")]),
    "one word that names nobody": ("<p>By Staff</p>", []),
    "link behind who checked it, in elements of their own": (
        "<p class='byline'><span>Reviewed by</span> <a href='/author/a'>Ada Long</a></p>",
        [],
    ),
    "who checked it": ("<p>Reviewed by Ada Long</p>", []),
    "link behind who checked it": ('<p>Checked by <a href="/author/a">Ada Long</a></p>', []),
    "two who checked it": (
        "<p class='authors'>Tested by <a href='/author/a'>Ada Long</a> and"
        " <a href='/author/c'>Cy Hill</a></p>",
        [],
    ),
    "element named for who checked it": (
        "<div class='bylines-group--reviewer'><p class='byline'>Ada Long</p></div>",
        [],
    ),
    "credit of a picture": ("<p class='author'>Ada Long/Getty Images</p>", []),
    "words of the page": ('<p class="author">Share Small Medium Large</p>', []),
    "paragraph that begins like one": ("<p>By the harbour stands a shed.</p>", []),
    "long paragraph with links": (
        f"<p>By <a href='/1'>Lower Quay</a> {'there are many sheds. ' * 12}</p>",
        [],
    ),
    "credit of a picture beside a by-line": (
        "<div>Boats wait at the lower quay in May. <span>By <a href='/author/c'>Cy Hill</a></span>"
        "</div><p>By Ada Long</p>",
        [("byline", "Ada Long")],
    ),
    "behind a sentence and no other": (
        "<div>Boats wait at the lower quay in May. <span>By Cy Hill</span></div>",
        [("byline", "Cy Hill")],
    ),
    "behind a headline that is a question": (
        "<h1>Will the quay be open in May?</h1><span>By Cy Hill</span><p>By Ada Long</p>",
        [("byline", "Cy Hill"), ("byline", "Ada Long")],
    ),
    "label for the author": ("<b>Autor: </b>Ada Long/QN", [("byline", "Ada Long/QN")]),
    "label with lines behind": (
        "<div><h4>Author(s)</h4><ul><li>Ada Long</li><li>Ben Short</li></ul></div>",
        [("byline", "Ada Long"), ("byline", "Ben Short")],
    ),
    "by-line of another day": (
        "<p class='byline'>3 May 2025 Ada Long</p><div class='byline'>4 April 2025 <a"
        " href='/author/c'>Cy Hill</a></div>",
        [("byline", "Ada Long")],
    ),
    "change told around a by-line": (
        "<div class='author'>Updated 4 May 2025<p class='byline'>3 May 2025<br>Ada Long</p></div>",
        [("byline", "Ada Long")],
    ),
    "two authors, one with a day": (
        "<p class='author'>Ada Long 3 May 2025</p><p class='author'>Cy Hill</p>",
        [("byline", "Ada Long"), ("byline", "Cy Hill")],
    ),
    "list of works": (
        "".join(f"<div><p>By:</p><p>{name} Long</p></div>" for name in ("Ada", "Bea", "Cy")),
        [],
    ),
    "label twice": (
        "<div><p>By:</p><p>Ada Long</p></div><div><p>By:</p><p>Cy Hill</p></div>",
        [("byline", "Ada Long"), ("byline", "Cy Hill")],
    ),
    "who checked it, in an element beside its name": (
        "<div><p>Fact checked by</p><p class='author-name'>Ada Long</p></div>",
        [],
    ),
    "card that introduces its person": (
        f"<div class='author-card'><b>Ada Long</b><p>Ada Long is a {'good ' * 30}writer.</p></div>",
        [("byline", "Ada Long")],
    ),
    "card in a line of authors": (
        "<div class='byline'><i>By</i> <b>Ada Long</b> <b>Ada Long</b> <i>Analyst</i>"
        f"<p>{'I write of sheds. ' * 12}</p></div>",
        [("byline", "Ada Long")],
    ),
    "card of something else": (
        f"<div class='author-card'><b>Quay Walks</b><p>Ada Long is {'good ' * 30}there.</p></div>",
        [],
    ),
    "authors of books": ("<b>Author:</b> Ada Long<br><b>Author:</b> Ben Short", []),
    "label that is all its element says": (
        "<div><p><b>By</b></p></div><!-- field --><div><p>Ada Long</p></div>",
        [("byline", "Ada Long")],
    ),
    "picture between label and name": (
        "<div><b>By</b><i></i><p>Ada Long</p></div>",
        [("byline", "Ada Long")],
    ),
    "name of a contribution": (
        "<p>Ein Gastbeitrag von Ada Long</p>",
        [("byline", "Ada Long")],
    ),
    "text behind an element without text": (
        "<p>By <span><meta itemprop='name' content='Ada Long'>Ada Long</span></p>",
        [("byline", "Ada Long")],
    ),
    "fields of a form": ("<form><label>von</label><p>Ada Long</p></form>", []),
    "author in a sentence": ("<p>Author Ada Long reads in Lowmere.</p>", []),
    "label of contributors": (
        "<div><b>Contributors:</b> Ada Long</div>",
        [("byline", "Ada Long")],
    ),
    "sentence that tells who wrote": (
        "<div>This post was written by Ada Long, Head of Sales and Community Development</div>",
        [("byline", "Ada Long, Head of Sales and Community Development")],
    ),
    "sentence about something else": ("<p>This song was written by Ada Long.</p>", []),
    "card of another story": (
        "<a href='/2'>The ferry to Lowmere runs again from Monday on, says the council"
        " <b class='author'>Ada Long</b></a>",
        [],
    ),
    "other story": ('<div class="related"><p class="byline">Ada Long</p></div>', []),
    "who is quoted": (
        '<blockquote>It leaks.<p class="author">Ada Long</p></blockquote>',
        [],
    ),
    "page of an author in a menu": ('<nav><a href="/author/ada">Ada Long</a></nav>', []),
}


@pytest.mark.parametrize(("markup", "expected"), NEAR.values(), ids=NEAR)
def test_bylines_are_read_strictly(markup: str, expected: list[tuple[str, str]]) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    found = read_bylines(find_own_bylines(tree.iter("*"), OtherStories()))
    assert [(item.source, item.value) for item in found] == expected


ORGANISATIONS: dict[str, tuple[str, list[str]]] = {
    "team": ("<p>By the Quay Team</p>", ["the Quay Team"]),
    "agency behind a bare label": ("<p><b>By</b> <i>Quay Press</i></p>", ["Quay Press"]),
    "marked as the author": ("<a rel='author'>Quay Desk</a>", ["Quay Desk"]),
    "marked by its name": (
        "<p itemprop='author'><img alt='x'><b itemprop='name'>Quay Desk</b></p>",
        ["Quay Desk"],
    ),
    "behind a label": ("<p>Autor:</p><p>Redaktion Quay</p>", ["Redaktion Quay"]),
    "page of its own": ("<a href='/author/quay'>Quay Press</a>", ["Quay Press"]),
    "element named for it": ("<p class='byline'>Quay Desk / Sep 3, 2025</p>", ["Quay Desk"]),
    "person": ("<p>By Ada Long</p>", []),
    "section in such an element": ("<p class='byline'>Wellness & Media</p>", []),
    "staff": ("<p>By Gazette Staff</p>", []),
    "nobody": ("<p>By Staff</p>", []),
    "sentence": ("<p>By reading the news online you stay informed</p>", []),
    "size of the text": ("<p>Text online</p>", []),
    "other story": ("<div class='related'><p>By Quay Desk</p></div>", []),
}


@pytest.mark.parametrize(("markup", "expected"), ORGANISATIONS.values(), ids=ORGANISATIONS)
def test_organisations_are_read_where_they_sign(markup: str, expected: list[str]) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    found = read_organisations(find_own_bylines(tree.iter("*"), OtherStories()))
    assert list(dict.fromkeys(item.value for item in found)) == expected


LONE: dict[str, tuple[str, list[str]]] = {
    "below the text": ("<p>Text</p><p>Written by Ada Long</p>", ["Ada Long"]),
    "twice the same": ("<p>By Ada Long</p><a rel='author'>Ada Long</a>", ["Ada Long"]),
    "in a column of its own": ('<footer class="meta"><p>By Ada Long</p></footer>', ["Ada Long"]),
    "several": ("<p>By Ada Long</p><p>By Ben Short</p>", []),
    "two in one line": (
        "<p>Text</p><p>Autorinnen: Ada Long und Bea Short</p>",
        ["Ada Long", "Bea Short"],
    ),
    "beside other stories": (
        "<p>By Ada Long</p><div class='related'><p>By Ben Short</p></div>",
        ["Ada Long"],
    ),
    "nobody": ("<p>By the sea</p>", []),
    "company": ("<p>By Quay Financial Tips</p>", []),
    "in a menu": ("<ul class='menu'><li>By Ada Long</li></ul>", []),
    "in a dialog": ("<div class='modal'>Text Ada Long</div>", []),
}


@pytest.mark.parametrize(("markup", "expected"), LONE.values(), ids=LONE)
def test_lone_name_counts_wherever_it_stands(markup: str, expected: list[str]) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert [item.value for item in read_lone_byline(tree)] == expected


ADA, BEN, CY = (
    f"<a href='/author/{name.split()[0].lower()}'>{name}</a>"
    for name in ("Ada Long", "Ben Short", "Cy Hill")
)
LINKED = {
    "column of other stories": (f"<aside class='sidebar'>{ADA}</aside>", ["Ada Long"]),
    "twice": (f"<aside>{ADA}</aside><footer>{ADA}</footer>", ["Ada Long"]),
    "two people": (f"<div class='related'>{ADA} {BEN}</div>", ["Ada Long", "Ben Short"]),
    "relation": ("<aside><a rel='author' href='/a1'>Ada Long</a></aside>", ["Ada Long"]),
    "more people": (f"<aside>{ADA} {BEN} {CY}</aside>", []),
    "menu": (f"<nav>{ADA}</nav>", []),
    "quotation": (f"<blockquote>{ADA}</blockquote>", []),
    "who checked it": (f"<aside>Reviewed by {ADA}</aside>", []),
    "company": ("<aside><a href='/author/1'>Quay Travel Guide</a></aside>", []),
    "other link": ("<aside><a href='/ada'>Ada Long</a></aside>", []),
}


@pytest.mark.parametrize(("markup", "expected"), LINKED.values(), ids=LINKED)
def test_one_or_two_people_with_pages_count_wherever_they_stand(
    markup: str, expected: list[str]
) -> None:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert [item.value for item in read_linked_names(tree)] == expected


@settings(max_examples=60)
@given(html_pages())
def test_any_markup_gives_few_lone_names(page: str) -> None:
    tree = parse(page)
    assert len(read_lone_byline(tree)) <= 3
    assert all(
        item.value.strip()
        for item in read_bylines(find_own_bylines(tree.iter("*"), OtherStories()))
    )
