"""Cookie notices and requests for consent."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.shapes import is_one_word_subheading
from pipelines.items import Claim, Document

_BY_PHRASES = phrase_rule("cookie-notice", "asks for consent")


def _find(document: Document) -> Iterator[Claim]:
    for claim in _BY_PHRASES(document):
        # "Datenschutz" above a paragraph is a chapter of the text.
        if not is_one_word_subheading(document, claim.block):
            yield claim


RULE = CleaningRule(name="cookie-notice", find=_find, is_heuristic=True)
