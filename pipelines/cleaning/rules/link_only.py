"""Paragraphs that are one link: they lead to another story.

List items are left alone: in articles they are content more often than not.
"""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.text_words import folded_words
from pipelines.items import Claim, Document

_NEARLY_ALL = 0.85
_MIN_WORDS = 3
_MAX_WORDS = 35


def _find(document: Document) -> Iterator[Claim]:
    for index, block in enumerate(document.blocks):
        if block.kind != "paragraph" or block.link_density < _NEARLY_ALL:
            continue
        if _MIN_WORDS <= len(folded_words(block.text)) <= _MAX_WORDS:
            yield whole_block(document, index, "is a link and nothing else")


RULE = CleaningRule(name="link-only", find=_find, is_heuristic=True)
