"""The same text twice: a paragraph copied, a headline doubled inside one block."""

from collections.abc import Iterator

from pipelines.cleaning.rule import KINDS_LEFT_ALONE, CleaningRule, whole_block
from pipelines.cleaning.text_words import ends_with_full_stop, opens_with_quote, placed_words
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_MIN_WORDS_IN_A_ROW = 5
_MIN_WORDS_APART = 25
_MIN_DOUBLED_WORDS = 4
_MIN_DOUBLED_START_WORDS = 6
_MIN_DOUBLED_SENTENCE_WORDS = 10


def _find(document: Document) -> Iterator[Claim]:
    seen: dict[tuple[str, ...], int] = {}
    for index, block in enumerate(document.blocks):
        is_left_alone = block.kind in KINDS_LEFT_ALONE
        if is_left_alone and block.kind != "code":
            continue
        if not is_left_alone:
            yield from _doubled_inside(index, block)
        words = folded_words(block.text)
        first = seen.get(words)
        if first is not None and _is_copy(document, first, index, len(words)):
            yield from _claim_copy(document, first, index)
        seen[words] = index


def _claim_copy(document: Document, first: int, second: int) -> Iterator[Claim]:
    """Claim one of two equal blocks; of code and its text for the clipboard the text."""
    if document.blocks[first].kind != "code":
        yield whole_block(document, first, "stands again further down")
    elif document.blocks[second].kind != "code":
        yield whole_block(document, second, "stands above as code")


def _is_copy(document: Document, first: int, second: int, size: int) -> bool:
    """Return whether two equal blocks are an accident of the page.

    Speech and verse repeat on purpose, and so do the questions of an interview: short lines are
    copies only when nothing stands between them, and quotations never.
    """
    if opens_with_quote(document.blocks[first].text) and size < _MIN_WORDS_APART:
        return False
    return size >= (_MIN_WORDS_IN_A_ROW if second == first + 1 else _MIN_WORDS_APART)


def _doubled_inside(index: int, block: Block) -> Iterator[Claim]:
    """Yield the first of two equal stretches that a block begins with."""
    if opens_with_quote(block.text):
        return
    words = folded_words(block.text)
    sizes = doubled_starts(words)
    # Hardly any block is doubled; only then do the places matter.
    placed = placed_words(block.text) if sizes else ()
    if len(words) != len(placed):
        return
    for size in sizes:
        if _is_accident(block, size):
            end = placed[size - 1].end
            while end < len(block.text) and not block.text[end].isalnum():
                end += 1
            yield Claim(block=index, start=0, end=end, reason="stands twice in a row")
            return


def doubled_starts(words: tuple[str, ...]) -> list[int]:
    """Return how many words the stretches have that stand twice at the start, largest first."""
    sizes = [
        size
        for size in range(len(words) // 2, _MIN_DOUBLED_WORDS - 1, -1)
        if words[0] == words[size] and words[1] == words[size + 1]
    ]
    if not sizes:
        return sizes
    # Not stretch against stretch: a page of one word would take a minute.
    lengths = _lengths_as_at_start(words)
    return [size for size in sizes if lengths[size] >= size]


def _lengths_as_at_start(words: tuple[str, ...]) -> list[int]:
    """Return for each place how many words from there on are those of the start, one by one.

    The Z algorithm (Gusfield, Algorithms on Strings, 1.3): each word is looked at about twice.
    """
    lengths = [len(words)] + [0] * (len(words) - 1)
    left = right = 0  # of the stretches equal to the start, the one that reaches furthest
    for place in range(1, len(words)):
        length = min(lengths[place - left], right - place) if place < right else 0
        while place + length < len(words) and words[length] == words[place + length]:
            length += 1
        lengths[place] = length
        if place + length > right:
            left, right = place, place + length
    return lengths


def _is_accident(block: Block, size: int) -> bool:
    """Return whether a doubled start is a doubled line and not a figure of speech."""
    placed = placed_words(block.text)
    end = placed[size - 1].end
    gap = block.text[end : end + 1]
    if gap in {",", ";"}:
        return False
    if 2 * size == len(placed):
        spoken = gap == "." or ends_with_full_stop(block.text)
        return size >= (_MIN_DOUBLED_SENTENCE_WORDS if spoken else _MIN_DOUBLED_WORDS)
    return gap != "." and size >= _MIN_DOUBLED_START_WORDS


RULE = CleaningRule(name="repeated-text", find=_find)
