from hypothesis import given
from hypothesis import strategies as st

from crawler.state.packed_text import pack, unpack


@given(st.text(st.characters(codec="utf-8")))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert unpack(pack(text)) == text


def test_what_repeats_itself_gets_small() -> None:
    text = '{"field": "title", "value": "Harbour", "source": "h1", "outcome": "chosen"}' * 10
    assert len(pack(text)) * 4 < len(text)
