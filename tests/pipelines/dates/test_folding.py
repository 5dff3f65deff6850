"""Text made comparable in place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.folding import fold_in_place, tokens, without_accents


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("20 FEB", "20 feb"),
        ("２０：３６", "20:36"),
        ("٢٠", "20"),
        ("१२", "12"),
        ("14\u201315", "14-15"),
        ("İstanbul", "istanbul"),
    ],
)
def test_digits_case_and_punctuation_are_made_equal(text: str, folded: str) -> None:
    assert fold_in_place(text) == folded


def test_words_and_numbers_are_parted() -> None:
    assert [token.text for token in tokens("20.feb 2025年2月")] == [
        "20",
        "feb",
        "2025",
        "年",
        "2",
        "月",
    ]


def test_accents_are_taken_off() -> None:
    assert without_accents("février únor") == "fevrier unor"


@given(st.text(max_size=80))
def test_every_character_stays_in_its_place(text: str) -> None:
    folded = fold_in_place(text)
    assert len(folded) == len(text)
    assert fold_in_place(folded) == folded
    for token in tokens(folded):
        assert folded[token.start : token.end] == token.text
