import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.shingles import compare, count_tokens, paragraphs_outside, shingles

WORDS = ("the", "ferry", "was", "late", "and", "nobody", "knew", "why")
texts = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


def test_a_text_gives_one_shingle_for_each_four_tokens_in_a_row() -> None:
    assert list(shingles("One, two; three - four five")) == [
        ("One", "two", "three", "four"), ("two", "three", "four", "five"),
    ]  # fmt: skip


def test_a_short_text_is_one_shingle_and_an_empty_one_none() -> None:
    assert list(shingles("One two")) == [("One", "two")]
    assert not shingles(" - ")


def test_a_repeated_stretch_counts_twice() -> None:
    overlap = compare("a b c d", "a b c d x a b c d")
    assert (overlap.right, overlap.surplus, overlap.lack) == (1, 5, 0)


@pytest.mark.parametrize(
    ("gold", "predicted", "precision", "recall"),
    [("", "", 1, 1), ("a b c d", "", 0, 0), ("", "a b c d", 0, 0), ("a b c d", "w x y z", 0, 0)],
)
def test_nothing_is_right_or_nothing_is_wrong(
    gold: str, predicted: str, precision: float, recall: float
) -> None:
    overlap = compare(gold, predicted)
    assert (overlap.precision, overlap.recall) == (precision, recall)


@given(texts)
def test_a_text_is_equal_to_itself(text: str) -> None:
    overlap = compare(text, text)
    assert (overlap.precision, overlap.recall) == (1, 1)
    assert overlap.surplus == overlap.lack == 0


@given(texts, texts)
def test_shares_are_shares(gold: str, predicted: str) -> None:
    overlap = compare(gold, predicted)
    assert 0 <= overlap.precision <= 1
    assert 0 <= overlap.recall <= 1


@given(texts, texts)
def test_precision_one_way_is_recall_the_other_way(first: str, second: str) -> None:
    assert compare(first, second).precision == compare(second, first).recall


@given(st.lists(texts, max_size=5))
def test_no_paragraph_is_outside_its_own_text(paragraphs: list[str]) -> None:
    assert paragraphs_outside(paragraphs, "\n".join(paragraphs)) == ()


def test_a_paragraph_is_outside_when_less_than_half_of_it_stands_in_the_text() -> None:
    text = "one two three four five six seven eight"
    half, less = "one two three four five x y", "one two three four v w x y z"
    assert paragraphs_outside([half, less], text) == (less,)


def test_a_short_paragraph_must_stand_in_the_text_as_it_is() -> None:
    assert paragraphs_outside(["two three", "three two", "—"], "one two three four") == (
        "three two",
    )


def test_tokens_are_words_without_punctuation() -> None:
    assert count_tokens("Don’t, he said.") == 4
