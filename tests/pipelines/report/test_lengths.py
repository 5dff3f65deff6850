from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.lengths import LEAST_WORDS, length_bin, length_bins


@given(st.integers(0))
def test_every_length_is_within_its_bin(words: int) -> None:
    number = length_bin(words)
    counted = length_bins(Counter({number: 1}))[number]
    assert counted.records == 1
    assert counted.least <= words
    assert counted.most is None or words <= counted.most


def test_bins_touch_each_other() -> None:
    bins = length_bins(Counter())
    assert [b.least for b in bins] == list(LEAST_WORDS)
    assert [b.most for b in bins] == [*(least - 1 for least in LEAST_WORDS[1:]), None]
    assert not any(b.records for b in bins)
