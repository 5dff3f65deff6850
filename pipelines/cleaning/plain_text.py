"""Plain text as a document: lines become blocks, and the headline is found among the first."""

import re
from collections import Counter
from itertools import pairwise

from pipelines.cleaning.shapes import first_body_block, is_headline_like
from pipelines.items import Block, Document
from pipelines.language import detect_language
from pipelines.normalization import clean_text, folded_words
from pipelines.sentence_signs import ends_like_a_sentence

_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
_WRAPPED_CHARS = range(40, 101)
_MOST = 0.6
_HEAD_BLOCKS = 12
_MIN_HEADLINE_WORDS = 4


def read_plain_text(text: str) -> Document:
    """Return the document of a plain text.

    Every line is a block of its own, unless the text is wrapped at a fixed width, as in mails:
    then only empty lines part the blocks. The title is a line of the head that stands there twice,
    else the first that reads like a headline; ``None`` when the text begins with its body.
    """
    groups = _EMPTY_LINES.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    parts = groups if _is_wrapped(groups) else [line for g in groups for line in g.split("\n")]
    blocks = tuple(Block(text=cleaned) for part in parts if (cleaned := clean_text(part)))
    document = Document(blocks=blocks)
    return Document(title=_title(document), language=detect_language(text), blocks=blocks)


def _is_wrapped(groups: list[str]) -> bool:
    """Return whether most line breaks inside a group stand where a line was full."""
    breaks = [pair for group in groups for pair in pairwise(group.strip().split("\n"))]
    full = sum(
        len(line) in _WRAPPED_CHARS and not ends_like_a_sentence(line) and following[:1].islower()
        for line, following in breaks
    )
    return bool(breaks) and full >= _MOST * len(breaks)


def _title(document: Document) -> str | None:
    head = document.blocks[: min(first_body_block(document), _HEAD_BLOCKS)]
    lines = [block.text for block in head if _could_be_headline(block)]
    often = Counter(folded_words(block.text) for block in document.blocks[:_HEAD_BLOCKS])
    doubled = (line for line in lines if often[folded_words(line)] > 1)
    return next(doubled, next(iter(lines), None))


def _could_be_headline(block: Block) -> bool:
    return is_headline_like(block) and len(folded_words(block.text)) >= _MIN_HEADLINE_WORDS
