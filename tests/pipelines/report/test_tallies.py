from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.tallies import SAMPLES, LastKeys, Samples

_ADDED = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xy")), max_size=30)


def counted(added: list[tuple[str, str]], limit: int) -> LastKeys[Counter[str]]:
    keys: LastKeys[Counter[str]] = LastKeys(limit, Counter)
    for key, kind in added:
        keys.at(key)[kind] += 1
    return keys


@given(_ADDED, st.integers(1, 9), st.randoms(use_true_random=False))
def test_the_last_keys_are_kept_apart_in_any_order(
    added: list[tuple[str, str]], limit: int, chance: Any
) -> None:
    expected = sorted({key for key, _ in added})[-limit:]
    shuffled = added[:]
    chance.shuffle(shuffled)
    for lines in (added, shuffled):
        keys = counted(lines, limit)
        assert [key for key, _ in keys.items()] == expected
        for key, sums in keys.items():
            assert sums == Counter(kind for other, kind in added if other == key)
        assert keys.others == Counter(kind for key, kind in added if key not in expected)


@given(_ADDED, _ADDED, st.integers(1, 5))
def test_two_together_are_as_if_counted_at_once(
    first: list[tuple[str, str]], second: list[tuple[str, str]], limit: int
) -> None:
    keys = counted(first, limit)
    keys.update(counted(second, limit))
    together = counted([*first, *second], limit)
    assert keys.items() == together.items()
    assert keys.others == together.others


def test_no_more_keys_are_held_than_the_limit() -> None:
    keys = counted([(f"{number:07}", "x") for number in range(20_000)], 100)
    assert len(keys.items()) == 100
    assert keys.others == Counter(x=19_900)


@given(st.lists(st.text(st.characters(), max_size=4)), st.randoms(use_true_random=False))
def test_samples_do_not_depend_on_the_order(texts: list[str], chance: Any) -> None:
    first, second = Samples(), Samples()
    for text in texts:
        first.add(text)
    chance.shuffle(texts)
    for text in texts:
        second.add(text)
    assert first.texts == second.texts
    assert set(first.texts) <= set(texts) - {""}
    assert len(set(first.texts)) == min(len(set(texts) - {""}), SAMPLES)


def test_long_sample_is_shortened() -> None:
    samples = Samples()
    samples.add("x" * 500)
    assert samples.texts == ("x" * 199 + "…",)
