"""Blocks without a single letter or digit: rules, bullets, stars, what a cut left over."""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.items import Claim, Document


def _find(document: Document) -> Iterator[Claim]:
    for index, block in enumerate(document.blocks):
        if block.kind != "code" and not any(character.isalnum() for character in block.text):
            yield whole_block(document, index, "holds no word")


RULE = CleaningRule(name="no-words", find=_find)
