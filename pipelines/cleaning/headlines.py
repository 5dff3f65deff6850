"""The wordings under which the headline of a document is known."""

import re
from functools import lru_cache

from pipelines.items import Document
from pipelines.normalization import folded_words

# The marks that part a headline from the name of a site or a section.
_AFFIX = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
_MIN_WORDS_OF_PART = 4

Words = tuple[str, ...]


def headline_wordings(document: Document) -> frozenset[Words]:
    """Return the folded words of each wording of the headline, without and with site names."""
    return _wordings(document.title, document.other_titles, document.site_names)


def longest_first(document: Document) -> tuple[Words, ...]:
    """Return the wordings of the headline, the longest first."""
    return tuple(sorted(headline_wordings(document), key=lambda w: (-len(w), w)))


@lru_cache(maxsize=256)
def _wordings(
    title: str | None, others: tuple[str, ...], site_names: tuple[str, ...]
) -> frozenset[Words]:
    sites = [folded_words(name) for name in site_names if folded_words(name)]
    found: set[Words] = set()
    for text in (title, *others):
        if text is None:
            continue
        found.add(_without_sites(folded_words(text), sites))
        for part in _AFFIX.split(text)[:1]:
            if len(folded_words(part)) >= _MIN_WORDS_OF_PART:
                found.add(folded_words(part))
    found -= {(), *sites}
    return frozenset(found | {(*wording, *site) for wording in found for site in sites})


def _without_sites(wording: Words, sites: list[Words]) -> Words:
    for site in sites:
        if len(site) < len(wording):
            if wording[-len(site) :] == site:
                wording = wording[: -len(site)]
            elif wording[: len(site)] == site:
                wording = wording[len(site) :]
    return wording
