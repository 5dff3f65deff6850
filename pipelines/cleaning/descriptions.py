"""What a description says beyond the text: most are written for it, many are cut out of it."""

import re
from collections.abc import Sequence

from pipelines.cleaning.headlines import headline_wordings
from pipelines.cleaning.phrase_book import find_phrase
from pipelines.cleaning.site_lines import masked_key
from pipelines.cleaning.text_words import ends_with_ellipsis, with_one_i
from pipelines.items import Block, Document
from pipelines.normalization import count_spaceless_words, folded_words, word_key
from pipelines.options import SiteOptions

_OPTIONS = SiteOptions()
# What stands behind the place where a text was cut, and behind its last sentence.
_TAILS = (
    re.compile(r"(?:…|\]|\.\.\.)([^…]{1,300})$"),
    re.compile(r"(?<=[.!?。！？])([^.!?。！？]{1,60})$"),
)
_POINTING_SIGNS = " →»›>…."
_MIN_WORDS_OF_EXCERPT = 20
_SHINGLE_WORDS = 5
_MIN_TOLD_SHARE = 0.9


def own_description(document: Document, blocks: Sequence[Block]) -> str | None:
    """Return the description of a document without "read more" at its end.

    ``None`` when it says no more than the headline or the text of the blocks, from which several
    systems cut it out, or when other articles of the site have the same: a slogan.
    """
    text = _without_pointer(document.description or "", document)
    if not text or _is_slogan(text, document) or _is_headline(text, document):
        return None
    return None if _is_told(_whole_words(text), blocks) else text


def _without_pointer(text: str, document: Document) -> str:
    """Return a text without a pointer to the page it describes: "… Bridge opens. Read more →"."""
    cut = text.rstrip(_POINTING_SIGNS)
    for pattern in _TAILS:
        tail = pattern.search(cut)
        if tail is not None and _is_pointer(tail[1], document):
            return cut[: tail.start(1)].rstrip()
    return text


def _is_pointer(text: str, document: Document) -> bool:
    """Return whether a text says nothing but "read more" and the headline."""
    rest = word_key(text).replace(word_key(document.title or ""), "").strip()
    phrase = find_phrase("recommendation", Block(text=rest)) if rest else None
    return phrase is not None and " ".join(phrase.words) == with_one_i(rest)


def _is_slogan(text: str, document: Document) -> bool:
    key = masked_key(text)
    return key is not None and document.memory.lines.get(key, 0) >= _OPTIONS.min_others


def _is_headline(text: str, document: Document) -> bool:
    return folded_words(text) in headline_wordings(document)


def _whole_words(text: str) -> str:
    """Return the key of a text; where it was cut off, the last word may have been cut too."""
    key = word_key(text)
    return key.rpartition(" ")[0] or key if ends_with_ellipsis(text) else key


def _is_told(key: str, blocks: Sequence[Block]) -> bool:
    told = " ".join(word_key(block.text) for block in blocks)
    if count_spaceless_words(key):
        return key.replace(" ", "") in told.replace(" ", "")
    told = f" {told} "
    return f" {key} " in told or _told_share(key, told) >= _MIN_TOLD_SHARE


def _told_share(key: str, told: str) -> float:
    """Return how much of a longer text stands in another, by stretches of five words."""
    words = key.split()
    if len(words) < _MIN_WORDS_OF_EXCERPT:
        return 0.0
    places = range(len(words) - _SHINGLE_WORDS + 1)
    found = sum(f" {' '.join(words[place : place + _SHINGLE_WORDS])} " in told for place in places)
    return found / len(places)
