import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.other_scripts import SCRIPTS, to_chinese, to_cyrillic, to_hebrew, to_thai
from pipelines.normalization import folded_words

TEXT = "The ferry sails again, the mayor’s office said. It stops at 12 quays!"


def test_letters_with_capitals_keep_them() -> None:
    assert to_cyrillic("Ferry ferry").split() == ["Едссш", "едссш"]


def test_letters_without_capitals_lose_them() -> None:
    assert to_hebrew("Ferry") == to_hebrew("ferry")
    assert to_hebrew(TEXT).count(" ") == TEXT.count(" ")


def test_chinese_has_its_own_stops_and_no_space() -> None:
    written = to_chinese(TEXT)
    assert written.count("。") == written.count("，") == 1
    assert written.endswith("！")
    assert " " not in written.split(" 12 ")[0]
    assert to_chinese("ferry") in written
    assert len(to_chinese("the ferry")) == 3


def test_thai_has_space_between_sentences_alone() -> None:
    sentence, other = to_thai("The ferry sails. The mayor waits").split(" ")
    assert to_thai("The ferry sails") == sentence
    assert to_thai("The mayor waits") == other


@pytest.mark.parametrize("script", SCRIPTS)
def test_numbers_and_other_letters_stay(script: str) -> None:
    assert SCRIPTS[script]("12 港 3.5 Ä") == "12 港 3.5 Ä"
    assert "12" in SCRIPTS[script](TEXT)


@given(st.sampled_from(sorted(SCRIPTS)), st.text("abcXYZ ", max_size=60))
def test_equal_words_are_written_alike(script: str, text: str) -> None:
    write = SCRIPTS[script]
    assert write(text) == write(text)
    assert bool(folded_words(write(text))) is bool(text.strip())
