"""The names that a page gives in the place of its author, best first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from lxml.html import HtmlElement

from pipelines.extraction import meta_tables
from pipelines.extraction.bylines import read_lone_byline
from pipelines.extraction.json_ld import people_of, texts_of, types_of
from pipelines.extraction.meta_elements import pick, read_card_labels
from pipelines.extraction.names import ORGANISATION, read_names, read_organisation
from pipelines.items import Candidate, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorPlaces:
    """Where a page names its author."""

    tree: HtmlElement
    metas: Mapping[str, tuple[str, ...]]
    node: Mapping[str, object]
    nodes: tuple[Mapping[str, object], ...]
    bylines: tuple[Candidate, ...]
    """The visible ones at the headline."""
    ruled: tuple[Candidate, ...]
    """Found by the user's rule."""
    entry: Entry


def read_authors(places: AuthorPlaces) -> Iterator[Candidate]:
    """Yield one name each: the people, source by source, then the organisations.

    By-lines elsewhere on the page are looked for when nothing else names a person.
    """
    told = (
        *places.ruled,
        *pick(places.metas, meta_tables.TRUSTED_AUTHORS, "parsely"),
        *_json_ld_people(places),
        *(item for item in places.bylines if item.source == "rel"),
        *pick(places.metas, meta_tables.ARTICLE_AUTHORS, "article"),
        *pick(places.metas, meta_tables.OTHER_AUTHORS),
        *_all("meta", read_card_labels(places.metas)),
        *(item for item in places.bylines if item.source == "byline"),
        *(item for item in places.bylines if item.source == "profile"),
        *_all("entry", places.entry.authors),
    )
    people = list(_names(told))
    yield from people or _names(read_lone_byline(places.tree))
    declared = _all("jsonld", chain(*map(texts_of, filter(_is_organisation, _people(places)))))
    yield from _organisations((*told, *declared))


def _names(told: Iterable[Candidate]) -> Iterator[Candidate]:
    for item in told:
        for name in read_names(item.value):
            yield Candidate(value=name, source=item.source)


def _organisations(told: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield what is named in the place of an author and is no person, apart from the people."""
    for item in told:
        name = read_organisation(item.value)
        if name:
            yield Candidate(value=name, source=ORGANISATION)


def _json_ld_people(places: AuthorPlaces) -> tuple[Candidate, ...]:
    """Return the names of the authors, without those that are declared to be organisations.

    A blog's author is often declared to be both.
    """
    people = [person for person in _people(places) if not _is_organisation(person)]
    return _all("jsonld", chain(*map(texts_of, people)))


def _people(places: AuthorPlaces) -> list[object]:
    return people_of(places.node, places.nodes)


def _is_organisation(value: object) -> bool:
    types = types_of(value) if isinstance(value, dict) else ()
    return any("Organization" in name for name in types) and "Person" not in types


def _all(source: str, values: Iterable[str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(value=value, source=source) for value in values if value)
