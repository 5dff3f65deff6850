"""By-lines at the top: "By Ada Long, Chief Reporter"."""

import re
from collections.abc import Iterator

from pipelines.cleaning.phrase_book import load_phrases
from pipelines.cleaning.rule import CleaningRule, whole_block
from pipelines.cleaning.shapes import head_end
from pipelines.cleaning.stamps import read_stamps
from pipelines.cleaning.text_words import folded_words, opens_with_quote, placed_words
from pipelines.items import Block, Claim, Document

_MAX_WORDS = 24
_MAX_NAME_WORDS = 12
_MAX_CAPITAL_WORDS = 6
"""In capitals a sentence looks like names."""
_LAST_LOOKED_AT = 8
_WORD = re.compile(r"[^\s,;|•·/()&–—:-]+")
_NAMES = frozenset({"byline", "bylines", "dateline"})


def _find(document: Document) -> Iterator[Claim]:
    authors = frozenset(word for name in document.authors for word in folded_words(name))
    sites = frozenset(word for name in document.site_names for word in folded_words(name))
    for index in range(min(head_end(document), _LAST_LOOKED_AT)):
        block = document.blocks[index]
        if not _could_be(block):
            continue
        if _NAMES.intersection(block.signals.names):
            yield whole_block(document, index, "named as a by-line")
        elif _is_byline(block, authors, sites):
            yield whole_block(document, index, "names who wrote it")


def _could_be(block: Block) -> bool:
    return (
        0 < len(folded_words(block.text)) <= _MAX_WORDS
        and block.kind not in {"heading", "quote", "code", "table"}
        and not opens_with_quote(block.text)
        and not block.text.rstrip().endswith(("?", "!", ":"))
    )


def _is_byline(block: Block, authors: frozenset[str], sites: frozenset[str]) -> bool:
    """Return whether a line holds an opener, names, jobs, stamps and nothing else."""
    opener = load_phrases("byline").find(block)
    skipped = len(opener.words) if opener else 0
    rest = block.text[placed_words(block.text)[skipped - 1].end :] if skipped else block.text
    known = [word for word in folded_words(rest) if word in authors]
    if not known and (not opener or _has_sentence(rest)):
        return False
    others = [word for word in read_stamps(rest).rest if word not in authors | sites]
    if len(others) > (_MAX_CAPITAL_WORDS if rest.isupper() else _MAX_NAME_WORDS):
        return False
    small = _small_words(rest)
    jobs = _job_words()
    return all(word in jobs or (opener is not None and word not in small) for word in others)


def _has_sentence(text: str) -> bool:
    return text.rstrip().endswith(".") and len(folded_words(text)) > 6


def _small_words(text: str) -> frozenset[str]:
    return frozenset(
        word
        for match in _WORD.finditer(text)
        if match[0][0].islower()
        for word in folded_words(match[0])
    )


def _job_words() -> frozenset[str]:
    return frozenset(word for words in load_phrases("jobs").by_first for word in (words,))


RULE = CleaningRule(name="byline", find=_find)
