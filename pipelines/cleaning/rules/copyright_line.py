"""Copyright lines."""

import re
from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import KINDS_LEFT_ALONE, CleaningRule, whole_block
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

# "(c)" may be the third item of a list, so a year or a name must follow.
_SIGN = re.compile(r"(?:©|Ⓒ|\([cC]\)\s*[\dA-ZÀ-Þ])")
_MAX_WORDS = 40
_BY_PHRASES = phrase_rule("copyright-line", "claims rights")


def _find(document: Document) -> Iterator[Claim]:
    by_phrase = {claim.block: claim for claim in _BY_PHRASES(document)}
    for index, block in enumerate(document.blocks):
        if index in by_phrase:
            yield by_phrase[index]
        elif _begins_with_sign(block):
            yield whole_block(document, index, "begins with the copyright sign")


def _begins_with_sign(block: Block) -> bool:
    return (
        block.kind not in KINDS_LEFT_ALONE
        and _SIGN.match(block.text) is not None
        and len(folded_words(block.text)) <= _MAX_WORDS
    )


RULE = CleaningRule(name="copyright-line", find=_find, is_heuristic=True)
