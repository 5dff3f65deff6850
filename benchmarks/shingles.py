"""How far a text is from another one, in shingles and paragraphs. Pure.

The measure of the article-extraction-benchmark (Zyte, 2019): multisets of 4-token shingles. Where a
script puts no space between words, each sign is a token.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.normalization import SPACELESS_SIGNS

_TOKEN = re.compile(rf"[{SPACELESS_SIGNS}]|[^\W{SPACELESS_SIGNS}]+")
_SHINGLE_TOKENS = 4

Shingles = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How two texts agree, in shingles."""

    right: int
    surplus: int
    """In the prediction only."""
    lack: int
    """In the gold only."""

    @property
    def precision(self) -> float:
        """Return the share of the prediction that is right: 1 where nothing is wrong at all."""
        return _share(self.right, self.surplus, self.lack)

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found: 1 where nothing is wrong at all."""
        return _share(self.right, self.lack, self.surplus)


def compare(gold: str, predicted: str) -> Overlap:
    """Return how two texts agree."""
    wanted, found = shingles(gold), shingles(predicted)
    right = (wanted & found).total()
    return Overlap(right=right, surplus=found.total() - right, lack=wanted.total() - right)


def paragraphs_outside(paragraphs: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the paragraphs that do not stand in the text.

    A paragraph stands in it when at least half of its shingles do.
    """
    return tuple(paragraph for paragraph in paragraphs if _is_outside(paragraph, text))


def count_tokens(text: str) -> int:
    """Return how many tokens a text has."""
    return len(_TOKEN.findall(text))


@lru_cache(maxsize=8)
def shingles(text: str) -> Shingles:
    """Return the multiset of 4-token shingles; a shorter text is one shingle. Do not change it."""
    return Counter(_runs(_TOKEN.findall(text), _SHINGLE_TOKENS))


def _share(right: int, wrong: int, wrong_elsewhere: int) -> float:
    if wrong == 0 and wrong_elsewhere == 0:
        return 1.0
    return right / (right + wrong) if right else 0.0


def _is_outside(paragraph: str, text: str) -> bool:
    tokens = _TOKEN.findall(paragraph)
    if len(tokens) < _SHINGLE_TOKENS:
        return bool(tokens) and tuple(tokens) not in _short_runs(text, len(tokens))
    # A half is enough: paragraphs are often parted elsewhere, and an edited sentence is no leak.
    own, other = set(_runs(tokens, _SHINGLE_TOKENS)), shingles(text)
    return sum(1 for shingle in own if shingle in other) * 2 < len(own)


@lru_cache(maxsize=16)
def _short_runs(text: str, size: int) -> frozenset[tuple[str, ...]]:
    """Return all runs of so many tokens, for paragraphs that are shorter than one shingle."""
    return frozenset(_runs(_TOKEN.findall(text), size))


def _runs(tokens: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield the runs of so many tokens; all tokens together if there are fewer."""
    for start in range(min(len(tokens), max(1, len(tokens) - size + 1))):
        yield tuple(tokens[start : start + size])
