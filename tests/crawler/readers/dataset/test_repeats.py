from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.dataset.repeats import Repeats, key_of
from tests.strategies import any_texts


@given(st.lists(st.one_of(any_texts(), st.sampled_from("abc")), max_size=30))
def test_what_comes_several_times_is_counted(names: list[str]) -> None:
    repeats = Repeats()
    for name in names:
        repeats.note(name)
    counts = Counter(names)
    assert repeats.counts() == {key_of(name): n for name, n in counts.items() if n > 1}


def test_keys_are_the_same_in_every_process() -> None:
    assert key_of("harbour") == 0x4FCB0DB632E24E2
