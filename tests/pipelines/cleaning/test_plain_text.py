from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.plain_text import read_plain_text

HEADLINE = "Harbour ferry returns after the winter repairs"
BODY = (
    "The ferry Margarethe crossed the bay on Tuesday for the first time since November, with forty "
    "passengers and a brass band on board."
)
WRAPPED = """\
Harbour ferry returns after the winter repairs

The ferry Margarethe crossed the bay on Tuesday for the first
time since November, with forty passengers and a brass band on
board.

Workers had replaced both engines and most of the deck in the
yard at Sandhaven, which took six weeks longer than planned.
"""


def lines_of(text: str) -> list[str]:
    return [block.text for block in read_plain_text(text).blocks]


def test_every_line_is_a_block() -> None:
    assert lines_of(f"{HEADLINE}\n{BODY}\n\nEnd") == [HEADLINE, BODY, "End"]


def test_wrapped_lines_are_joined() -> None:
    assert lines_of(WRAPPED)[1] == BODY
    assert len(lines_of(WRAPPED)) == 3


def test_line_ends_of_all_systems_part_lines() -> None:
    assert lines_of("one\r\ntwo\rthree\nfour") == ["one", "two", "three", "four"]


def test_title_is_the_line_of_the_head_that_stands_there_twice() -> None:
    text = f"North and South Region Today\n\n{HEADLINE}\n\nCut short …\n{HEADLINE}\n\n{BODY}"
    assert read_plain_text(text).title == HEADLINE


def test_title_is_else_the_first_line_that_reads_like_one() -> None:
    assert read_plain_text(f"World\n\n{HEADLINE}\n\n{BODY}").title == HEADLINE


def test_text_that_begins_with_its_body_has_no_title() -> None:
    assert read_plain_text(BODY).title is None


def test_language_is_that_of_the_text() -> None:
    assert read_plain_text(WRAPPED).language == "en"
    assert read_plain_text("").language is None


@given(st.text())
def test_any_text_gives_blocks_without_loss_of_words(text: str) -> None:
    document = read_plain_text(text)
    assert all(block.text == block.text.strip() != "" for block in document.blocks)
