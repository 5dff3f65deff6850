"""What a cleaning rule is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipelines.items import Claim, Document

KINDS_WITHOUT_SENTENCES = frozenset({"code", "table"})
KINDS_LEFT_ALONE = KINDS_WITHOUT_SENTENCES | {"quote"}
"""Blocks that most rules leave alone: code, figures, what somebody said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningRule:
    """Says what is not text of the article and why, and changes nothing.

    The claims depend on the document alone. They may overlap those of other rules.
    """

    name: str
    """Kebab-case; stands in the account of what was removed."""
    find: Callable[[Document], Iterable[Claim]]
    """Returns the stretches that are not text of the article."""
    is_heuristic: bool = False
    """It only guesses, from names or links: it may not take more than a share of a page."""

    def __call__(self, document: Document) -> Iterable[Claim]:
        """Return what the rule claims."""
        return self.find(document)


def whole_block(document: Document, index: int, reason: str) -> Claim:
    """Return the claim on all of a block."""
    return Claim(block=index, start=0, end=len(document.blocks[index].text), reason=reason)
