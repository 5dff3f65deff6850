"""Cards and carousels of other stories between the paragraphs.

The name alone is not enough (right for 99 % of what it found on one set of news pages, for 10 %
on another), so the block must also read like a headline or a teaser below one.
"""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_headline_like, is_mostly_links
from pipelines.items import Claim, Document

_NAMES = frozenset({"card", "cards", "carousel", "tile", "tiles"})


def _find(document: Document) -> Iterator[Claim]:
    is_card = False
    for index, block in enumerate(document.blocks):
        named = bool(_NAMES.intersection(block.signals.names))
        is_title = is_mostly_links(block) and is_headline_like(block)
        is_card = named and (is_title or is_card)
        if is_card:
            yield whole_block(document, index, "stands in a card of another story")


RULE = CleaningRule(name="cards", find=_find, is_heuristic=True)
