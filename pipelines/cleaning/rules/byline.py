"""By-lines at the top, and below the story: "By Ada Long, Chief Reporter"."""

import re
from collections.abc import Iterator

from pipelines.cleaning.phrase_book import find_phrase, load_phrases
from pipelines.cleaning.rule import KINDS_LEFT_ALONE, CleaningRule, whole_block
from pipelines.cleaning.shapes import head_end, is_body_like, is_full_sentence
from pipelines.cleaning.stamps import read_stamps
from pipelines.cleaning.text_words import opens_with_quote, placed_words
from pipelines.items import Block, Claim, Document
from pipelines.normalization import folded_words

_MAX_WORDS = 24
_MAX_NAME_WORDS = 12
_MAX_CAPITAL_WORDS = 6
"""In capitals a sentence looks like names."""
_LAST_LOOKED_AT = 8
_BELOW_LOOKED_AT = 4
_MIN_NAME_WORDS = 2
_WORD = re.compile(r"[^\s,;|•·/()&–—:-]+")
_NAMES = frozenset({"byline", "bylines", "dateline"})


def _find(document: Document) -> Iterator[Claim]:
    authors = frozenset(word for name in document.authors for word in folded_words(name))
    sites = frozenset(word for name in document.site_names for word in folded_words(name))
    # Some sites set it among the names and stamps.
    standfirst = folded_words(document.description or "")
    for index in range(min(head_end(document), _LAST_LOOKED_AT)):
        block = document.blocks[index]
        if not _could_be(block):
            continue
        if _is_named(block) and folded_words(block.text) != standfirst:
            yield whole_block(document, index, "named as a by-line")
        elif _is_byline(block, authors, sites):
            yield whole_block(document, index, "names who wrote it")
    for index in _below(document):
        block = document.blocks[index]
        if _could_be(block) and _is_signed(block, authors) and _is_byline(block, authors, sites):
            yield whole_block(document, index, "names below the story who wrote it")


def _below(document: Document) -> range:
    """Return the places below the story that may hold a by-line."""
    size = len(document.blocks)
    last = max((i for i in range(size) if is_body_like(document.blocks[i])), default=size)
    return range(max(last + 1, head_end(document), size - _BELOW_LOOKED_AT), size)


def _is_named(block: Block) -> bool:
    return not _NAMES.isdisjoint(block.signals.names)


def _is_signed(block: Block, authors: frozenset[str]) -> bool:
    """Return whether a line below the story holds more than a word that opens by-lines or a name.

    A first name alone signs a letter, and "Text" may be a heading.
    """
    words = folded_words(block.text)
    opener = find_phrase("byline", block)
    known = sum(word in authors for word in words)
    named = len(words) > len(opener.words) if opener else known >= _MIN_NAME_WORDS
    return block.kind == "paragraph" and named


def _could_be(block: Block) -> bool:
    return (
        0 < len(folded_words(block.text)) <= _MAX_WORDS
        and block.kind not in KINDS_LEFT_ALONE | {"heading"}
        and not opens_with_quote(block.text)
        and not block.text.rstrip().endswith(("?", "!", ":"))
    )


def _is_byline(block: Block, authors: frozenset[str], sites: frozenset[str]) -> bool:
    """Return whether a line holds an opener, names, jobs, stamps and nothing else."""
    opener = find_phrase("byline", block)
    skipped = len(opener.words) if opener else 0
    rest = block.text[placed_words(block.text)[skipped - 1].end :] if skipped else block.text
    known = [word for word in folded_words(rest) if word in authors]
    if not known and (not opener or is_full_sentence(rest)):
        return False
    others = [word for word in read_stamps(rest).rest if word not in authors | sites]
    if len(others) > (_MAX_CAPITAL_WORDS if rest.isupper() else _MAX_NAME_WORDS):
        return False
    small = _small_words(rest)
    jobs = _job_words()
    return all(word in jobs or (opener is not None and word not in small) for word in others)


def _small_words(text: str) -> frozenset[str]:
    return frozenset(
        word
        for match in _WORD.finditer(text)
        if match[0][0].islower()
        for word in folded_words(match[0])
    )


def _job_words() -> frozenset[str]:
    return frozenset(load_phrases("jobs").by_first)


RULE = CleaningRule(name="byline", find=_find)
