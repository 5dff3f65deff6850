import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.items import Delivery
from pipelines.revisions import (
    COMPARED_FIELDS,
    CONTEXT_CHARS,
    FieldChange,
    Piece,
    compare,
    compare_texts,
    shorten,
)
from pipelines.serialization import FIELDS, Record, to_record
from tests.crawler.state.examples import NOON, article
from tests.strategies import any_texts, prose

SIGNS = {"added": "{+%s+}", "gap": "(%s)", "removed": "[-%s-]", "same": "%s"}


def marked(old: str, new: str) -> str:
    return "".join(SIGNS[piece.kind] % piece.text for piece in compare_texts(old, new))


CHANGES = {
    "a word": ("It left at nine.", "It left at ten.", "It left at [-nine-]{+ten+}."),
    "words become one change": ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
    "nothing": ("Same.", "Same.", "Same."),
    "nothing at all": ("", "", ""),
    "all": ("", "New text.", "{+New text.+}"),
    "gone": ("Old text.", "", "[-Old text.-]"),
    "a paragraph": ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n{+Two.\n\n+}Three."),
    "the last paragraph": ("One.\n\nTwo.", "One.", "One.[-\n\nTwo.-]"),
    "Japanese": (
        "昨日、港が閉まった。",
        "今日、港が開いた。",
        "[-昨-]{+今+}日、港が[-閉まっ-]{+開い+}た。",
    ),
    "Thai": ("เรือออก", "เรือเข้า", "เรือ[-ออก-]{+เข้า+}"),
    "marks of a letter": ("die Zu\u0308ge", "die Zuge", "die [-Zu\u0308ge-]{+Zuge+}"),
}


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_changes_are_shown_word_by_word(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def texts() -> st.SearchStrategy[str]:
    """Return texts of few different words, so that much of two of them is the same."""
    word = st.sampled_from(("a", "b", "ferry", " ", " ", ".", "\n\n", "\n", "港", "c", "d"))
    return st.lists(word, max_size=60).map("".join) | any_texts()


@settings(max_examples=300)
@given(texts(), texts())
def test_what_is_kept_and_removed_is_the_old_text_and_the_rest_is_the_new_one(
    old: str, new: str
) -> None:
    pieces = compare_texts(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(
        pair not in {("same", "same"), ("added", "removed"), ("added", "added")}
        for pair in pairwise(kinds)
    )
    if old == new:
        assert set(kinds) <= {"same"}


@given(prose(100, 300), st.data())
def test_one_changed_word_of_a_long_text_is_all_that_is_shown(
    words: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], "another", *words[place + 1 :]]
    pieces = compare_texts(" ".join(words), " ".join(changed))
    assert [(p.kind, p.text) for p in pieces if p.kind != "same"] == [
        ("removed", words[place]),
        ("added", "another"),
    ]


def _words(count: int, vocabulary: int, seed: int) -> list[str]:
    return random.Random(seed).choices([f"w{n}" for n in range(vocabulary)], k=count)  # noqa: S311 - test data


LONG = {
    "other words": (" ".join(_words(40_000, 3, 1)), " ".join(_words(40_000, 3, 2))),
    "one word": ("a " * 100_000, "a b " * 50_000),
    "lines": ("x\n" * 50_000, "x\n\n" * 40_000),
    "letters": ("".join(_words(60_000, 2, 3)), "".join(_words(60_000, 2, 4))),
    "paragraphs": ("\n".join(_words(20_000, 400, 5)), "\n".join(_words(20_000, 400, 6))),
}


@pytest.mark.parametrize(("old", "new"), LONG.values(), ids=LONG)
def test_long_texts_without_likeness_end(old: str, new: str) -> None:
    pieces = compare_texts(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_a_changed_word_in_a_long_line_of_common_words_is_found() -> None:
    words = _words(5_000, 300, 7)
    changed = [*words[:2_500], "ferry", *words[2_501:]]
    pieces = compare_texts(" ".join(words), " ".join(changed))
    assert [piece.text for piece in pieces if piece.kind == "added"] == ["ferry"]


def test_what_stays_far_from_a_change_is_cut() -> None:
    words = " ".join(f"word{n}" for n in range(99))
    short = shorten(compare_texts(f"{words} old {words}", f"{words} new {words}"))
    assert [piece.kind for piece in short] == ["gap", "same", "removed", "added", "same", "gap"]
    assert short[1].text.endswith("word98 ")
    assert short[4].text.startswith(" word0 ")
    assert all(len(piece.text) < 2 * CONTEXT_CHARS for piece in short)


@given(texts(), texts())
def test_a_shortened_diff_has_the_same_changes(old: str, new: str) -> None:
    pieces = compare_texts(old, new)
    short = shorten(pieces)
    assert [p for p in short if p.kind in ("added", "removed")] == [
        p for p in pieces if p.kind in ("added", "removed")
    ]
    assert sum(len(p.text) for p in short) <= sum(len(p.text) for p in pieces)


def record(**changed: object) -> Record:
    delivery = Delivery(
        revision=1, change="new", first_seen=NOON, duplicate_of=None, cluster_id=None, run_id="r"
    )
    return {**to_record(article(), delivery), **changed}


def test_fields_are_compared_one_by_one() -> None:
    change = compare(record(), record(title="It closes", authors=[], text=None, revision=2))
    assert change.fields == (
        FieldChange(name="title", old="The harbour opens", new="It closes"),
        FieldChange(name="authors", old=["Ida Lund"], new=[]),
    )
    assert change.text == (Piece(kind="removed", text="The harbour opens again on Monday."),)


def test_compared_fields_are_columns() -> None:
    assert set(COMPARED_FIELDS) <= {field.name for field in FIELDS}
