import json
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dedup.minhash import bands, pack, signature, similarity
from pipelines.options import DedupOptions
from tests.strategies import any_texts, prose

OPTIONS = DedupOptions()
WORDS = [f"word{number}" for number in range(200)]
TEXT = " ".join(WORDS)
CHINESE = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))
THAI = "สภาเมืองลงมติเมื่อวันอังคารให้สร้างสะพานใหม่ข้ามช่องแคบซึ่งจะเริ่มงานในฤดูใบไม้ผลิปีหน้า"

SAME = {
    "case": TEXT.upper(),
    "line breaks": TEXT.replace(" ", "\n\n"),
    "punctuation": TEXT.replace(" ", ", "),
    "soft hyphens": TEXT.replace("word", "wo\u00adrd"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_texts_that_read_the_same_have_one_signature(text: str) -> None:
    assert signature(text) == signature(TEXT)


def test_signature_is_one_number_of_16_bits_a_permutation() -> None:
    numbers = signature(TEXT)

    assert len(numbers) == OPTIONS.permutations
    assert all(0 <= number < 2**16 for number in numbers)
    assert len(set(numbers)) > OPTIONS.permutations * 0.9


SHORT = {
    "nothing": "",
    "signs": "… – !" * 100,
    "one word too few": " ".join(WORDS[: OPTIONS.min_words - 1]),
    "one Chinese character too few": CHINESE[: OPTIONS.min_words - 1],
}
LONG = {
    "just enough words": " ".join(WORDS[: OPTIONS.min_words]),
    "just enough Chinese characters": CHINESE[: OPTIONS.min_words],
    "Thai without spaces": THAI,
}


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT.keys())
def test_short_texts_have_no_signature(text: str) -> None:
    assert signature(text) == ()


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_texts_of_enough_words_have_one(text: str) -> None:
    assert len(signature(text)) == OPTIONS.permutations


def test_scripts_without_spaces_are_compared_by_character() -> None:
    edited = CHINESE[:100] + "新" + CHINESE[100:]
    assert similarity(signature(CHINESE), signature(edited)) > 0.8


def test_two_texts_without_signature_are_not_alike() -> None:
    assert similarity((), ()) == 0.0


def test_signatures_of_other_options_are_not_compared() -> None:
    fewer = signature(TEXT, replace(OPTIONS, permutations=64))
    assert similarity(signature(TEXT), fewer) == 0.0


def test_estimate_is_near_the_true_share_of_common_shingles() -> None:
    both = " ".join(WORDS[:152])  # 148 shingles, of 196 + 48 in all
    rest = " ".join(f"other{number}" for number in range(48))
    assert similarity(signature(TEXT), signature(f"{both} {rest}")) == pytest.approx(
        148 / 244, abs=0.13
    )


@given(any_texts() | st.text())
def test_any_text_has_a_signature_or_none(text: str) -> None:
    assert len(signature(text)) in {0, OPTIONS.permutations}


@given(prose(), prose())
@settings(max_examples=30)
def test_unrelated_texts_are_not_alike(a: list[str], b: list[str]) -> None:
    first, second = signature(" ".join(a)), signature(" ".join(b))
    if a[:20] != b[:20]:
        assert similarity(first, second) < 0.1
        assert set(bands(first)).isdisjoint(bands(second))


@given(prose(150, 300), st.integers(0, 2**32))
@settings(max_examples=50)
def test_near_copies_are_alike_and_share_a_band(tokens: list[str], seed: int) -> None:
    edits = random.Random(seed).sample(range(len(tokens)), k=len(tokens) // 50)  # noqa: S311 - a test
    copy = ["edited" if place in edits else token for place, token in enumerate(tokens)]
    first, second = signature(" ".join(tokens)), signature(" ".join(copy))

    assert similarity(first, second) > OPTIONS.min_similarity
    assert not set(bands(first)).isdisjoint(bands(second))


@given(prose(), prose())
@settings(max_examples=30)
def test_similarity_is_symmetric_and_whole_for_itself(a: list[str], b: list[str]) -> None:
    first, second = signature(" ".join(a)), signature(" ".join(b))

    assert similarity(first, second) == similarity(second, first)
    assert similarity(first, first) == 1.0


def test_bands_are_as_many_as_asked_for_and_fit_into_32_bits() -> None:
    keys = bands(signature(TEXT))

    assert len(keys) == len(set(keys)) == OPTIONS.bands
    assert all(0 <= key < 2**32 for key in keys)


def test_key_of_a_band_holds_its_place() -> None:
    """Two texts whose signatures agree at different places share nothing."""
    same_everywhere = (7,) * OPTIONS.permutations
    assert len(set(bands(same_everywhere))) == OPTIONS.bands


def test_band_changes_only_with_its_own_numbers() -> None:
    numbers = signature(TEXT)
    changed = (numbers[0] ^ 1, *numbers[1:])
    same = [a == b for a, b in zip(bands(numbers), bands(changed), strict=True)]
    assert same == [False] + [True] * (OPTIONS.bands - 1)


def test_no_signature_has_no_bands() -> None:
    assert bands(()) == ()


def test_short_signatures_have_as_many_bands_as_fit() -> None:
    assert len(bands((1, 2, 3, 4, 5, 6, 7))) == 2


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_signature_does_not_depend_on_the_process(seed: str) -> None:
    code = (
        "import json; from pipelines.dedup.minhash import bands, signature;"
        f"s = signature({TEXT!r}); print(json.dumps([s, bands(s)]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    expected = [list(signature(TEXT)), list(bands(signature(TEXT)))]
    assert json.loads(told.stdout) == expected


def test_signature_stays_what_stored_indexes_hold() -> None:
    """A change here makes every dataset that exists forget its near copies."""
    assert signature(TEXT)[:4] == (37121, 23879, 41904, 12504)


@given(st.lists(st.integers(0, 2**16 - 1)).map(tuple))
def test_packed_signature_holds_two_bytes_a_number(numbers: tuple[int, ...]) -> None:
    packed = pack(numbers)
    pairs = [packed[at : at + 2] for at in range(0, len(packed), 2)]
    assert tuple(int.from_bytes(pair, "little") for pair in pairs) == numbers
