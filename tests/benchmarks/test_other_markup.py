import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring, tostring

from benchmarks.other_markup import MARKUPS
from pipelines.extraction.tree.markup import parse

PAGE = """<html><head><title>The ferry</title><script type="application/ld+json">{"a": 1}</script>
</head><body class="single" id="top">
<header role="banner"><nav aria-label="Menu">Home</nav></header>
<main><article itemscope itemtype="https://schema.org/NewsArticle" data-id="7"><h1>The ferry</h1>
<p class="lead">It <b>sails</b> again.</p>Loose words.<p>On Monday.</p></article>
<div><div>Left</div><div>Right</div></div><div>One <div>two</div><div>three</div></div></main>
</body></html>"""


def changed(markup: str, html: str = PAGE) -> HtmlElement:
    tree = parse(html)
    MARKUPS[markup](tree)
    return tree


def shown(tree: HtmlElement) -> list[str]:
    body = tree.find("body")
    assert body is not None
    return " ".join(str(body.text_content()).split()).split(" ")


@pytest.mark.parametrize("markup", MARKUPS)
def test_all_text_stays_in_its_order(markup: str) -> None:
    assert shown(changed(markup)) == shown(parse(PAGE))


@given(st.sampled_from(sorted(MARKUPS)), st.text("<>/divparticleb r", max_size=200))
def test_no_markup_loses_text(markup: str, inner: str) -> None:
    html = f"<html><body><p>first</p>{inner}<div>last</div></body></html>"
    before, after = shown(parse(html)), shown(changed(markup, html))
    assert "".join(before) == "".join(after)


@pytest.mark.parametrize("markup", MARKUPS)
def test_no_element_is_named(markup: str) -> None:
    tree = changed(markup)
    assert not tree.xpath("//@class | //@id | //@role | //@itemtype | //@data-id | //@aria-label")


def test_names_alone_leave_the_elements() -> None:
    tree = changed("names")
    assert tree.find(".//main/article/p") is not None
    assert tree.find(".//script") is not None


@pytest.mark.parametrize("markup", ["meaning", "breaks", "tables"])
def test_without_meaning_there_are_only_divs(markup: str) -> None:
    tree = changed(markup)
    assert not tree.xpath("//article | //main | //header | //nav | //script")


def test_paragraphs_are_parted_by_breaks() -> None:
    html = tostring(changed("breaks"), encoding="unicode")
    assert "<p>" not in html
    assert "It <b>sails</b> again.<br><br>Loose words.<br><br>On Monday.<br><br>" in html


def test_only_elements_side_by_side_become_a_table() -> None:
    tree = changed("tables")
    rows = [[cell.text for cell in row] for row in tree.iter("tr")]
    assert ["Left", "Right"] in rows
    assert all("two" not in row for row in rows)
    assert document_fromstring(tostring(tree)) is not None
