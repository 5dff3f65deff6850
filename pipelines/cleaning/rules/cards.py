"""Cards and carousels of other stories between the paragraphs.

The name alone is not enough (right for 99 % of what it found on one set of news pages, for 10 %
on another), so the block must also read like a headline or a teaser below one.
"""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_headline_like
from pipelines.items import Claim, Document

_NAMES = frozenset({"card", "cards", "carousel", "tile", "tiles"})
_MOST_ARE_LINKS = 0.5


def _find(document: Document) -> Iterator[Claim]:
    previous = False
    for index, block in enumerate(document.blocks):
        named = bool(_NAMES.intersection(block.signals.names))
        is_link = block.link_density >= _MOST_ARE_LINKS and is_headline_like(block)
        if named and (is_link or previous):
            yield whole_block(document, index, "stands in a card of another story")
        previous = named and (is_link or previous)


RULE = CleaningRule(name="cards", find=_find, is_heuristic=True)
