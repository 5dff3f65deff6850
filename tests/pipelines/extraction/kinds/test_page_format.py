import pytest

from pipelines.extraction.kinds.look import Look
from pipelines.extraction.kinds.page_format import choose_format
from pipelines.extraction.tree.markup import parse
from pipelines.items import Block, Candidate, Metadata, PageType

STAMP = '<time datetime="2025-05-06T16:10">16:10</time>'
POST = f'<li class="post">{STAMP}<p>The water is rising.</p></li>'
PICTURE = '<figure><img src="/1.jpg" alt=""></figure>'
FEW = (Block(text="Four thousand people came on Sunday."),)
MANY = (Block(text="Four thousand people came on Sunday. " * 30),)

PAGES: dict[str, tuple[str, str, tuple[Block, ...], PageType | None]] = {
    "ticker": ("Flood in Dunmere: live updates", POST * 5, FEW, "live"),
    "ticker in German": ("Hochwasser im Liveticker", POST * 5, FEW, "live"),
    "comments without the word": ("Flood in Dunmere", POST * 5, FEW, None),
    "story about live music": ("Live at the mill", "<p>x</p>", MANY, None),
    "pictures": ("Crane day in pictures", PICTURE * 9, FEW, "gallery"),
    "pictures in Polish": ("Dzień dźwigu, zdjęcia", PICTURE * 9, FEW, "gallery"),
    "story with pictures": ("Crane day in pictures", PICTURE * 9, MANY, None),
    "few pictures": ("Crane day in pictures", PICTURE * 2, FEW, None),
    "video": ("Video: the wheel", "<video></video>", FEW, "video"),
    "video in a story": ("Video: the wheel", "<video></video>", MANY, None),
    "video without the word": ("The wheel", "<video></video>", FEW, None),
}


@pytest.mark.parametrize(("title", "body", "blocks", "wanted"), PAGES.values(), ids=PAGES.keys())
def test_format_needs_a_word_for_it_and_its_shape(
    title: str, body: str, blocks: tuple[Block, ...], wanted: PageType | None
) -> None:
    look = Look(
        tree=parse(f"<html><body><main><ul>{body}</ul></main></body></html>"),
        url="https://example.org/a",
        metadata=Metadata(titles=(Candidate(value=title, source="h1"),)),
        extracted=blocks,
        blocks=blocks,
    )
    assert choose_format(look) == wanted
