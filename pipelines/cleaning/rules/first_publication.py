"""Notes above the text that tell where the story appeared first; below it: end_matter.py."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.items import Claim, Document

_FIRST_LOOKED_AT = 3
_ANYWHERE = phrase_rule("first-publication", "tells where the story appeared first")


def _find(document: Document) -> Iterator[Claim]:
    # Further down a piece about newspapers may speak of "this story" and where it was printed.
    return (claim for claim in _ANYWHERE(document) if claim.block < _FIRST_LOOKED_AT)


RULE = CleaningRule(name="first-publication", find=_find, is_heuristic=True)
