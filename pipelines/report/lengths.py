"""How long articles are: numbers of words in bins that are the same for every dataset."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_WORDS = (0, 25, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200, 4800, 6400)
"""The shortest length of each bin. From 50 on two bins are one doubling: lengths of news spread
over three orders of magnitude, and even steps would leave the short ones in one bin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthBin:
    """The records whose number of words is within two bounds."""

    least: int
    most: int | None
    """Inclusive; ``None`` for the last bin, which has no end."""
    records: int


def length_bin(words: int) -> int:
    """Return which bin a number of words, at least 0, falls into."""
    return bisect_right(LEAST_WORDS, words) - 1


def length_bins(counts: Counter[int]) -> Sequence[LengthBin]:
    """Return all bins in order; ``counts`` are the records by ``length_bin``."""
    ends = [*(following - 1 for following in LEAST_WORDS[1:]), None]
    return tuple(
        LengthBin(least=least, most=most, records=counts[number])
        for number, (least, most) in enumerate(zip(LEAST_WORDS, ends, strict=True))
    )
