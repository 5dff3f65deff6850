"""Credits of contributors, agencies and first publication at the end."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.items import Claim, Document

_LAST_LOOKED_AT = 6
_ANYWHERE = phrase_rule("end-matter", "tells who contributed or where it was published")


def _find(document: Document) -> Iterator[Claim]:
    # A collection of short pieces names its reporters and sources after each of them.
    start = len(document.blocks) - _LAST_LOOKED_AT
    return (claim for claim in _ANYWHERE(document) if claim.block >= start)


RULE = CleaningRule(name="end-matter", find=_find, is_heuristic=True)
