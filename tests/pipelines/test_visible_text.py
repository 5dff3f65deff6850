import pytest
from hypothesis import given
from lxml import etree

from pipelines.visible_text import visible
from tests.strategies import any_texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fähre – פריז\u200f ‘a’\n\tb 👩‍👧", "Fähre – פריז\u200f ‘a’\n\tb 👩‍👧"),
        ("a\x1b[2Jb", r"a\u001b[2Jb"),
        ("user\u202etxt.exe\u2066", r"user\u202etxt.exe\u2066"),
        ("\ud83d half", r"\ud83d half"),
        ("\x00\x85\u2028\ufffe", r"\u0000\u0085\u2028\ufffe"),
    ],
    ids=["language", "control", "direction", "half a character", "others"],
)
def test_what_nobody_sees_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(any_texts())
def test_result_can_be_encoded_and_stand_in_xml(text: str) -> None:
    shown = visible(text)
    shown.encode()  # raises for half a character
    etree.Element("a").text = shown  # raises for what XML forbids
    assert visible(shown) == shown
