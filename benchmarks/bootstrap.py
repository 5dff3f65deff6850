"""Averages over pages with the interval that chance alone would move them in. Pure.

The percentile bootstrap (Efron, 1979): pages are drawn again with replacement, as many as there
are, and the measure is taken of each drawing. The seed is fixed, so the same pages give the same
interval, and two systems on the same pages are measured on the same drawings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.measures import HARMONIC_MEANS, MEASURES, Part

DRAWINGS = 1000
SEED = 20251118
_TAILS = (2.5, 97.5)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measure of a set, with its 95 % interval."""

    value: float
    low: float
    high: float
    pages: int
    """Pages to which the measure applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """A measure of a set and of each of its drawings."""

    value: float
    drawn: Values
    pages: int

    def estimate(self) -> Estimate:
        """Return the measure with its interval."""
        known = self.drawn[~np.isnan(self.drawn)]
        low, high = np.percentile(known, _TAILS) if known.size else (self.value, self.value)
        return Estimate(value=self.value, low=float(low), high=float(high), pages=self.pages)


def draw_measures(
    pages: Sequence[Mapping[str, Part]], drawings: int = DRAWINGS
) -> dict[str, Drawings]:
    """Return every measure that applies to at least one of the pages, of all and of each drawing.

    Args:
        pages: the measures of each page.
        drawings: how often the pages are drawn again.
    """
    if not pages:
        return {}
    parts = np.array([[page[name].part for name in MEASURES] for page in pages])
    wholes = np.array([[page[name].whole for name in MEASURES] for page in pages])
    counts = np.count_nonzero(wholes, axis=0)
    # The first row is the set itself, each page once.
    weights = np.vstack([np.ones(len(pages)), _weights(len(pages), drawings)])
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = (weights @ parts) / (weights @ wholes)
    measured = {
        name: Drawings(value=float(ratios[0, i]), drawn=ratios[1:, i], pages=int(counts[i]))
        for i, name in enumerate(MEASURES)
        if counts[i]
    }
    return measured | {
        name: _harmonic_mean(measured[first], measured[second])
        for name, (first, second) in HARMONIC_MEANS.items()
        if first in measured
    }


def difference(ours: Drawings, theirs: Drawings) -> Estimate:
    """Return how far two systems on the same pages are apart, ours less theirs."""
    return Drawings(
        value=ours.value - theirs.value, drawn=ours.drawn - theirs.drawn, pages=ours.pages
    ).estimate()


def _weights(pages: int, drawings: int) -> Values:
    """Return how often each page stands in each drawing."""
    random = np.random.default_rng(SEED)
    return random.multinomial(pages, np.full(pages, 1 / pages), size=drawings).astype(np.float64)


def _harmonic_mean(first: Drawings, second: Drawings) -> Drawings:
    return Drawings(
        value=float(_harmonic(np.array([first.value]), np.array([second.value]))[0]),
        drawn=_harmonic(first.drawn, second.drawn),
        pages=first.pages,
    )


def _harmonic(first: Values, second: Values) -> Values:
    total = first + second
    return np.where(total > 0, 2 * first * second / np.where(total > 0, total, 1), total * 0)
