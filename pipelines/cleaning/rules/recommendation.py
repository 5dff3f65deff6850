"""Pointers to other stories between the paragraphs: "Recommended Article", "Read more:"."""

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.text_words import ends_with_colon
from pipelines.items import Block, Claim, Document

_POINTERS = phrase_rule("recommendation", "points to another story")


def _find(document: Document) -> Iterator[Claim]:
    for claim in _POINTERS(document):
        yield claim
        if _is_label(document.blocks[claim.block]):
            for index in _items_after(document.blocks, claim.block):
                yield whole_block(document, index, f"is listed under what {claim.reason}")


def _is_label(block: Block) -> bool:
    return block.kind == "heading" or ends_with_colon(block.text)


def _items_after(blocks: Sequence[Block], label: int) -> range:
    """Return the list behind a label, empty when one of its items links nowhere."""
    behind = islice(blocks, label + 1, None)
    items = list(takewhile(lambda block: block.kind == "list_item", behind))
    if not all(item.link_density > 0 for item in items):
        return range(0)
    return range(label + 1, label + 1 + len(items))


RULE = CleaningRule(name="recommendation", find=_find, is_heuristic=True)
"""A label that points to other stories takes the list of links behind it with it."""
