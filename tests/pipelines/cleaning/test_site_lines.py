from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.site_lines import learn_lines, masked_key
from pipelines.items import Block, Document
from pipelines.normalization import folded_words


def test_numbers_make_no_difference_to_a_line() -> None:
    assert masked_key("12 comments – 3 hours ago") == masked_key("7 Comments, 11 hours ago")
    assert masked_key("Updated 10:05am") == masked_key("Updated 7:59pm")


def test_other_words_make_another_line() -> None:
    assert masked_key("12 comments") != masked_key("12 readers")


def test_numbers_alone_are_no_line() -> None:
    assert masked_key("24.11.2026 12:00") is None
    assert masked_key("* * *") is None


def test_key_is_the_same_in_every_process() -> None:
    assert masked_key("Sign up for our newsletter") == 3953782732811239783


def test_each_line_of_an_article_counts_once() -> None:
    blocks = tuple(Block(text=text) for text in ("Pros", "It floats.", "Pros"))
    learned = learn_lines(Document(blocks=blocks))
    assert learned.articles == 1
    assert learned.lines == {masked_key("Pros"): 1, masked_key("It floats."): 1}
    assert set(learned.samples.values()) == {"Pros", "It floats."}


def test_tables_and_code_are_not_learned() -> None:
    blocks = (Block(text="won lost drawn", kind="table"), Block(text="return None", kind="code"))
    assert learn_lines(Document(blocks=blocks)).lines == {}


def test_sample_is_short() -> None:
    learned = learn_lines(Document(blocks=(Block(text="word " * 100),)))
    assert max(map(len, learned.samples.values())) <= 80


@given(st.text())
def test_key_fits_into_the_state_and_needs_a_word(text: str) -> None:
    key = masked_key(text)
    if key is None:
        assert all(any(map(str.isdigit, word)) for word in folded_words(text))
    else:
        assert -(2**63) <= key < 2**63


def test_description_counts_as_a_line() -> None:
    document = Document(description="It floats.", blocks=(Block(text="It floats."),))
    assert learn_lines(document).lines == {masked_key("It floats."): 1}
    alone = Document(description="All that floats.")
    assert learn_lines(alone).lines == {masked_key("All that floats."): 1}
