"""The headline standing again among the blocks."""

from collections.abc import Iterator

from pipelines.cleaning.headlines import Words, headline_wordings
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import first_body_block
from pipelines.cleaning.text_words import ends_with_full_stop
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_SURE_WORDS = 3
_MIN_LIKE_WORDS = 5
_MIN_LIKENESS = 0.75


def _find(document: Document) -> Iterator[Claim]:
    wordings = headline_wordings(document)
    head = max(first_body_block(document), 4)
    for index, block in enumerate(document.blocks):
        words = folded_words(block.text)
        if words in wordings and (len(words) >= _SURE_WORDS or index < head):
            yield whole_block(document, index, "equals the headline")
        elif index < head and _is_like_one(block, words, wordings):
            yield whole_block(document, index, "nearly equals the headline")


def _is_like_one(block: Block, words: Words, wordings: frozenset[Words]) -> bool:
    """Return whether a line of the head is a headline in slightly other words."""
    if len(words) < _MIN_LIKE_WORDS or ends_with_full_stop(block.text):
        return False
    own = set(words)
    return any(
        len(own & set(wording)) >= _MIN_LIKENESS * len(own | set(wording)) for wording in wordings
    )


RULE = CleaningRule(name="headline", find=_find)
