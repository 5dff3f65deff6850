"""The standfirst standing among the blocks: it is kept as the description, not in the text.

Losing the lede is worse than keeping a standfirst, so it must be a repetition, and one more thing
must speak for it. The same words as in the description are none: many sites take the lede for it,
and of standfirsts that the text does not tell again three in four stand in the gold of news pages.
"""

from collections.abc import Iterable, Iterator

from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import is_body_like
from pipelines.cleaning.text_words import ends_with_ellipsis, opens_with_quote, placed_words
from pipelines.items import Claim, Document
from pipelines.normalization import folded_words

_LAST_LOOKED_AT = 6
_MAX_WORDS = 70
_MIN_WORDS = 4
_MIN_BODY_AFTER = 2
_NAMES = frozenset(
    {
        "abstract", "bajada", "chapo", "dek", "deck", "excerpt", "kicker", "ingress", "occhiello",
        "sommario", "standfirst", "strapline", "subhead", "subheading", "subheadline", "subtitle",
        "subtitulo", "summary", "tagline", "teaser", "vorspann",
    }
)  # fmt: skip
_CUT = "stands cut as well"
_RESTATED = "the next paragraph tells it again"
_REPETITIONS = frozenset({_CUT, _RESTATED})
_CONTENT_LETTERS = 5
_MIN_RESTATED_WORDS = 5
_MIN_RESTATED_SHARE = 0.6
"""At 0.4 three of four claims on news and web pages were article text: each lede of a story has
words of the next paragraph."""


def _find(document: Document) -> Iterator[Claim]:
    cut = [folded_words(b.text) for b in document.blocks if ends_with_ellipsis(b.text)]
    for index in range(min(_LAST_LOOKED_AT, len(document.blocks))):
        reasons = _reasons(document, index, cut)
        is_repetition = not _REPETITIONS.isdisjoint(reasons)
        if is_repetition and len(reasons) >= 2 and _body_follows(document, index):
            yield whole_block(document, index, "standfirst: " + ", ".join(reasons))


def _reasons(document: Document, index: int, cut: Iterable[tuple[str, ...]]) -> list[str]:
    """Return what speaks for a block being the standfirst; ``cut`` are the texts that were cut."""
    block = document.blocks[index]
    words = folded_words(block.text)
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS or opens_with_quote(block.text):
        return []
    reasons = []
    if document.description and _is_same(words, folded_words(document.description)):
        reasons.append("equals the description")
    if _NAMES.intersection(block.signals.names):
        reasons.append("named so")
    if block.kind == "heading" and not any(map(is_body_like, document.blocks[:index])):
        reasons.append("set as a heading")
    if any(_is_cut_copy(text, words) for text in cut):
        reasons.append(_CUT)
    # It never decides alone, and costs the most.
    if reasons and _is_restated(document, index):
        reasons.append(_RESTATED)
    return reasons


def _is_same(words: tuple[str, ...], description: tuple[str, ...]) -> bool:
    """Return whether two texts are equal, or a description that was cut is the start."""
    size = len(description)
    return words == description or (size >= 12 and words[: size - 1] == description[:-1])


def _is_cut_copy(cut: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return _MIN_WORDS < len(cut) <= len(words) and words[: len(cut) - 1] == cut[:-1]


def _is_restated(document: Document, index: int) -> bool:
    """Return whether the next body paragraph has many of the block's long words.

    A lede is followed by what is new; after a standfirst the story begins from the start.
    """
    following = next((b for b in document.blocks[index + 1 :] if is_body_like(b)), None)
    if following is None:
        return False
    own = _content(document.blocks[index].text)
    shared = own & _content(following.text)
    return len(shared) >= max(_MIN_RESTATED_WORDS, _MIN_RESTATED_SHARE * len(own))


def _content(text: str) -> set[str]:
    return {placed.word for placed in placed_words(text) if len(placed.word) >= _CONTENT_LETTERS}


def _body_follows(document: Document, index: int) -> bool:
    return sum(is_body_like(block) for block in document.blocks[index + 1 :]) >= _MIN_BODY_AFTER


RULE = CleaningRule(name="teaser-repeated", find=_find)
