import pytest

from pipelines.cleaning.shapes import (
    first_body_block,
    head_end,
    is_body_like,
    is_full_sentence,
    is_headline_like,
    is_one_word_subheading,
)
from pipelines.items import Block, BlockKind, Document
from tests.pipelines.cleaning.documents import BODY, blocks_of, each_case

NO_BODY = {
    "short": Block(text="The bench stands."),
    "list item": Block(text=BODY[0], kind="list_item"),
    "caption": Block(text=BODY[0], kind="caption"),
    "heading": Block(text=BODY[0], kind="heading"),
    "without a mark at the end": Block(text=BODY[0].rstrip(".")),
}
HEADLINES = {
    "statement": "Bees return to the old railway bridge",
    "question": "Who took the chair of Marsh Lane?",
    "number first": "12 things to know about bees",
    "no case": "蜜蜂回到旧铁路桥",
    "Russian": "Пчёлы вернулись на старый мост",
    "cut": "Bees return to the old railway…",
}
NO_HEADLINES = {
    "full stop": "Bees return to the old railway bridge.",
    "small letter": "return to the old railway bridge",
    "too long": "Bees " * 26,
    "no words": "* * *",
}


FULL_SENTENCES = {
    "sentence": ("Photo of the house that was sold for a million.", True),
    "quoted": ("“Text of the letter that the council never answered.”", True),
    "credit": ("Photo by Ada Long.", False),
    "no full stop": ("Photo of the house that was sold for a million", False),
    "cut": ("Photo of the house that was sold for...", False),
}


@pytest.mark.parametrize("kind", ["paragraph", "quote"])
@pytest.mark.parametrize("text", BODY)
def test_long_sentence_reads_like_body(text: str, kind: BlockKind) -> None:
    assert is_body_like(Block(text=text, kind=kind))


def test_long_sentence_without_spaces_reads_like_body() -> None:
    text = (
        "马什巷的养蜂人终于可以在菜园旁边放一张长椅了，镇议会星期二晚上以九票对四票通过了这项决定。"
    )
    assert is_body_like(Block(text=text))


@pytest.mark.parametrize(("text", "is_full"), FULL_SENTENCES.values(), ids=FULL_SENTENCES)
def test_full_sentence_says_more_than_a_label(text: str, is_full: bool) -> None:
    assert is_full_sentence(text) is is_full


@each_case(NO_BODY, "block")
def test_other_blocks_do_not_read_like_body(block: Block) -> None:
    assert not is_body_like(block)


@each_case(HEADLINES, "text")
def test_short_line_with_a_capital_reads_like_a_headline(text: str) -> None:
    assert is_headline_like(Block(text=text))


@each_case(NO_HEADLINES, "text")
def test_other_lines_do_not_read_like_headlines(text: str) -> None:
    assert not is_headline_like(Block(text=text))


HEADS = {
    "lines first": (("By Ada Long", BODY[0], "12 March", BODY[1], BODY[2]), 1, 3),
    "body at once": ((BODY[0], BODY[1]), 0, 1),
    "one paragraph": (("By Ada Long", BODY[0], "The end"), 1, 3),
    "no body": (("By Ada Long", "12 March"), 2, 2),
    "nothing": ((), 0, 0),
}


@each_case(HEADS, ("lines", "first", "end"))
def test_body_begins_with_its_first_block_and_the_head_ends_at_the_second(
    lines: tuple[str, ...], first: int, end: int
) -> None:
    document = Document(blocks=blocks_of(*lines))
    assert (first_body_block(document), head_end(document)) == (first, end)


def test_heading_of_one_word_above_a_paragraph_is_a_subheading() -> None:
    heading = Block(text="Discussion", kind="heading")
    two_words = Block(text="Our discussion", kind="heading")
    document = Document(
        blocks=blocks_of(heading, BODY[0], two_words, BODY[1], "Discussion", BODY[2])
    )
    found = [index for index in range(6) if is_one_word_subheading(document, index)]
    assert found == [0]
    assert not is_one_word_subheading(Document(blocks=(heading,)), 0)
