"""The headline at the start of a block, glued to the teaser or to itself."""

from collections.abc import Iterator

from pipelines.cleaning.headlines import Words, longest_first
from pipelines.cleaning.rule import CleaningRule
from pipelines.cleaning.stamps import is_stamp_word
from pipelines.cleaning.text_words import (
    end_of_prefix,
    opens_with_quote,
    placed_words,
    starts_like_a_headline,
)
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words
from pipelines.sentence_signs import ends_like_a_sentence

_MIN_HEADLINE_WORDS = 4
_SURE_HEADLINE_WORDS = 6
_MIN_REST_WORDS = 4
_LAST_LOOKED_AT = 5
_CLOSING_MARKS = ".!?…:;\"'”’»)]|–—- "
_PARTING_MARKS = frozenset("!?…:|–—.»")


def _find(document: Document) -> Iterator[Claim]:
    wordings = [w for w in longest_first(document) if len(w) >= _MIN_HEADLINE_WORDS]
    for index, block in enumerate(document.blocks[:_LAST_LOOKED_AT]):
        end = next((end for w in wordings if (end := _end(document, index, w)) is not None), None)
        if end is not None:
            start = _skip_marks(block.text, end)
            yield Claim(block=index, start=0, end=start, reason="begins with the headline")


def _end(document: Document, index: int, wording: Words) -> int | None:
    block = document.blocks[index]
    end = end_of_prefix(block.text, wording)
    if end is None or opens_with_quote(block.text):
        return None
    rest = block.text[_skip_marks(block.text, end) :]
    if len(folded_words(rest)) < _MIN_REST_WORDS or not starts_like_a_headline(rest):
        return None
    if _is_told_elsewhere(document, index, rest) or _is_parted(block, end, wording, rest):
        return end
    return None


def _is_told_elsewhere(document: Document, index: int, rest: str) -> bool:
    """Return whether what follows the headline stands elsewhere too: then it is a line of its own.

    It may be the headline again, the description, or the start of another block.
    """
    first = folded_words(rest)[:_SURE_HEADLINE_WORDS]
    others = [b.text for i, b in enumerate(document.blocks) if i != index]
    others += [t for t in (document.title, document.description) if t]
    return any(folded_words(other)[: len(first)] == first for other in others)


def _is_parted(block: Block, end: int, wording: Words, rest: str) -> bool:
    """Return whether the rest reads as a sentence that does not need the headline.

    A lede may begin with the words of the headline: then the sentence goes on in small letters,
    with a comma or with a day. A mark after the headline, or a long headline, tells the two apart.
    """
    if len(wording) < _SURE_HEADLINE_WORDS or not ends_like_a_sentence(rest):
        return False
    gap = block.text[end : end + len(block.text[end:]) - len(block.text[end:].lstrip(" ")) + 1]
    first = folded_words(rest)[0]
    is_new = len(placed_words(rest)) >= len(wording) and not is_stamp_word(first)
    return bool(_PARTING_MARKS.intersection(gap)) or is_new


def _skip_marks(text: str, place: int) -> int:
    """Return where the next line begins; a mark that opens it stays with it."""
    while place < len(text) and (text[place].isspace() or text[place] in _CLOSING_MARKS):
        place += 1
    return place


RULE = CleaningRule(name="headline-glued", find=_find)
