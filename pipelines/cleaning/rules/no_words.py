"""Blocks without a single letter or digit: rules, bullets, stars, what a cut left over.

A place holder of a template that no script filled ("{{ article.date }}") holds no word either.
"""

import re
from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.items import Claim, Document

_PLACE_HOLDER = re.compile(r"\{\{[^{}]{1,80}\}\}")


def _find(document: Document) -> Iterator[Claim]:
    for index, block in enumerate(document.blocks):
        text = _PLACE_HOLDER.sub("", block.text)
        if block.kind != "code" and not any(character.isalnum() for character in text):
            yield whole_block(document, index, "holds no word")


RULE = CleaningRule(name="no-words", find=_find)
