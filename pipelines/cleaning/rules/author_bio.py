"""What a page tells about its author below the story: "Ada Long is a reporter".

It begins with the full name of a known author, or it holds the name and a mail address. Below the
story of 385 news pages 17 of 19 blocks of the first kind were not article text, and 11 of 11 of
the second. Or it is all that stands below a label that says so ("About the author").
"""

import re
from collections.abc import Iterator

from pipelines.cleaning.phrase_book import find_phrase
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_body_like
from pipelines.cleaning.text_words import end_of_prefix, starts_like_a_headline
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_LAST_LOOKED_AT = 3
_LABEL_LOOKED_FOR = 5
_MIN_BODY_BEFORE = 2
_MIN_NAME_WORDS = 2
_MAX_WORDS = 130
_MAX_CONTACT_WORDS = 60
_KINDS = frozenset({"list_item", "paragraph"})
_LABEL_KINDS = frozenset({"heading", "paragraph"})
_MARKS_BEFORE = "*•–—-|"
_MAIL_ADDRESS = re.compile(r"[\w.]@[\w-]+\.\w")

_Name = tuple[str, ...]


def _find(document: Document) -> Iterator[Claim]:
    yield from _below_label(document)
    yield from _by_name(document)


def _below_label(document: Document) -> Iterator[Claim]:
    """Claim what stands below a label, to the end: nothing of a story follows its author."""
    size = len(document.blocks)
    for index in range(max(0, size - _LABEL_LOOKED_FOR), size - 1):
        block = document.blocks[index]
        label = find_phrase("author-bio", block) if block.kind in _LABEL_KINDS else None
        if label is None:
            continue
        below = range(index + 1, size)
        if _is_below_story(document, index) and all(_may_tell(document, place) for place in below):
            for place in (index, *below):
                yield whole_block(document, place, f"stands below a label of the author: {label}")
        return


def _may_tell(document: Document, index: int) -> bool:
    block = document.blocks[index]
    if block.kind == "heading":
        return any(_holds(block, folded_words(author)) for author in document.authors)
    return len(folded_words(block.text)) <= _MAX_WORDS


def _by_name(document: Document) -> Iterator[Claim]:
    names = [
        words
        for author in document.authors
        if len(words := folded_words(author)) >= _MIN_NAME_WORDS
    ]
    start = max(0, len(document.blocks) - _LAST_LOOKED_AT)
    for index in range(start, len(document.blocks)):
        block = document.blocks[index]
        name = next((name for name in names if _tells_about(block, name)), None)
        if name is not None and not _is_subject(document, index, name):
            yield whole_block(document, index, "tells about the author")


def _tells_about(block: Block, name: _Name) -> bool:
    size = len(folded_words(block.text))
    if block.kind not in _KINDS or size <= len(name):
        return False
    is_contact = _MAIL_ADDRESS.search(block.text) is not None and size <= _MAX_CONTACT_WORDS
    return (is_contact and _holds(block, name)) or (
        size <= _MAX_WORDS and _begins_with_name(block.text, name)
    )


def _begins_with_name(text: str, name: _Name) -> bool:
    """Return whether a text begins with a name that is written as one, and goes on as a sentence.

    The last word of a name has a capital, or is of a script without case.
    """
    end = end_of_prefix(text, name)
    line = text.lstrip(_MARKS_BEFORE + " ")
    # "Ada Long: Who took the chair?" is a turn of an interview.
    if end is None or not line[:1].isalnum() or text[end:].lstrip().startswith(":"):
        return False
    *_, last = text[:end].split()
    return starts_like_a_headline(last)


def _is_subject(document: Document, index: int, name: _Name) -> bool:
    """Return whether the story is about the author, or there is hardly a story above."""
    before = document.blocks[:index]
    return not _is_below_story(document, index) or any(
        _holds(block, name) for block in before if is_body_like(block)
    )


def _is_below_story(document: Document, index: int) -> bool:
    before = sum(is_body_like(block) for block in document.blocks[:index])
    return before >= _MIN_BODY_BEFORE


def _holds(block: Block, name: _Name) -> bool:
    words = folded_words(block.text)
    size = len(name)
    return any(words[i : i + size] == name for i in range(len(words) - size + 1))


RULE = CleaningRule(name="author-bio", find=_find, is_heuristic=True)
