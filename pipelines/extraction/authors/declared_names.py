"""The author that a page declares twice, although the name is not one of a person.

Publishing systems write the account of whoever signs a story into JSON-LD, a ``meta`` element and
the labelled fields of a card. Two of them with the same name say that it signs: "Quay Painting
Works", "adalong". One alone is as often the template's.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from pipelines.extraction.authors.author_sources import DECLARED_TWICE
from pipelines.extraction.authors.names import names_nobody, tells_who
from pipelines.extraction.declared import meta_tables
from pipelines.extraction.declared.json_ld import people_of, texts_of, types_of
from pipelines.extraction.declared.meta_elements import read_card_labels
from pipelines.items import Candidate
from pipelines.normalization import clean_text, word_key

_MAX_CHARS = 60
_MAX_WORDS = 6
_ADDRESS = re.compile(r"@|://|^www\.")


def read_declared_name(
    metas: Mapping[str, tuple[str, ...]],
    node: Mapping[str, object],
    nodes: tuple[Mapping[str, object], ...],
) -> tuple[Candidate, ...]:
    """Return the name that two kinds of places declare as the author of a page, if any.

    News pages have none: they declare an agency or themselves. Addresses, words for nobody
    ("Staff", "News Desk") and for whoever keeps the site ("admin") do not count.
    """
    if any("News" in name for name in types_of(node)):
        return ()
    places: tuple[Iterable[str], ...] = (
        chain.from_iterable(map(texts_of, people_of(node, nodes))),
        chain.from_iterable(metas.get(name, ()) for name in meta_tables.OTHER_AUTHORS),
        read_card_labels(metas),
    )
    told = [{word_key(name): name for name in map(clean_text, place)} for place in places]
    counts = Counter(chain.from_iterable(told))
    return tuple(
        Candidate(value=name, source=DECLARED_TWICE)
        for key, name in chain.from_iterable(place.items() for place in reversed(told))
        if counts[key] > 1 and _signs(name)
    )[:1]


def _signs(name: str) -> bool:
    is_short = 1 < len(name) <= _MAX_CHARS and len(name.split()) <= _MAX_WORDS
    return is_short and not _ADDRESS.search(name) and not names_nobody(name) and tells_who(name)
