"""Credits of pictures that stand alone."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.text_words import ends_with_full_stop
from pipelines.items import Claim, Document
from pipelines.normalization import folded_words

_MAX_WORDS_WITH_FULL_STOP = 6
_BY_PHRASES = phrase_rule("photo-credit", "credits a picture")


def _find(document: Document) -> Iterator[Claim]:
    for claim in _BY_PHRASES(document):
        text = document.blocks[claim.block].text
        # "Photo of the house sold for a million." is a sentence, "Photo by Ada Long." a credit.
        if not ends_with_full_stop(text) or len(folded_words(text)) <= _MAX_WORDS_WITH_FULL_STOP:
            yield claim


RULE = CleaningRule(name="photo-credit", find=_find, is_heuristic=True)
