import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.serving.unspaced import SEPARATOR, ends_unspaced, tokens_apart, tokens_together


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("night ferry", ["night ferry"]),
        ("東京の春", ["東", "京", "の", "春"]),
        ("JR東日本 2026", ["JR", "東", "日", "本", " 2026"]),
        ("서울에서", ["서", "울", "에", "서"]),
        ("Привет", ["Привет"]),
    ],
)
def test_each_character_of_an_unspaced_script_stands_alone(text: str, tokens: list[str]) -> None:
    assert [part for part in tokens_apart(text).split(SEPARATOR) if part] == tokens


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_putting_together_gives_the_text_back(text: str) -> None:
    assert tokens_together(tokens_apart(text)) == text


@given(st.text(st.characters()))
def test_no_text_brings_controls_or_halves_of_characters(text: str) -> None:
    apart = tokens_together(tokens_apart(text))
    assert len(apart) == len(text)
    assert not any(ord(character) < 32 for character in apart)
    apart.encode()


def test_the_last_character_decides() -> None:
    assert ends_unspaced(tokens_apart("a東"))
    assert not ends_unspaced(tokens_apart("東a"))
    assert not ends_unspaced("")
