"""The names that a page gives in the place of its author, best first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from lxml.html import HtmlElement

from pipelines.extraction.authors.author_sources import ORGANISATION, RULE
from pipelines.extraction.authors.byline_lines import unstamped
from pipelines.extraction.authors.bylines import read_linked_names, read_lone_byline
from pipelines.extraction.authors.declared_names import read_declared_name
from pipelines.extraction.authors.handles import read_lone_handle
from pipelines.extraction.authors.names import (
    is_full_name,
    read_names,
    read_organisation,
    read_signer,
)
from pipelines.extraction.authors.plain_bylines import read_plain_byline
from pipelines.extraction.authors.signatures import read_signature
from pipelines.extraction.declared import meta_tables
from pipelines.extraction.declared.candidate_lists import all_of
from pipelines.extraction.declared.json_ld import people_of, texts_of, types_of
from pipelines.extraction.declared.meta_elements import pick, read_card_labels
from pipelines.extraction.tree.element_texts import visible_text_of
from pipelines.extraction.tree.neighbours import OtherStories
from pipelines.items import Candidate, Entry
from pipelines.normalization import word_key


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorPlaces:
    """Where a page names its author."""

    tree: HtmlElement
    metas: Mapping[str, tuple[str, ...]]
    node: Mapping[str, object]
    nodes: tuple[Mapping[str, object], ...]
    bylines: tuple[Candidate, ...]
    """The visible ones at the headline."""
    organisations: tuple[Candidate, ...]
    """Those that a visible by-line there names."""
    handles: tuple[Candidate, ...] = ()
    """What signs there and is one word."""
    ruled: tuple[Candidate, ...]
    """Found by the user's rule."""
    entry: Entry
    headline: HtmlElement | None
    """Around which the by-lines stand; ``None`` when the page has none."""


def read_authors(places: AuthorPlaces) -> Iterator[Candidate]:
    """Yield one name each: the people, source by source, then the organisations.

    What the user's rule names comes first, whatever it is. By-lines elsewhere on the page are
    looked for when nothing else names a person, nor the by-line at the headline an organisation. A
    company that is declared counts as one that readers see if it stands alone on a line at the
    headline (``signatures.py``).
    """
    worded = tuple(item for item in places.bylines if item.source == "byline")
    ruled = _ruled(places.ruled)
    told = (
        *(worded if _is_told_otherwise(places, worded) else ()),
        *_trusted(places),
        *_json_ld_people(places),
        *(item for item in places.bylines if item.source == "rel"),
        *pick(places.metas, meta_tables.ARTICLE_AUTHORS, "article"),
        *pick(places.metas, meta_tables.OTHER_AUTHORS),
        *all_of("meta", read_card_labels(places.metas)),
        *worded,
        *(item for item in places.bylines if item.source == "profile"),
        *all_of("entry", places.entry.authors),
    )
    people = [*ruled, *_names(told)]
    if not people and not places.organisations:
        people = list(_names(_for_want_of_others(places)))
    elif not any(" " in item.value for item in people):
        people += _completed(people, places)
    yield from people
    yield from places.organisations
    yield from _signature(places)
    declared = all_of("jsonld", chain(*map(texts_of, filter(_is_organisation, _people(places)))))
    yield from _organisations((*told, *declared))
    if not people:
        yield from places.handles or read_lone_handle(places.tree)
        yield from read_declared_name(places.metas, places.node, places.nodes)


def _ruled(told: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the people that a rule names, or else whoever signs there.

    The elements of by-lines that rules name often hold the date as well.
    """
    lines = [unstamped(item.value) for item in told]
    # Single words in a row are what a publication says of itself: "The Courier, Lowmere, Westland".
    lines = [line for line in lines if not _is_list_of_words(_people_in(line))]
    names = [name for line in lines for name in _people_in(line)]
    names = names or [name for line in lines if (name := read_signer(line))]
    return tuple(Candidate(value=name, source=RULE) for name in names)


def _is_list_of_words(names: tuple[str, ...]) -> bool:
    return len(names) > 1 and not any(" " in name for name in names)


def _is_told_otherwise(places: AuthorPlaces, worded: tuple[Candidate, ...]) -> bool:
    """Return whether by-lines name people, and the declared ones are not to be seen anywhere.

    Such a page is declared to be of whoever put it into the system.
    """
    declared = {
        word_key(item.value) for item in _names((*_trusted(places), *_json_ld_people(places)))
    }
    shown = {word_key(item.value) for item in _names(worded)}
    is_full = any(" " in name for name in declared) and any(" " in name for name in shown)
    if not is_full or declared & shown:
        return False
    text = f" {word_key(visible_text_of(places.tree))} "
    return not any(f" {name} " in text for name in declared)


def _trusted(places: AuthorPlaces) -> tuple[Candidate, ...]:
    return pick(places.metas, meta_tables.TRUSTED_AUTHORS, "parsely")


def _for_want_of_others(places: AuthorPlaces) -> tuple[Candidate, ...]:
    found = read_lone_byline(places.tree)
    if not found and places.headline is not None:
        found = read_plain_byline(places.headline, OtherStories(places.headline))
    return found or read_linked_names(places.tree)


def _completed(people: list[Candidate], places: AuthorPlaces) -> Iterator[Candidate]:
    """Yield the lone by-line that gives a first name its last: "Ada" is declared for Ada Long."""
    first = {word_key(item.value) for item in people}
    for item in _names(read_lone_byline(places.tree)):
        if word_key(item.value.split()[0]) in first:
            yield item


def _signature(places: AuthorPlaces) -> tuple[Candidate, ...]:
    if places.headline is None or any("News" in name for name in types_of(places.node)):
        return ()
    metas = pick(places.metas, (*meta_tables.ARTICLE_AUTHORS, *meta_tables.OTHER_AUTHORS))
    declared = (*chain(*map(texts_of, _people(places))), *(item.value for item in metas))
    return read_signature(places.headline, declared)


def _names(told: Iterable[Candidate]) -> Iterator[Candidate]:
    for item in told:
        for name in _people_in(item.value):
            yield Candidate(value=name, source=item.source)


def _people_in(text: str) -> tuple[str, ...]:
    names = read_names(text)
    # A word beside a full name is a section, a place, the next label.
    return tuple(filter(is_full_name, names)) or names


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
    return all_of("jsonld", chain(*map(texts_of, people)))


def _people(places: AuthorPlaces) -> list[object]:
    return people_of(places.node, places.nodes)


def _is_organisation(value: object) -> bool:
    types = types_of(value) if isinstance(value, dict) else ()
    return any("Organization" in name for name in types) and "Person" not in types
