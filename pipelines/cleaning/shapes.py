"""What kind of line a block looks like, and where the body of a document begins."""

from collections.abc import Iterator

from pipelines.cleaning.text_words import ends_with_full_stop, starts_like_a_headline
from pipelines.items import Block, Document
from pipelines.normalization import count_words, folded_words
from pipelines.sentence_signs import ends_like_a_sentence

_BODY_WORDS = 20
_MAX_HEADLINE_WORDS = 25
_MOST = 0.5
_NEARLY_ALL = 0.85
_MAX_WORDS_OF_LABEL = 6


def is_body_like(block: Block) -> bool:
    """Return whether a block reads like a paragraph of a story: long, ends with a sentence."""
    return (
        block.kind in {"paragraph", "quote"}
        and count_words(block.text) >= _BODY_WORDS
        and ends_like_a_sentence(block.text)
    )


def is_headline_like(block: Block) -> bool:
    """Return whether a block reads like the headline of a story: short, capital, no full stop."""
    count = count_words(block.text)
    return (
        0 < count <= _MAX_HEADLINE_WORDS
        and not ends_with_full_stop(block.text)
        and starts_like_a_headline(block.text)
    )


def is_full_sentence(text: str) -> bool:
    """Return whether a short text ends with a full stop and says more than a name and its label."""
    return ends_with_full_stop(text) and len(folded_words(text)) > _MAX_WORDS_OF_LABEL


def is_mostly_links(block: Block) -> bool:
    """Return whether at least half of a block is link text."""
    return block.link_density >= _MOST


def is_link(block: Block) -> bool:
    """Return whether a block is a link, or several, and hardly anything else."""
    return block.link_density >= _NEARLY_ALL


def is_one_word_subheading(document: Document, index: int) -> bool:
    """Return whether a block is a heading of one word with a paragraph of text right below it."""
    block = document.blocks[index]
    return (
        block.kind == "heading"
        and count_words(block.text) == 1
        and any(map(is_body_like, document.blocks[index + 1 : index + 2]))
    )


def first_body_block(document: Document) -> int:
    """Return the index of the first block that reads like body; the number of blocks if none."""
    return next(_body_blocks(document), len(document.blocks))


def head_end(document: Document) -> int:
    """Return the index of the second block that reads like body.

    The first may be the standfirst: by-line and date stand before it or after it.
    """
    found = _body_blocks(document)
    next(found, None)
    return next(found, len(document.blocks))


def _body_blocks(document: Document) -> Iterator[int]:
    return (i for i, block in enumerate(document.blocks) if is_body_like(block))
