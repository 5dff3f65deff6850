from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from pipelines.extraction.kinds.look import Look
from pipelines.extraction.kinds.page_marks import read_marks
from pipelines.extraction.metadata.page_metadata import read_metadata
from pipelines.extraction.tree.markup import parse
from pipelines.items import Block, Page, Signals
from tests.strategies import html_pages

URL = "https://example.org/a"
SENTENCE = "The council of Lowmere approved the new bridge over the sound on Tuesday evening."


def marks_of(body: str = "", head: str = "", blocks: tuple[Block, ...] = ()) -> dict[str, float]:
    """Return the marks of a page."""
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    page = Page(url=URL, url_requested=URL, body=b"", fetched_at=datetime(2025, 5, 10, tzinfo=UTC))
    metadata = read_metadata(tree, page)
    return read_marks(Look(tree=tree, url=URL, metadata=metadata, extracted=blocks, blocks=blocks))


def json_ld(name: str) -> str:
    """Return a script that declares one type."""
    return f'<script type="application/ld+json">{{"@type": "{name}", "name": "x"}}</script>'


SHOWN = {
    "product in JSON-LD": ("", json_ld("Product"), "declares_product"),
    "product by microdata": (
        '<div itemscope itemtype="https://schema.org/Product">x</div>', "", "declares_product",
    ),
    "product by OpenGraph": (
        "x", '<meta property="og:type" content="product">', "declares_product",
    ),
    "thread": ("x", json_ld("QAPage"), "declares_forum"),
    "list": ("x", json_ld("CollectionPage"), "declares_list"),
    "story": ("x", json_ld("NewsArticle"), "declares_article"),
    "website": ("x", '<meta property="og:type" content="website">', "declares_website"),
    "no headline": ("<p>x</p>", "", "h1_missing"),
    "button to buy": ("<button> Add to cart </button>", "", "button_buy"),
    "link to buy, in German": ('<a href="/k">In den Warenkorb</a>', "", "button_buy"),
    "prices": ("<p>129 € or 139 $</p>", "", "whole_prices"),
    "names of classes": ('<div class="post_reply"></div>', "", "names_forum"),
    "headings that are links": ('<h3><a href="/x">Ferry stops</a></h3>', "", "whole_headed_links"),
    "links around headings": ('<a href="/x"><h3>Ferry stops</h3></a>', "", "whole_headed_links"),
    "code": ("<pre>x = 1</pre>", "", "whole_code"),
    "field for a reply": ("<textarea></textarea>", "", "whole_areas"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "head", "mark"), SHOWN.values(), ids=SHOWN.keys())
def test_page_shows_its_mark(body: str, head: str, mark: str) -> None:
    assert marks_of(body, head)[mark] > 0
    assert marks_of("<h1>x</h1><p>y</p>")[mark] == 0


def test_prices_in_scripts_are_not_seen() -> None:
    assert marks_of("<h1>x</h1><script>$('#a').b('$')</script>")["whole_prices"] == 0


def test_running_text_counts_sentences_that_are_not_links() -> None:
    text = (Block(text=SENTENCE * 10), Block(text=SENTENCE, link_density=1.0))
    marks = marks_of("x", blocks=text)
    assert marks["body_short"] == 0
    assert 0.9 < marks["body_running_share"] < 1
    assert marks_of("x", blocks=text[1:])["body_short"] == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "市议会星期四表示，开往码头的渡轮将于下月恢复航行。",
        "สภาเทศบาลแถลงว่าเรือข้ามฟากไปยังท่าเรือจะกลับมาให้บริการในเดือนหน้า",
    ],
)
def test_running_text_is_seen_where_no_space_parts_words(sentence: str) -> None:
    marks = marks_of("x", blocks=(Block(text=sentence * 10),))
    assert marks["body_running_share"] == 1
    assert marks["body_short"] == 0


def test_text_that_stands_in_one_place_is_told_from_scattered_text() -> None:
    def placed(*names: str) -> tuple[Block, ...]:
        path = ("body", "div", "p")
        return tuple(
            Block(text=SENTENCE, signals=Signals(tag_path=path, names=(name,))) for name in names
        )

    assert marks_of("x", blocks=placed("a", "a", "a", "a"))["body_one_place"] == 1
    assert marks_of("x", blocks=placed("a", "b", "c", "d"))["body_one_place"] == 0.25


@settings(max_examples=60)
@given(html_pages())
def test_every_page_has_the_same_marks_between_0_and_1(markup: str) -> None:
    tree = parse(markup)
    page = Page(url=URL, url_requested=URL, body=b"", fetched_at=datetime(2025, 5, 10, tzinfo=UTC))
    blocks = (Block(text="x"),)
    marks = read_marks(
        Look(
            tree=tree,
            url=URL,
            metadata=read_metadata(tree, page),
            extracted=blocks,
            blocks=blocks,
        )
    )
    assert all(0 <= value <= 1 for value in marks.values())
    assert set(marks) == set(marks_of("x"))
