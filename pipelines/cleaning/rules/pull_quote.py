"""A sentence of the story set large beside it, and the line that says whose words it is."""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_body_like
from pipelines.cleaning.text_words import ends_with_colon, ends_with_full_stop
from pipelines.items import Block, Claim, Document
from pipelines.normalization import count_words, folded_words

_MIN_WORDS = 8
_MAX_WORDS = 60
_MAX_SPEAKER_WORDS = 12
_SHINGLE_WORDS = 3
_MIN_TOLD_SHARE = 0.8
"""One word of ten left out or changed. Below, instructions that differ in a name were told too."""
_ELEMENTS = frozenset({"aside", "blockquote", "q"})
_NAMES = frozenset({"blockquote", "pquote", "pull", "pullquote", "quote", "quotes", "testimonial"})
_KINDS = frozenset({"paragraph", "quote"})


def _find(document: Document) -> Iterator[Claim]:
    blocks = document.blocks
    candidates = [
        index
        for index, block in enumerate(blocks)
        if _is_set_apart(block) and _MIN_WORDS <= count_words(block.text) <= _MAX_WORDS
    ]
    if not candidates:
        return
    told = [folded_words(b.text) for b in blocks if is_body_like(b) and not _is_set_apart(b)]
    for index in candidates:
        speaker = _speaker_after(blocks, index)
        if _is_announced(blocks, index) or not _stands_alone(blocks, index, speaker):
            continue
        if any(_is_told(blocks[index], paragraph) for paragraph in told):
            yield whole_block(document, index, "stands in another paragraph as well")
            if speaker is not None:
                yield whole_block(document, speaker, "says whose words were set apart")


def _is_told(quote: Block, paragraph: tuple[str, ...]) -> bool:
    """Return whether a paragraph says what was set apart, with hardly a word changed."""
    wanted = folded_words(quote.text)
    # Of two copies of a paragraph the rule ``repeated-text`` takes the first.
    if len(wanted) > len(paragraph) or (wanted == paragraph and quote.kind != "quote"):
        return False
    if f" {' '.join(wanted)} " in f" {' '.join(paragraph)} ":
        return True
    if not {word for word in wanted if word.isdigit()}.issubset(paragraph):
        return False
    shingles = _shingles(wanted)
    shared = len(shingles & _shingles(paragraph))
    return shared > 0 and shared >= _MIN_TOLD_SHARE * len(shingles)


def _shingles(found: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {found[i : i + _SHINGLE_WORDS] for i in range(len(found) - _SHINGLE_WORDS + 1)}


def _is_set_apart(block: Block) -> bool:
    if block.kind not in _KINDS:
        return False
    in_element = not _ELEMENTS.isdisjoint(block.signals.tag_path)
    return block.kind == "quote" or in_element or not _NAMES.isdisjoint(block.signals.names)


def _is_announced(blocks: tuple[Block, ...], index: int) -> bool:
    """Return whether the line before leads up to the words: then the story says them twice."""
    return index > 0 and ends_with_colon(blocks[index - 1].text)


def _speaker_after(blocks: tuple[Block, ...], index: int) -> int | None:
    """Return the block after a quotation that names its source in the same element."""
    after = index + 1
    if not _share_element(blocks, index, after) or ends_with_full_stop(blocks[after].text):
        return None
    return after if count_words(blocks[after].text) <= _MAX_SPEAKER_WORDS else None


def _stands_alone(blocks: tuple[Block, ...], index: int, speaker: int | None) -> bool:
    """Return whether a quotation has one paragraph: of a longer one the story discusses a part."""
    last = index if speaker is None else speaker
    return not (_share_element(blocks, index, index - 1) or _share_element(blocks, index, last + 1))


def _share_element(blocks: tuple[Block, ...], index: int, other: int) -> bool:
    """Return whether another block stands where the innermost quoting element of a block does."""
    path = blocks[index].signals.tag_path
    inner = next((i for i in range(len(path) - 1, -1, -1) if path[i] in _ELEMENTS), None)
    if inner is None or not 0 <= other < len(blocks):
        return False
    return blocks[other].signals.tag_path[: inner + 1] == path[: inner + 1]


RULE = CleaningRule(name="pull-quote", find=_find)
