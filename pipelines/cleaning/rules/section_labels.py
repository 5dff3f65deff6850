"""Section labels at the top: "America Politics World" above the headline."""

from collections.abc import Iterator

from pipelines.cleaning.headlines import headline_wordings
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import first_body_block
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words
from pipelines.sentence_signs import ends_like_a_sentence

_MAX_WORDS = 6
_MAX_LINES = 4


def _find(document: Document) -> Iterator[Claim]:
    head = document.blocks[: _MAX_LINES + 1]
    wordings = headline_wordings(document)
    place = next((i for i, block in enumerate(head) if folded_words(block.text) in wordings), 0)
    for index in range(min(place, first_body_block(document))):
        if _is_label_like(head[index]):
            yield whole_block(document, index, "short line above the headline")


def _is_label_like(block: Block) -> bool:
    words = [word for word in block.text.split() if word[0].isalnum()]
    return (
        0 < len(words) <= _MAX_WORDS
        and not ends_like_a_sentence(block.text)
        and sum(not word[0].islower() for word in words) * 2 > len(words)
    )


RULE = CleaningRule(name="section-labels", find=_find)
