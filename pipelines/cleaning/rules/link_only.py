"""Paragraphs that are one link: they lead to another story.

A link above items that are no links names what they tell of, and stays. List items are left alone:
in articles they are content more often than not. So are addresses written out ("https://…",
"ada@…", a telephone number): they are what the text gives, no headline.

One or two words may be a name, but for the last line of a page ("Back") and for links of which the
line model knew nothing, since they stand far from all that may be text: on 592 pages none of 18
such paragraphs was text.
"""

import re
from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_link
from pipelines.items import Block, Claim, Document
from pipelines.normalization import count_words

_MIN_WORDS = 3
_MAX_WORDS = 35
_ADDRESS = re.compile(r"://|\bwww\.|\w@\w")


def _find(document: Document) -> Iterator[Claim]:
    last = len(document.blocks) - 1
    is_judged = any(block.signals.body_score is not None for block in document.blocks)
    for index, block in enumerate(document.blocks):
        if block.kind != "paragraph" or not is_link(block):
            continue
        is_unknown = is_judged and block.signals.body_score is None
        leads_away = _leads_away(block, is_short=is_unknown or index == last)
        if leads_away and not _heads_list(document, index):
            yield whole_block(document, index, "is a link and nothing else")


def _leads_away(block: Block, *, is_short: bool) -> bool:
    """Return whether a link is as long as a headline, or shorter, and no address."""
    least = 1 if is_short else _MIN_WORDS
    return least <= count_words(block.text) <= _MAX_WORDS and not _is_address(block.text)


def _heads_list(document: Document, index: int) -> bool:
    return any(
        block.kind == "list_item" and not is_link(block)
        for block in document.blocks[index + 1 : index + 2]
    )


def _is_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None or not any(c.isalpha() for c in text)


RULE = CleaningRule(name="link-only", find=_find, is_heuristic=True)
