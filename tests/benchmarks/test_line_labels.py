from hypothesis import given
from hypothesis import strategies as st

from benchmarks.line_labels import label

FIRST = "The council of Lowmere will mend the bench before the winter."
SECOND = "The mayor said so on Tuesday in the town hall."


def test_lines_that_stand_in_the_gold_are_body() -> None:
    lines = ["Lowmere Gazette", FIRST, "Ferry stops for a day and a night", SECOND]
    assert label(lines, [FIRST, SECOND]) == [False, True, False, True]


def test_half_of_the_shingles_are_enough() -> None:
    assert label([FIRST + " Read more about benches here"], [FIRST]) == [True]
    assert label(["Bench: " + "Ferry stops for a day and a night " * 2 + FIRST], [FIRST]) == [False]


def test_a_short_line_counts_alone_or_beside_body() -> None:
    assert label(["What next"], ["What next", FIRST]) == [True]
    assert label([FIRST, "the bench"], [FIRST]) == [True, True]
    assert label(["the bench", "Ferry stops for a day", FIRST], [FIRST]) == [False, False, True]


def test_of_copies_the_one_amid_the_body_counts() -> None:
    lines = [FIRST, "Ferry stops for a day", "Bells by phone at night", "Bench", SECOND, FIRST]
    assert label(lines, [SECOND, FIRST]) == [False, False, False, False, True, True]


def test_what_the_gold_has_twice_counts_twice() -> None:
    assert label([FIRST, SECOND, FIRST], [FIRST, SECOND, FIRST]) == [True, True, True]


def test_lines_without_words_are_never_body() -> None:
    assert label(["—", FIRST], [FIRST]) == [False, True]


@given(st.lists(st.text(alphabet="abc .", max_size=30)), st.lists(st.text("abc .", max_size=30)))
def test_every_line_has_a_label(lines: list[str], gold: list[str]) -> None:
    labels = label(lines, gold)
    assert len(labels) == len(lines)
    assert not any(label(lines, []))
