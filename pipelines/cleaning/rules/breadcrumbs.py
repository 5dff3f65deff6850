"""Breadcrumbs at the top: "Home > News > World"."""

import re
from collections.abc import Iterator

from pipelines.cleaning.rule import KINDS_LEFT_ALONE, CleaningRule, whole_block
from pipelines.cleaning.shapes import head_end
from pipelines.cleaning.text_words import ends_with_full_stop
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_SEPARATOR = re.compile(r"\s*[>›»→❯]\s*|\s+[/|•·\\]\s+")
_MAX_WORDS_OF_STEP = 4
_MIN_STEPS = 2
_NAMES = frozenset({"breadcrumb", "breadcrumbs", "breadcrumblist", "crumb", "crumbs"})


def _find(document: Document) -> Iterator[Claim]:
    for index, block in enumerate(document.blocks[: head_end(document)]):
        if block.kind in KINDS_LEFT_ALONE:
            continue
        if _NAMES.intersection(block.signals.names) or _is_trail(block):
            yield whole_block(document, index, "path of the page within the site")


def _is_trail(block: Block) -> bool:
    """Return whether a line is steps with separators; the last may be a whole headline."""
    text = block.text
    steps = [step for step in _SEPARATOR.split(text) if folded_words(step)]
    if len(steps) < _MIN_STEPS or ends_with_full_stop(text):
        return False
    arrows = sum(text.count(mark) for mark in ">›»→❯")
    short = all(len(folded_words(step)) <= _MAX_WORDS_OF_STEP for step in steps[:-1])
    capital = all(not step[0].islower() and not step[0].isdigit() for step in steps[:-1])
    return short and capital and (arrows >= 1 or len(steps) > _MIN_STEPS) and "«" not in text


RULE = CleaningRule(name="breadcrumbs", find=_find)
