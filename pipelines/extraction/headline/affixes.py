"""The name of a site in its titles, learned from titles: ``Harbour opens | The Gazette``.

A page alone cannot tell the name of its site from the second half of its headline when it does not
name itself anywhere else. Several titles can: the name stands on most of them.
"""

import re
from collections.abc import Iterator, Mapping

from pipelines.extraction.headline.site_names import SPACELESS_BORDER
from pipelines.items import Candidate, Metadata
from pipelines.normalization import count_words, word_key
from pipelines.options import SiteOptions
from pipelines.site_memory import SiteMemory

_BORDER = re.compile(r"\s+(?:[|–—·•«»‹›<>~]|-{1,2}|::)\s+|\s*\|\s*|" + SPACELESS_BORDER)
_MACHINE_SOURCES = frozenset({"html", "jsonld", "og"})
"""What stands in the head of the page: the ``h1`` hardly ever carries the name of the site."""
_MAX_WORDS = 6
_MIN_TITLE_WORDS = 2
_FRONT, _END = "{} …", "… {}"


def title_affixes(metadata: Metadata) -> Mapping[str, int]:
    """Return the parts of one page's titles that may be the site's name, each with a count of 1.

    The ellipsis stands where the headline does: ``… the gazette``, ``opinion …``.
    """
    return {key: 1 for title in _machine_titles(metadata) for key, _, _ in _affixes(title)}


def site_affixes(memory: SiteMemory, options: SiteOptions = SiteOptions()) -> frozenset[str]:
    """Return the parts that stand in the titles of most articles of a site."""
    least = max(options.min_articles_affix, options.min_share_affix * memory.articles)
    return frozenset(key for key, count in memory.affixes.items() if count >= least)


def affix_names(metadata: Metadata, affixes: frozenset[str]) -> tuple[Candidate, ...]:
    """Return the parts of a page's titles that stand in most titles of the site, as written.

    Those at the end come first: in front stands rather a section.
    """
    parts = (
        part
        for title in _machine_titles(metadata)
        for key, part, _ in reversed(list(_affixes(title)))
        if key in affixes
    )
    return tuple(Candidate(value=part, source="title") for part in dict.fromkeys(parts))


def strip_affixes(title: str, affixes: frozenset[str]) -> str:
    """Return a title without the parts of the site; two words always stay."""
    for key, _, rest in _affixes(title) if affixes else ():
        if key in affixes:
            return strip_affixes(rest, affixes)
    return title


def _machine_titles(metadata: Metadata) -> Iterator[str]:
    return (item.value for item in metadata.titles if item.source in _MACHINE_SOURCES)


def _affixes(title: str) -> Iterator[tuple[str, str, str]]:
    """Yield the key of the first and the last part of a title, the part, and the rest."""
    borders = list(_BORDER.finditer(title))
    for border in borders[:1]:
        yield from _affix(_FRONT, title[: border.start()], title[border.end() :])
    for border in borders[-1:]:
        yield from _affix(_END, title[border.end() :], title[: border.start()])


def _affix(form: str, part: str, rest: str) -> Iterator[tuple[str, str, str]]:
    key = word_key(part)
    if key and len(key.split()) <= _MAX_WORDS and count_words(rest) >= _MIN_TITLE_WORDS:
        yield form.format(key), part.strip(), rest.strip()
