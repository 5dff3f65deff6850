"""Lines of tags and topics."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.shapes import is_full_sentence
from pipelines.items import Claim, Document

_BY_PHRASES = phrase_rule("tags-line", "lists tags")


def _find(document: Document) -> Iterator[Claim]:
    for claim in _BY_PHRASES(document):
        text = document.blocks[claim.block].text
        # "Topic: whisky and food. Six kinds are poured." tells something, "Tags: bees." does not.
        if "," in text or not is_full_sentence(text):
            yield claim


RULE = CleaningRule(name="tags-line", find=_find, is_heuristic=True)
