import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.serving.unspaced import (
    SEPARATOR,
    ends_unspaced,
    paired,
    sought,
    storable,
    tokens_apart,
    tokens_together,
)


def words(text: str) -> list[str]:
    return text.replace(SEPARATOR, " ").split()


@pytest.mark.parametrize(
    ("text", "indexed", "shown"),
    [
        ("night ferry", ["night", "ferry"], ["night", "ferry"]),
        ("東京の春", ["東京", "京の", "の春", "春"], ["東", "京", "の", "春"]),
        ("JR東日 9", ["JR", "東日", "日", "9"], ["JR", "東", "日", "9"]),
        ("서울에", ["서울", "울에", "에"], ["서", "울", "에"]),
        ("Привет", ["Привет"], ["Привет"]),
    ],
)
def test_unspaced_scripts_are_taken_apart(text: str, indexed: list[str], shown: list[str]) -> None:
    assert words(paired(text)) == indexed
    assert words(tokens_apart(text)) == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ferry", (["ferry"], False)),
        ("東", (["東"], True)),
        ("東京", (["東京"], False)),
        ("東京の", (["東京", "京の"], False)),
        ("東京 JR", (["東京", "京", "JR"], False)),
        ("JR東", (["JR", "東"], True)),
    ],
)
def test_end_of_what_is_sought_is_open(text: str, found: tuple[list[str], bool]) -> None:
    piece, is_beginning = sought(text)
    assert (words(piece), is_beginning) == found


@given(st.text(st.sampled_from("東京の春 aJ"), min_size=1, max_size=12), st.data())
def test_any_piece_is_sought_as_it_is_indexed(text: str, data: st.DataObject) -> None:
    """But for a piece that ends or begins in a word of letters, which is no word."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece, is_beginning = sought(text[start:end])
    wanted, there = words(piece), words(paired(text[start:]))
    assert all(word in there[place] for place, word in enumerate(wanted))
    if wanted and is_beginning:
        assert there[len(wanted) - 1].startswith(wanted[-1])


def test_the_last_character_decides_where_a_text_ends() -> None:
    assert ends_unspaced("a東")
    assert not ends_unspaced("東a")
    assert not ends_unspaced("")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_putting_together_gives_the_text_back(text: str) -> None:
    assert tokens_together(tokens_apart(text)) == text


@given(st.text(st.characters()))
def test_no_text_brings_controls_or_halves_of_characters(text: str) -> None:
    stored = storable(text)
    assert len(stored) == len(text)
    assert not any(ord(character) < 32 for character in stored)
    stored.encode()
