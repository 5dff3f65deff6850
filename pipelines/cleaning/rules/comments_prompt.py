"""Requests for comments and notes about them."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.shapes import is_one_word_subheading
from pipelines.items import Claim, Document

_BY_PHRASES = phrase_rule("comments-prompt", "asks for comments")


def _find(document: Document) -> Iterator[Claim]:
    for claim in _BY_PHRASES(document):
        # "Discussion", "Comment" above a paragraph is a chapter of the text.
        if not is_one_word_subheading(document, claim.block):
            yield claim


RULE = CleaningRule(name="comments-prompt", find=_find, is_heuristic=True)
