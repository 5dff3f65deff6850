"""Tables of contents: links to the headings below, which the text tells again.

Known by what they repeat, so in any language; a label of which the list was not taken ("In this
article"), by its wording and the heading behind it. Lists without links that name what follows
belong to the text as often.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipelines.cleaning.phrase_book import find_phrase
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_link
from pipelines.cleaning.text_words import ends_with_full_stop
from pipelines.items import Block, Claim, Document
from pipelines.normalization import count_words, word_key

_KINDS = frozenset({"list_item", "paragraph"})
_LABEL_KINDS = _KINDS | {"heading"}
_MIN_ITEMS = 3
_MIN_SHARE = 0.5
"""Of the links that say a heading: items and headings may differ in a word."""
_MAX_LABEL_WORDS = 5
_NUMBER = re.compile(r"^\W*(?:\d{1,3}|[ivx]{1,4})\s*[.):]\s*", re.IGNORECASE)


def _find(document: Document) -> Iterator[Claim]:
    runs = [run for run in _runs_of_links(document) if len(run) >= _MIN_ITEMS]
    last_place = _places_of_headings(document) if runs else {}
    for run in runs:
        told = [i for i in run if last_place.get(_key(document.blocks[i]), -1) > run[-1]]
        if len(told) < max(_MIN_ITEMS, _MIN_SHARE * len(run)):
            continue
        if run[0] and _is_label(document.blocks[run[0] - 1]):
            yield whole_block(document, run[0] - 1, "stands above a table of contents")
        for index in run:
            yield whole_block(document, index, "is an item of a table of contents")
    yield from _lone_labels(document)


def _places_of_headings(document: Document) -> dict[str, int]:
    """Return the index of the last heading of each wording."""
    blocks = enumerate(document.blocks)
    return {_key(block): index for index, block in blocks if block.kind == "heading"}


def _lone_labels(document: Document) -> Iterator[Claim]:
    for index, (block, following) in enumerate(pairwise(document.blocks)):
        may_announce = block.kind in _LABEL_KINDS and following.kind == "heading"
        phrase = find_phrase("contents-list", block) if may_announce else None
        if phrase is not None:
            yield whole_block(document, index, f"names a table of contents: {phrase}")


def _runs_of_links(document: Document) -> Iterator[list[int]]:
    run: list[int] = []
    for index, block in enumerate(document.blocks):
        if block.kind in _KINDS and is_link(block):
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_label(block: Block) -> bool:
    return (
        block.kind in _LABEL_KINDS
        and count_words(block.text) <= _MAX_LABEL_WORDS
        and not ends_with_full_stop(block.text)
    )


def _key(block: Block) -> str:
    return word_key(_NUMBER.sub("", block.text))


RULE = CleaningRule(name="contents-list", find=_find, is_heuristic=True)
