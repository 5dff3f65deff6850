"""A teaser that was cut with an ellipsis: its words stand in full elsewhere."""

from collections.abc import Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.text_words import ends_with_ellipsis, opens_with_quote, placed_words
from pipelines.items import Claim, Document
from pipelines.normalization import folded_words

_MIN_WORDS = 5


def _find(document: Document) -> Iterator[Claim]:
    for index, block in enumerate(document.blocks):
        if not ends_with_ellipsis(block.text) or len(placed_words(block.text)) < _MIN_WORDS:
            continue
        if _has_longer_form(document, index):
            yield whole_block(document, index, "cut copy of a text that stands in full")


def _has_longer_form(document: Document, index: int) -> bool:
    """Return whether another block, or the description, begins with the words of a cut one.

    The last word may be cut too.
    """
    cut = folded_words(document.blocks[index].text)
    others = [other.text for i, other in enumerate(document.blocks) if i != index]
    # A pause at the end of speech equals its description without being a copy of anything.
    is_speech = opens_with_quote(document.blocks[index].text)
    if document.description and not is_speech and not _goes_on_below(document, index, cut):
        others.append(document.description)
    return any(_is_longer(folded_words(other), cut) for other in others)


def _goes_on_below(document: Document, index: int, cut: tuple[str, ...]) -> bool:
    """Return whether the description goes on where the next block does.

    Then it was made of the text, and the line only pauses: verse often does.
    """
    rest = folded_words(document.description or "")[len(cut) :]
    following = document.blocks[index + 1 : index + 2]
    return bool(rest) and any(folded_words(block.text)[:1] == rest[:1] for block in following)


def _is_longer(full: tuple[str, ...], cut: tuple[str, ...]) -> bool:
    size = len(cut)
    return (
        len(full) >= size
        and full[: size - 1] == cut[:-1]
        and full[size - 1].startswith(cut[-1])
        and (len(full) > size or full[-1] != cut[-1])
    )


RULE = CleaningRule(name="teaser-cut", find=_find)
