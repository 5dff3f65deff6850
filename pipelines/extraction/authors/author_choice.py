"""Who wrote a story, out of the candidates of all sources."""

from pipelines.extraction.authors.author_sources import (
    DECLARED_TWICE,
    HANDLE,
    ORGANISATION,
    RULE,
    SHOWN_ORGANISATION,
)
from pipelines.extraction.authors.names import is_business_like, is_person_like
from pipelines.extraction.headline.site_names import is_domain_name, is_site_name
from pipelines.items import Metadata
from pipelines.normalization import word_key

_MAX_AUTHORS = 12
_BYLINES = ("rel", "byline")
_VISIBLE_AUTHORS = (*_BYLINES, "profile")
_ORGANISATIONS = (ORGANISATION, SHOWN_ORGANISATION, HANDLE, DECLARED_TWICE)
_SOURCES_OF_OWN_NAMES = ("jsonld", "rel", "article", "meta", "byline")


def choose_authors(metadata: Metadata) -> tuple[str, ...]:
    """Return the people of the best source that names any, in their order, each once.

    Whoever the user's rule names goes before all others, be it a person or not. Sources come in
    their order of trust, but a by-line that a second visible source confirms goes before a lone
    ``meta`` element, and a longer list that holds all names of a shorter one before that when two
    sources give it. Where no person is named, the organisation that a by-line names is the author.
    The publication itself is no person; only where nobody else is named it counts, if its name is
    that of a person (a writer's own site) or stands in a by-line. A handle comes last. A name in
    small letters or in capitals alone is written as another source writes it.
    """
    named = _people_by_source(metadata)
    people = {source: names for source, names in named.items() if names}
    best = RULE if RULE in people else _best_source(people)
    names = tuple(people[best].values()) if best else ()
    names = names or _first_of(metadata, SHOWN_ORGANISATION) or _own_name(metadata)
    names = names or _first_of(metadata, RULE)
    names = names or _handle(metadata) or _first_of(metadata, DECLARED_TWICE)
    # More than these are the categories or the staff of a site.
    return tuple(_spelled(n, metadata) for n in names) if len(names) <= _MAX_AUTHORS else ()


def _spelled(name: str, metadata: Metadata) -> str:
    """Return a name as a source writes it that tells capitals from small letters, if one does."""
    if not _has_one_case(name):
        return name
    same = (item.value for item in metadata.authors if word_key(item.value) == word_key(name))
    return next((value for value in same if not _has_one_case(value)), name)


def _has_one_case(name: str) -> bool:
    # One word in capitals is an acronym.
    return name.islower() or (name.isupper() and " " in name)


def _people_by_source(metadata: Metadata) -> dict[str, dict[str, str]]:
    by_source: dict[str, dict[str, str]] = {}
    for item in metadata.authors:
        if (
            item.source not in _ORGANISATIONS
            and (item.source == RULE or is_person_like(item.value))
            and not is_site_name(item.value, metadata)
        ):
            by_source.setdefault(item.source, {}).setdefault(word_key(item.value), item.value)
    return {source: _told_names(source, names) for source, names in by_source.items()}


def _told_names(source: str, names: dict[str, str]) -> dict[str, str]:
    """Return what a source names, without single words of visible elements beside full names.

    Those are the labels and links of a line of details: "Date", "Source", "History".
    """
    full = {key: name for key, name in names.items() if " " in key}
    return full if full and source in _VISIBLE_AUTHORS else names


def _best_source(people: dict[str, dict[str, str]]) -> str | None:
    # A source that only has single words gives account names; a later one may have the person's.
    full = [source for source, names in people.items() if any(" " in key for key in names)]
    best = next(iter(full or people), None)
    if best is None:
        return None
    own = people[best].keys()
    # A link to a person's page may be in the text.
    seen = [source for source in full if source in _BYLINES]
    if best == "meta" and seen and not any(own & people[source].keys() for source in seen):
        return seen[0]
    longer = [source for source in full if own < people[source].keys()]
    # The visible sources read the same elements, so one of them confirms none of the others.
    declared = next((source for source in longer if source not in _VISIBLE_AUTHORS), None)
    is_seen = declared is not None and any(
        people[source].keys() == people[declared].keys()
        for source in longer
        if source in _VISIBLE_AUTHORS
    )
    return declared if is_seen else best


def _first_of(metadata: Metadata, source: str) -> tuple[str, ...]:
    return tuple(item.value for item in metadata.authors if item.source == source)[:1]


def _handle(metadata: Metadata) -> tuple[str, ...]:
    """Return the handle that signs a page; that of a whole domain is the publication's."""
    return tuple(n for n in _first_of(metadata, HANDLE) if not is_domain_name(n, metadata))


def _own_name(metadata: Metadata) -> tuple[str, ...]:
    """Return the name that the site itself has, from the best source that gives it.

    That of a person may be declared; any other has to stand in a by-line.
    """
    named = [
        item
        for item in metadata.authors
        if item.source in _SOURCES_OF_OWN_NAMES and is_person_like(item.value)
    ]
    own = [item for item in named if not is_business_like(item.value)]
    own = own or [item for item in named if item.source in _VISIBLE_AUTHORS]
    return tuple(dict.fromkeys(item.value for item in own if item.source == own[0].source))
