"""What a cleaning rule is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from pipelines.items import Claim, Document


class Rule(Protocol):
    """Says what is not text of the article and why, and changes nothing.

    The claims depend on the document alone. They may overlap those of other rules.
    """

    @property
    def name(self) -> str:
        """Kebab-case; stands in the account of what was removed."""
        ...

    @property
    def is_heuristic(self) -> bool:
        """It only guesses, from names or links: it may not take more than a share of a page."""
        ...

    def __call__(self, document: Document) -> Iterable[Claim]:
        """Return the stretches that are not text of the article."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningRule:
    """A rule made of a function."""

    name: str
    find: Callable[[Document], Iterable[Claim]]
    is_heuristic: bool = False

    def __call__(self, document: Document) -> Iterable[Claim]:
        """Return what the function claims."""
        return self.find(document)


def whole_block(document: Document, index: int, reason: str) -> Claim:
    """Return the claim on all of a block."""
    return Claim(block=index, start=0, end=len(document.blocks[index].text), reason=reason)
