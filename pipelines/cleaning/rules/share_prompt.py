"""Requests to share a story or to follow its publisher, and the links of a bar for sharing."""

from collections.abc import Iterator

from pipelines.cleaning.phrase_rule import phrase_rule
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_link
from pipelines.items import Claim, Document
from pipelines.normalization import count_words

_BARS = frozenset({"share", "sharedaddy", "sharing"})
_MAX_WORDS = 4
_ASKS = phrase_rule("share-prompt", "asks to share or follow", may_ask_first=True)


def _find(document: Document) -> Iterator[Claim]:
    yield from _ASKS.find(document)
    for index, block in enumerate(document.blocks):
        named = not _BARS.isdisjoint(block.signals.names)
        if named and is_link(block) and count_words(block.text) <= _MAX_WORDS:
            yield whole_block(document, index, "is a link in a bar for sharing")


RULE = CleaningRule(name="share-prompt", find=_find, is_heuristic=True)
