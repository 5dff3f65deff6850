"""The ``meta`` elements of a page, by name."""

from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from pipelines.extraction.meta_tables import CARD_AUTHOR_LABELS
from pipelines.items import Candidate
from pipelines.normalization import clean_text

_NAME_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")


def read_meta_elements(tree: HtmlElement) -> Mapping[str, tuple[str, ...]]:
    """Return the values of the ``meta`` elements by lower-case name, each value once."""
    found: dict[str, dict[str, None]] = {}
    for element in tree.iter("meta"):
        value = clean_text(element.get("content") or element.get("value") or "")
        if value:
            for name in _names_of(element):
                found.setdefault(name, {})[value] = None
    return {name: tuple(values) for name, values in found.items()}


def pick(
    metas: Mapping[str, tuple[str, ...]], names: tuple[str, ...], source: str = "meta"
) -> tuple[Candidate, ...]:
    """Return the values of the named elements as candidates, in the order of the names."""
    return tuple(
        Candidate(value=value, source=source) for name in names for value in metas.get(name, ())
    )


def read_card_labels(metas: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the author that the labelled fields of a social network's card give, if any.

    https://developer.x.com/en/docs/twitter-for-websites/cards: WordPress fills them in with the
    label in the language of the site.
    """
    return tuple(
        value
        for number in ("1", "2")
        for label in metas.get(f"twitter:label{number}", ())[:1]
        if label.casefold().strip(" :") in CARD_AUTHOR_LABELS
        for value in metas.get(f"twitter:data{number}", ())[:1]
    )


def _names_of(element: HtmlElement) -> Iterator[str]:
    for attribute in _NAME_ATTRIBUTES:
        name = element.get(attribute)
        if name:
            yield name.strip().lower()
            return
