import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalization import (
    clean_code,
    clean_text,
    count_words,
    count_words_roughly,
    fold,
    folded_words,
    letter_key,
    tokens,
    without_surrogates,
    word_key,
    word_parts,
    words_in_place,
)
from tests.strategies import any_texts

CLEAN = {
    "spaces of all kinds": (" a\u00a0\u2009b\t\n c ", "a b c"),
    "line and paragraph separators": ("a\u2028b\u2029c\x85d", "a b c d"),
    "composed letters": ("cafe\u0301", "café"),
    "control characters part words": ("a\x00b\x07c\x7fd", "a b c d"),
    "soft hyphen": ("Fähr\u00adhafen", "Fährhafen"),
    "zero-width space and byte order mark": ("\ufeffhar\u200bbour", "harbour"),
    "marks of direction": ("\u200eabc\u200f \u202bשלום\u202c", "abc שלום"),
    "joiners of Persian stay": ("می\u200cخواهم", "می\u200cخواهم"),
    "joined emoji stay": ("👨\u200d👩", "👨\u200d👩"),
    "lone surrogates": ("a\ud800b", "a b"),
    "no characters at all": ("\ufffe\uffff\ufdd0", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), CLEAN.values(), ids=CLEAN.keys())
def test_text_is_cleaned_for_output(text: str, expected: str) -> None:
    assert clean_text(text) == expected


FOLDED = {
    "case": ("HARBOUR", "harbour"),
    "sharp s": ("Straße", "STRASSE"),
    "final sigma": ("ΛΟΓΟΣ", "λόγος".replace("ό", "ο")),
    "quotation marks": ("“harbour” «port» „Hafen‟", '"harbour" "port" "Hafen"'),
    "apostrophes": ("don’t", "don't"),
    "dashes": ("2024–25 — a − b", "2024-25 - a - b"),
    "ellipsis": ("wait …", "wait ..."),
    "composed and decomposed": ("Café", "CAFE\u0301"),
    "letters that folding takes apart": ("\u0390", "\u03b9\u0308\u0301"),
    "space": ("a  b", "a\u00a0b"),
}


@pytest.mark.parametrize(("a", "b"), FOLDED.values(), ids=FOLDED.keys())
def test_texts_that_read_the_same_fold_to_one(a: str, b: str) -> None:
    assert fold(a) == fold(b)


WORDS = {
    "punctuation goes": ("Yes – he said: “No!”", ["yes", "he", "said", "no"]),
    "numbers": ("3,500 on 24.11.", ["3", "500", "on", "24", "11"]),
    "apostrophe parts": ("don't", ["don", "t"]),
    "accents that stay apart": ("x\u0302y", ["x\u0302y"]),
    "Turkish capital I": ("İstanbul'da", ["i\u0307stanbul", "da"]),
    "Hindi vowel signs": ("हिन्दी में", ["हिन्दी", "में"]),
    "Hebrew points": ("שָׁלוֹם", ["שָׁלוֹם"]),
    "Arabic vowel signs": ("مُحَمَّد قال", ["مُحَمَّد", "قال"]),
    "Persian joiner": ("می\u200cخواهم رفت", ["می\u200cخواهم", "رفت"]),
    "Thai": ("ที่นี่", ["ที่นี่"]),
    "Chinese runs": ("市议会，今天", ["市议会", "今天"]),
    "Bengali numbers": ("২০২৬ সাল", ["২০২৬", "সাল"]),
    "emoji are none": ("👨\u200d👩 ok", ["ok"]),
    "nothing": ("… – !", []),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS.keys())
def test_words_are_found_in_any_script(text: str, expected: list[str]) -> None:
    assert folded_words(text) == tuple(expected)


LIVING_SCRIPTS = (
    "ARABIC", "BENGALI", "COMBINING GRAVE", "DEVANAGARI", "ETHIOPIC", "GUJARATI", "GURMUKHI",
    "HEBREW", "KANNADA", "KHMER", "LAO", "MALAYALAM", "MYANMAR", "ORIYA", "SINHALA", "SYRIAC",
    "TAMIL", "TELUGU", "THAANA", "THAI", "TIBETAN",
)  # fmt: skip


@pytest.mark.parametrize("script", LIVING_SCRIPTS)
def test_no_mark_of_a_script_parts_a_word(script: str) -> None:
    marks = [
        mark
        for mark in map(chr, range(0x300, 0x2000))
        if unicodedata.name(mark, "").startswith(script) and unicodedata.category(mark)[0] == "M"
    ]

    assert marks
    assert [mark for mark in marks if len(folded_words(f"a{mark}b")) != 1] == []


@given(any_texts() | st.text())
def test_clean_text_is_one_tidy_line(text: str) -> None:
    clean = clean_text(text)

    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert clean == " ".join(clean.split())
    assert len(clean.splitlines()) <= 1


def test_code_keeps_its_lines_and_indents() -> None:
    code = "\n    if hive:\r\n\topen(\u200b'lid')  \n\n    close()\x00\n"
    assert clean_code(code) == "if hive:\nopen('lid')\nclose()"
    assert clean_code("  a\n\tb\n") == "a\n  b"


@given(any_texts() | st.text())
def test_clean_code_says_what_clean_text_says_in_tidy_lines(text: str) -> None:
    code = clean_code(text)
    assert clean_code(code) == code
    assert clean_text(code).split() == clean_text(text).split()
    assert all(line == line.rstrip() != "" for line in code.split("\n") if code)


@given(any_texts() | st.text())
def test_folding_and_keys_do_not_change_when_made_again(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert word_key(word_key(text)) == word_key(text)


@given(st.text())
def test_words_do_not_depend_on_the_form_or_the_case_of_letters(text: str) -> None:
    assert folded_words(unicodedata.normalize("NFD", text)) == folded_words(text)
    assert folded_words(fold(text)) == folded_words(text)


@given(st.lists(st.text("abcäöü", min_size=1, max_size=8), max_size=8))
def test_words_survive_punctuation_between_them(tokens: list[str]) -> None:
    assert folded_words("… – ".join(tokens)) == tuple(tokens)


WORD_COUNTS = {
    "spaces": ("Bees return to the old railway bridge", 7),
    "Chinese": ("蜜蜂回到旧铁路桥", 4),
    "Japanese": ("ミツバチが古い橋に戻った", 6),
    "both": ("Lowmere 的蜜蜂", 2),
    "Thai": ("เรือข้ามฟากกลับมา", 3),
    "signs alone": ("* * *", 0),
}


@pytest.mark.parametrize(("text", "count"), WORD_COUNTS.values(), ids=WORD_COUNTS)
def test_words_are_counted_where_no_space_parts_them_too(text: str, count: int) -> None:
    assert count_words(text) == count


def test_halves_of_a_character_find_each_other_and_lone_ones_are_replaced() -> None:
    assert without_surrogates("a\ud83d\ude00b\ud83dc") == "a\U0001f600b\ufffdc"


@given(any_texts())
def test_utf_8_holds_a_text_without_surrogates(text: str) -> None:
    mended = without_surrogates(text)
    assert mended.encode().decode() == mended
    assert (mended == text) == (not any("\ud800" <= char <= "\udfff" for char in text))


TOKENS = {
    "plain": ("Ten boats,\n\nno crew.", ["Ten", " ", "boats", ",", "\n\n", "no", " ", "crew", "."]),
    "marks": ("Zu\u0308ge", ["Zu\u0308ge"]),
    "Chinese": ("港口 2 开放", ["港", "口", " ", "2", " ", "开", "放"]),
    "Thai": ("เรือ", ["เ", "รื", "อ"]),
    "mixed": ("JR東日本", ["JR", "東", "日", "本"]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), TOKENS.values(), ids=TOKENS)
def test_text_is_cut_into_words_and_signs(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(any_texts())
def test_tokens_make_up_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert all(tokens(text))


@pytest.mark.parametrize(("text", "count"), WORD_COUNTS.values(), ids=WORD_COUNTS)
def test_rough_count_of_words_is_near_theirs(text: str, count: int) -> None:
    assert abs(count_words_roughly(text) - count) <= 3


WORDS_IN_PLACE = {
    "as they stand": ("The Ferry’s bell", ["The", "Ferry", "s", "bell"]),
    "Hindi": ("हिन्दी में", ["हिन्दी", "में"]),
    "Chinese": ("蜜蜂回到2桥，今天", ["蜜蜂", "回到", "2", "桥", "今天"]),
    "Thai": ("เรือข้ามฟาก 12", ["เรือข้า", "มฟาก", "12"]),
    "nothing": ("…", []),
}


@pytest.mark.parametrize(("text", "found"), WORDS_IN_PLACE.values(), ids=WORDS_IN_PLACE)
def test_words_stand_in_place_in_any_script(text: str, found: list[str]) -> None:
    assert words_in_place(text) == found


@given(any_texts() | st.text())
def test_words_in_place_are_pieces_of_the_text_in_its_order(text: str) -> None:
    at = 0
    for word in words_in_place(text):
        at = text.index(word, at) + len(word)


def test_parts_of_a_headline_stand_in_a_longer_one() -> None:
    assert word_parts("The Ferry sails") == {"the", "ferry", "sails"}
    assert word_parts("渡轮恢复航行") < word_parts("市议会说渡轮恢复航行")
    assert word_parts("渡轮恢复") & word_parts("新桥动工") == frozenset()
    assert word_parts("เรือข้ามฟาก") < word_parts("วันนี้เรือข้ามฟาก")
    assert word_parts("船") == {"船"}


@given(any_texts() | st.text())
def test_parts_do_not_depend_on_the_case_or_the_form_of_letters(text: str) -> None:
    assert word_parts(fold(text)) == word_parts(text)


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_letter_keys_do_not_change_when_made_again(text: str) -> None:
    assert letter_key(letter_key(text)) == letter_key(text)
