"""A cleaning rule made of names in the markup: classes, ids, roles.

Only names of elements that a block does not share with most other blocks are looked at; which
names can be trusted was measured (docs/cleaning-rules.md).
"""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.items import Claim, Document
from pipelines.normalization import folded_words


def part_rule(name: str, what: str, names: frozenset[str]) -> CleaningRule:
    """Return the rule that claims the blocks that have one of the names.

    ``what`` is the reason, for people ("stands in a comment section"). Without names in the
    markup, as in plain text, it claims nothing.
    """

    def find(document: Document) -> Iterator[Claim]:
        for index, block in enumerate(document.blocks):
            # The id of a heading is often made of its own words.
            own = folded_words(block.text) if block.kind == "heading" else ()
            found = names.intersection(block.signals.names).difference(own)
            if found:
                yield whole_block(document, index, f'{what}: named "{min(found)}"')

    return CleaningRule(name=name, find=find, is_heuristic=True)
