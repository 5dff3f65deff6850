"""Paragraphs that are one link: they lead to another story.

A link above items that are no links names what they tell of, and stays. List items are left alone:
in articles they are content more often than not. So are addresses written out ("https://…",
"ada@…", a telephone number): they are what the text gives, no headline. A link of one or two words
may be a name, but for the last one of the page ("Back").
"""

import re
from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.items import Claim, Document
from pipelines.normalization import count_words

_NEARLY_ALL = 0.85
_MIN_WORDS = 3
_MAX_WORDS = 35
_ADDRESS = re.compile(r"://|\bwww\.|\w@\w")


def _find(document: Document) -> Iterator[Claim]:
    last = len(document.blocks) - 1
    for index, block in enumerate(document.blocks):
        if block.kind != "paragraph" or block.link_density < _NEARLY_ALL:
            continue
        least = 1 if index == last else _MIN_WORDS
        is_headline_long = least <= count_words(block.text) <= _MAX_WORDS
        if is_headline_long and not _is_address(block.text) and not _heads_list(document, index):
            yield whole_block(document, index, "is a link and nothing else")


def _heads_list(document: Document, index: int) -> bool:
    return any(
        block.kind == "list_item" and block.link_density < _NEARLY_ALL
        for block in document.blocks[index + 1 : index + 2]
    )


def _is_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None or not any(c.isalpha() for c in text)


RULE = CleaningRule(name="link-only", find=_find, is_heuristic=True)
