import pytest
from hypothesis import given

from pipelines.cleaning.text_words import (
    PlacedWord,
    end_of_prefix,
    ends_with_ellipsis,
    ends_with_full_stop,
    opens_with_quote,
    outer_words,
    placed_words,
    starts_like_a_headline,
)
from pipelines.normalization import folded_words
from pipelines.sentence_signs import ends_like_a_sentence
from tests.pipelines.cleaning.documents import each_case
from tests.strategies import any_texts

SAME_WORDS = {
    "case": ("Bees Return", "BEES return"),
    "quotation marks": ("„Bienen“ kehren zurück", '"Bienen" kehren zurück'),
    "apostrophes": ("Editor’s picks", "Editor's picks"),
    "dashes": ("Lowmere – the sound", "Lowmere-the sound"),
    "space": ("Bees  return\n", "Bees return"),
    "sharp s": ("Große Brücke", "GROSSE BRÜCKE"),
    "composed accents": ("été", "été"),
    "final sigma": ("ΛΟΓΟΣ", "λόγος".replace("ό", "ο")),
}

ENDS = {
    # text: ends like a sentence, with a full stop, with an ellipsis
    "full stop": ("The bench stands.", True, True, False),
    "full stop and quote": ("“The bench stands.”", True, True, False),
    "quote and full stop": ("«Скамья стоит».", True, True, False),
    "question": ("Who took the chair?", True, False, False),
    "exclamation": ("¡La silla ha vuelto!", True, False, False),
    "ellipsis": ("The chair came back…", True, False, True),
    "three dots": ("The chair came back...", True, False, True),
    "ellipsis in brackets": ("The chair came back [...]", True, False, True),
    "ideographic full stop": ("蜜蜂回来了。", True, True, False),
    "danda": ("मधुमक्खियाँ लौट आईं।", True, True, False),
    "Arabic question": ("من أخذ الكرسي؟", True, False, False),
    "colon": ("Ingredients:", False, False, False),
    "nothing": ("Bees return to the bridge", False, False, False),
    "empty": ("", False, False, False),
}

QUOTED = (
    "“We won”",
    '"We won"',
    "„Wir haben gewonnen“",
    "«Победа»",
    "»Sieg«",
    "「勝った」",
    " 'We won'",
)
NOT_QUOTED = ("We “won”", "- We won", "", "   ", "(“We won”)")

HEADLINE_STARTS = ("Bees return", "… Bees", "«Пчёлы»", "2024 in pictures", "蜜蜂回来", "النحل يعود")
OTHER_STARTS = ("bees return", "… bees", "", "—", "пчёлы")


@each_case(SAME_WORDS, ("one", "other"))
def test_texts_that_read_the_same_have_the_same_words(one: str, other: str) -> None:
    assert folded_words(one) == folded_words(other)


@pytest.mark.parametrize(
    "text", ["ÇIKAN İlginizi", "çıkan ilginizi", "ÇIKAN İLGİNİZİ", "çikan ilginizi"]
)
def test_both_letters_i_of_turkish_read_as_one(text: str) -> None:
    assert [word for word, _ in placed_words(text)] == ["çikan", "ilginizi"]


def test_vowel_signs_part_no_word() -> None:
    assert [word for word, _ in placed_words("यह भी पढ़ें: मैच")] == ["यह", "भी", "पढ\u093cें", "मैच"]


def test_prefix_of_turkish_words_is_found() -> None:
    text = "Işıklar İstanbul'da yandı. Kent bekledi."
    assert end_of_prefix(text, folded_words("Işıklar İstanbul'da yandı")) == len(
        "Işıklar İstanbul'da yandı"
    )


def test_words_are_placed_by_where_they_end_and_numbers_read_alike() -> None:
    assert placed_words("In 2024, Bees") == (
        PlacedWord("in", 2),
        PlacedWord("#", 7),
        PlacedWord("bees", 13),
    )


def test_number_with_letters_stays_a_word() -> None:
    assert [placed.word for placed in placed_words("5pm 7 May")] == ["5pm", "#", "may"]


@given(any_texts())
def test_words_are_placed_inside_the_text_in_order(text: str) -> None:
    ends = [placed.end for placed in placed_words(text)]
    assert ends == sorted(ends)
    assert all(0 < end <= len(text) for end in ends)


PREFIXES = {
    "same words": ("Bees return: nine hives", "bees return", 11),
    "whole text": ("Bees return", "bees return", 11),
    "other marks": ("“Bees” return!", "bees return", 13),
    "same number": ("Ten of 2024 hives", "ten of 2024", 11),
}
NO_PREFIXES = {
    "other word": ("Bees leave: nine hives", "bees return"),
    "later": ("The bees return", "bees return"),
    "text too short": ("Bees", "bees return"),
    "part of a word": ("Bees returning", "bees return"),
    "other number": ("Ten of 2023 hives", "ten of 2024"),
    "empty text": ("", "bees"),
}


@each_case(PREFIXES, ("text", "prefix", "end"))
def test_end_of_a_prefix_is_that_of_its_last_word(text: str, prefix: str, end: int) -> None:
    assert end_of_prefix(text, folded_words(prefix)) == end


@each_case(NO_PREFIXES, ("text", "prefix"))
def test_text_that_begins_otherwise_has_no_end_of_a_prefix(text: str, prefix: str) -> None:
    assert end_of_prefix(text, folded_words(prefix)) is None


@each_case(ENDS, ("text", "sentence", "full_stop", "ellipsis"))
def test_end_of_a_text_is_told_by_its_marks(
    text: str, sentence: bool, full_stop: bool, ellipsis: bool
) -> None:
    found = (ends_like_a_sentence(text), ends_with_full_stop(text), ends_with_ellipsis(text))
    assert found == (sentence, full_stop, ellipsis)


@pytest.mark.parametrize("text", QUOTED)
def test_text_that_begins_with_a_quotation_mark_opens_with_a_quote(text: str) -> None:
    assert opens_with_quote(text)


@pytest.mark.parametrize("text", NOT_QUOTED)
def test_quotation_mark_elsewhere_is_no_opening(text: str) -> None:
    assert not opens_with_quote(text)


@pytest.mark.parametrize("text", HEADLINE_STARTS)
def test_capital_number_or_script_without_case_may_start_a_headline(text: str) -> None:
    assert starts_like_a_headline(text)


@pytest.mark.parametrize("text", OTHER_STARTS)
def test_small_letter_or_nothing_starts_no_headline(text: str) -> None:
    assert not starts_like_a_headline(text)


@given(any_texts())
def test_outer_words_are_the_first_and_the_last_of_the_placed_words(text: str) -> None:
    placed = placed_words(text)
    expected = (placed[0].word, placed[-1].word, len(placed)) if placed else None
    assert outer_words(text) == expected
