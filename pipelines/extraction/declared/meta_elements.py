"""The ``meta`` elements of a page, by name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extraction.declared.meta_tables import CARD_AUTHOR_LABELS
from pipelines.items import Candidate
from pipelines.normalization import clean_text

_GATHERED_TAGS = ("a", "base", "h1", "link", "meta", "script", "title")
_NAME_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredElements:
    """The elements in which a page declares things, gathered in one walk over the tree."""

    metas: tuple[HtmlElement, ...] = ()
    links: tuple[HtmlElement, ...] = ()
    """``link`` and ``a`` elements with ``rel``."""
    scripts: tuple[HtmlElement, ...] = ()
    titles: tuple[HtmlElement, ...] = ()
    headlines: tuple[HtmlElement, ...] = ()
    """``h1`` elements."""
    bases: tuple[HtmlElement, ...] = ()


def gather_elements(tree: HtmlElement) -> DeclaredElements:
    """Return the declaring elements of a page, each kind in document order."""
    found: dict[str, list[HtmlElement]] = {tag: [] for tag in _GATHERED_TAGS}
    for element in tree.iter(*_GATHERED_TAGS):
        tag = element.tag
        if tag == "a":
            if element.get("rel") is not None:
                found["link"].append(element)
        else:
            found[tag].append(element)
    return DeclaredElements(
        metas=tuple(found["meta"]),
        links=tuple(found["link"]),
        scripts=tuple(found["script"]),
        titles=tuple(found["title"]),
        headlines=tuple(found["h1"]),
        bases=tuple(found["base"]),
    )


def read_meta_elements(elements: Iterable[HtmlElement]) -> Mapping[str, tuple[str, ...]]:
    """Return the values of ``meta`` elements by lower-case name, each value once."""
    found: dict[str, dict[str, None]] = {}
    for element in elements:
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
