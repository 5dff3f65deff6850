"""What earlier pages of a site taught, as a value."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

_Key = TypeVar("_Key", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """What other pages of the same site taught, as counts. A value: learning happens elsewhere.

    A page alone teaches one too (``Article.learned``). Adding them up gives the same in any order.
    """

    day_first: int = 0
    """Stamps seen that can only be read day first (``20.02.2025``)."""
    month_first: int = 0
    """Stamps seen that can only be read month first (``02/20/2025``)."""
    articles: int = 0
    """Distinct articles that taught what follows."""
    lines: Mapping[int, int] = field(default_factory=dict)
    """On how many articles a line stood, by its key (``pipelines.cleaning.site_lines``)."""
    affixes: Mapping[str, int] = field(default_factory=dict)
    """In how many titles a part stood in front or at the end, by its folded words."""
    offsets: Mapping[str, int] = field(default_factory=dict)
    """How many articles had machine-readable stamps with an offset, by month and offset
    (``07+02:00``)."""
    samples: Mapping[int, str] = field(default_factory=dict)
    """The start of each line, for people. No decision looks at it."""

    def with_more(self, learned: "SiteMemory") -> "SiteMemory":
        """Return this memory with what others taught added to it."""
        return SiteMemory(
            day_first=self.day_first + learned.day_first,
            month_first=self.month_first + learned.month_first,
            articles=self.articles + learned.articles,
            lines=_added(self.lines, learned.lines),
            affixes=_added(self.affixes, learned.affixes),
            offsets=_added(self.offsets, learned.offsets),
            samples=_earliest(self.samples, learned.samples),
        )

    def without_one(self) -> "SiteMemory":
        """Return what is left when one article that taught it is not counted.

        For the page of that article: what it taught says nothing about the others. All counts of
        articles go down by one, so a line of another one may count for too little, never too much.
        """
        return replace(
            self,
            articles=max(0, self.articles - 1),
            lines=_less_one(self.lines),
            affixes=_less_one(self.affixes),
            offsets=_less_one(self.offsets),
        )


def _added(a: Mapping[_Key, int], b: Mapping[_Key, int]) -> dict[_Key, int]:
    return dict(Counter(a) + Counter(b))


def _less_one(counts: Mapping[_Key, int]) -> dict[_Key, int]:
    return {key: count - 1 for key, count in counts.items() if count > 1}


def _earliest(a: Mapping[int, str], b: Mapping[int, str]) -> dict[int, str]:
    """Return both together; of two texts of one key the one that sorts first."""
    return {**a, **b, **{key: min(a[key], b[key]) for key in a.keys() & b.keys()}}
