"""Credits of pictures that stand alone."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.shapes import is_full_sentence
from pipelines.items import Claim, Document

_BY_PHRASES = phrase_rule("photo-credit", "credits a picture")


def _find(document: Document) -> Iterator[Claim]:
    for claim in _BY_PHRASES(document):
        # "Photo of the house sold for a million." is a sentence, "Photo by Ada Long." a credit.
        if not is_full_sentence(document.blocks[claim.block].text):
            yield claim


RULE = CleaningRule(name="photo-credit", find=_find, is_heuristic=True)
