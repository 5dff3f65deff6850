import hashlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dedup.content_hash import content_sha256, text_sha256
from pipelines.normalization import fold
from tests.strategies import any_texts

TEXT = "The crane – Lowmere’s oldest – returns on Monday."

SAME = {
    "case": TEXT.upper(),
    "quotation marks and dashes": "The crane - Lowmere's oldest - returns on Monday.",
    "space and line breaks": TEXT.replace(" ", "\n\n"),
    "punctuation": "The crane, Lowmere's oldest, returns on Monday!",
    "soft hyphens": TEXT.replace("crane", "cra\u00adne"),
}
OTHER = {
    "a word more": TEXT + " Again.",
    "a number": TEXT.replace("Monday", "3 May"),
    "the order": "Monday returns " + TEXT,
    "words written together": TEXT.replace("The crane", "Thecrane"),
    "nothing": "",
}
OTHER_MARKS = {
    "Hindi": ("की", "के"),
    "Hebrew": ("שָׁם", "שֵׁם"),
    "Thai": ("ที่", "ทู่"),
    "Arabic": ("عِلم", "عَلَم"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_texts_that_read_the_same_have_one_hash(text: str) -> None:
    assert text_sha256(text) == text_sha256(TEXT)


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER.keys())
def test_other_texts_have_other_hashes(text: str) -> None:
    assert text_sha256(text) != text_sha256(TEXT)


@pytest.mark.parametrize(("a", "b"), OTHER_MARKS.values(), ids=OTHER_MARKS.keys())
def test_vowel_signs_tell_words_apart(a: str, b: str) -> None:
    assert text_sha256(a) != text_sha256(b)


def test_payload_hash_is_of_the_bytes() -> None:
    assert content_sha256(b"<p>x</p>") == hashlib.sha256(b"<p>x</p>").hexdigest()


@given(any_texts() | st.text())
def test_any_text_has_the_hash_of_its_folded_form(text: str) -> None:
    assert text_sha256(text) == text_sha256(fold(text))
    assert len(text_sha256(text)) == 64


def test_hash_does_not_depend_on_the_process() -> None:
    code = f"from pipelines.dedup.content_hash import text_sha256; print(text_sha256({TEXT!r}))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == text_sha256(TEXT)
