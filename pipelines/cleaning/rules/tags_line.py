"""Lines of tags and topics."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.text_words import ends_with_full_stop
from pipelines.items import Claim, Document
from pipelines.normalization import folded_words

_MAX_WORDS_WITH_FULL_STOP = 6
_BY_PHRASES = phrase_rule("tags-line", "lists tags")


def _find(document: Document) -> Iterator[Claim]:
    for claim in _BY_PHRASES(document):
        text = document.blocks[claim.block].text
        # "Topic: whisky and food. Six kinds are poured." tells something, "Tags: bees." does not.
        is_sentence = ends_with_full_stop(text) and "," not in text
        if not is_sentence or len(folded_words(text)) <= _MAX_WORDS_WITH_FULL_STOP:
            yield claim


RULE = CleaningRule(name="tags-line", find=_find, is_heuristic=True)
