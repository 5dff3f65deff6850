"""What a page calls its readers to do or to buy, by the name that page builders give it.

Some pages are built of such parts: more than a twentieth of a page is its text. On 592 pages the
parts that were none had at most a twenty-eighth.
"""

from collections.abc import Iterator

from pipelines.cleaning.part_rule import part_rule
from pipelines.cleaning.rule import CleaningRule
from pipelines.items import Claim, Document

_MAX_SHARE = 0.05
_NAMED = part_rule("call-to-action", "stands in a call to action", frozenset({"cta", "ctas"}))


def _find(document: Document) -> Iterator[Claim]:
    claims = list(_NAMED(document))
    size = sum(len(block.text) for block in document.blocks)
    if sum(claim.end - claim.start for claim in claims) <= _MAX_SHARE * size:
        yield from claims


RULE = CleaningRule(name="call-to-action", find=_find, is_heuristic=True)
