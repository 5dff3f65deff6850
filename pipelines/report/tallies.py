"""What counting keeps: never more than a fixed number of keys and of texts.

What is kept apart depends on the keys and the texts alone, not on the order they come in.
"""

import hashlib
from bisect import insort
from collections.abc import Callable
from typing import Generic, Protocol, Self, TypeVar

from typing_extensions import override

SAMPLES = 3
"""Texts or URLs that are shown of a rule or a reason."""
_SAMPLE_CHARS = 200


class Sum(Protocol):
    """A value that others like it can be added to, such as a ``Counter``."""

    def update(self, other: Self, /) -> object:
        """Add another one."""


SumT = TypeVar("SumT", bound=Sum)


class LastKeys(Generic[SumT]):
    """Sums by key: the keys that are last in order each for itself, the others together."""

    def __init__(self, limit: int, new: Callable[[], SumT]) -> None:
        """Begin without a key.

        Args:
            limit: how many keys are kept apart.
            new: returns an empty sum.
        """
        self._limit = limit
        self._new = new
        self._order: list[str] = []
        self._sums: dict[str, SumT] = {}
        self.others = new()
        """What was added under the keys that are not kept apart."""

    @override
    def __repr__(self) -> str:
        return f"LastKeys({self._sums}, others={self.others})"

    def at(self, key: str) -> SumT:
        """Return the sum to add to: that of the key, or that of the others."""
        found = self._sums.get(key)
        if found is not None:
            return found
        if len(self._order) == self._limit:
            if key < self._order[0]:
                return self.others
            self.others.update(self._sums.pop(self._order.pop(0)))
        insort(self._order, key)
        return self._sums.setdefault(key, self._new())

    def items(self) -> list[tuple[str, SumT]]:
        """Return the keys that are kept apart, in order, with their sums."""
        return [(key, self._sums[key]) for key in self._order]

    def update(self, other: Self, /) -> None:
        """Add the sums of another one, key by key."""
        for key, value in other.items():
            self.at(key).update(value)
        self.others.update(other.others)


class Samples:
    """The few texts with the smallest hashes: a choice that does not depend on the order."""

    def __init__(self) -> None:
        """Begin without a text."""
        self._kept: list[tuple[bytes, str]] = []

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts, shortened, each once."""
        return tuple(text for _, text in self._kept)

    def add(self, text: str) -> None:
        """Consider a text."""
        shown = text if len(text) <= _SAMPLE_CHARS else text[: _SAMPLE_CHARS - 1] + "…"
        piece = (hashlib.sha256(shown.encode("utf-8", "surrogatepass")).digest(), shown)
        if shown and piece not in self._kept:
            insort(self._kept, piece)
            del self._kept[SAMPLES:]
