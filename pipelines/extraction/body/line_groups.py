"""What lines that share a container or a shape are like together."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCounts:
    """What is counted of each line of a page."""

    words: Counts
    link_words: Counts
    is_long: NDArray[np.bool_]


class LineGroup:
    """The lines that have a mark in common: sums over the group, one value a line."""

    def __init__(self, page: LineCounts, marks: Sequence[Hashable]) -> None:
        numbers: dict[Hashable, int] = {}
        self._of = np.array([numbers.setdefault(mark, len(numbers)) for mark in marks], np.intp)
        self._own_words = page.words
        words, link_words = self._sums(page.words), self._sums(page.link_words)
        text = words - link_words
        self.lines = np.bincount(self._of)[self._of]
        self.words = words[self._of]
        self.long = self._sums(page.is_long)[self._of]
        self.link_share = (link_words / np.maximum(1, words))[self._of]
        self.text_share = (text / max(1.0, float(text.max())))[self._of]
        """Of the group with the most text."""

    def total(self, values: Counts) -> Counts:
        """Return for each line the sum of the values of its group."""
        return self._sums(values)[self._of]

    def others_share(self, chosen_words: Counts) -> Counts:
        """Return for each line which share of the words of the other lines was chosen."""
        rest = np.maximum(1, self.words - self._own_words)
        return np.asarray((self.total(chosen_words) - chosen_words) / rest)

    def ordinal(self) -> Counts:
        """Return which line of its group each line is, from 1."""
        so_far: Counter[int] = Counter()
        places = np.empty(len(self._of))
        for index, group in enumerate(self._of.tolist()):
            so_far[group] += 1
            places[index] = so_far[group]
        return places

    def _sums(self, values: NDArray[np.float64] | NDArray[np.bool_]) -> Counts:
        return np.asarray(np.bincount(self._of, weights=values), np.float64)
