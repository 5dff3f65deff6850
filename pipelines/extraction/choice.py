"""One value out of the candidates of a metadata field."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from pipelines.dates.findings import find_date
from pipelines.extraction.affixes import strip_affixes
from pipelines.extraction.blocks import line_key
from pipelines.extraction.names import (
    DECLARED_TWICE,
    HANDLE,
    ORGANISATION,
    SHOWN_ORGANISATION,
    is_business_like,
    is_person_like,
)
from pipelines.items import Candidate, Metadata
from pipelines.normalization import word_key, words
from pipelines.urls import registered_domain

_MIN_SHARED = 0.3
_MACHINE_SOURCES = ("jsonld", "og")
_TITLE_ORDER = ("jsonld", "og", "html", "feed", "listing", "sitemap")
_AFFIX_BORDER = re.compile(r"\s+(?:[|–—·•»«:/~<>]|-{1,2}|::)\s+|\s*\|\s*|\s+[|»]\s*|:\s+")
_MAX_AFFIX_WORDS = 6
_MIN_TITLE_WORDS = 2
_MIN_HOST_CHARS = 6
_MAX_TAGS = 50
_MAX_AUTHORS = 12
_BYLINES = ("rel", "byline")
_VISIBLE_AUTHORS = (*_BYLINES, "profile")
_ORGANISATIONS = (ORGANISATION, SHOWN_ORGANISATION, HANDLE, DECLARED_TWICE)
_DECLARED_AUTHORS = ("jsonld", "rel", "article", "meta", "byline")


def choose_title(metadata: Metadata) -> Candidate | None:
    """Return the headline without site names, or ``None`` when the page names none.

    The ``h1`` nearest to the window title wins; where it shares under 0.3 of its words with every
    other candidate it is no headline, and JSON-LD or OpenGraph decide.
    """
    for rule in _from(metadata.titles, ("rule",)):
        return rule
    known = _known_names(metadata)
    chosen = _choose_h1(metadata, known) or next(_ordered(metadata.titles), None)
    if chosen is None:
        return None
    title = strip_affixes(_strip(chosen.value, known), metadata.title_affixes)
    return Candidate(value=title, source=chosen.source)


def strip_site_names(title: str, metadata: Metadata) -> str:
    """Return a title without the name of the publication in front or at the end.

    A part counts as one when it equals a known site name, resembles the host, names a section, or
    when another candidate is the title without it. Behind a colon only a site name does: "Report:"
    and a quotation belong to the headline. Something always stays.
    """
    return _strip(title, _known_names(metadata))


@dataclass(frozen=True, slots=True, kw_only=True)
class _KnownNames:
    """What the parts of a title are compared with, as keys."""

    sites: frozenset[str]
    hosts: tuple[str, ...]
    places: frozenset[str]
    titles: Mapping[str, str]
    """Title candidates by their text."""


def _known_names(metadata: Metadata) -> _KnownNames:
    addresses = [item.value for item in metadata.canonical_urls]
    hosts = (key for address in addresses for key in (_host_key(address), _domain_key(address)))
    sections = [item.value for item in metadata.sections]
    return _KnownNames(
        sites=frozenset(word_key(item.value) for item in metadata.site_names),
        hosts=tuple(dict.fromkeys(host for host in hosts if host)),
        places=frozenset(
            line_key(part) for part in (*sections, *chain(*map(_path_parts, addresses)))
        ),
        titles={item.value: line_key(item.value) for item in metadata.titles},
    )


def _strip(title: str, known: _KnownNames) -> str:
    others = {key for value, key in known.titles.items() if value != title}

    def is_affix(part: str, rest: str, border: str) -> bool:
        if not part or len(words(rest)) < _MIN_TITLE_WORDS or len(words(part)) > _MAX_AFFIX_WORDS:
            return False
        key = line_key(part)
        if word_key(part) in known.sites or key in known.hosts:
            return True
        if ":" in border:
            is_other = key in others and any(host in key for host in known.hosts)
            return is_other or any(_is_most_of(key, host) for host in known.hosts)
        is_host = any(_is_most_of(key, host) or _holds(key, host) for host in known.hosts)
        return is_host or (key in known.places and key not in others) or line_key(rest) in others

    return _strip_affixes(title, is_affix)


def choose_authors(metadata: Metadata) -> tuple[str, ...]:
    """Return the people of the best source that names any, in their order, each once.

    Sources come in their order of trust, but a by-line that a second visible source confirms goes
    before a lone ``meta`` element, and a longer list that holds all names of a shorter one before
    that when two sources give it. Where no person is named, the organisation that a by-line names
    is the author. The publication itself is no person; only where nobody else is named it
    counts, if its name is that of a person (a writer's own site) or stands in a by-line. A handle
    comes last.
    """
    named = _people_by_source(metadata)
    people = {source: names for source, names in named.items() if names}
    best = _best_source(people)
    names = tuple(people[best].values()) if best else ()
    names = names or _first_of(metadata, SHOWN_ORGANISATION) or _own_name(metadata)
    names = names or _handle(metadata) or _first_of(metadata, DECLARED_TWICE)
    # More than these are the categories or the staff of a site.
    return names if len(names) <= _MAX_AUTHORS else ()


def is_site_name(name: str, metadata: Metadata) -> bool:
    """Return whether a name is the publication's own, by what it calls itself and by its host."""
    own = set(words(name))
    return any(own <= set(words(item.value)) for item in metadata.site_names) or any(
        line_key(name) in _host_key(item.value) for item in metadata.canonical_urls
    )


def choose_first(
    candidates: Iterable[Candidate],
    normalize: Callable[[str], str | None] = lambda value: value or None,
) -> str | None:
    """Return the first candidate that the function turns into a value, or ``None``."""
    for item in candidates:
        value = normalize(item.value)
        if value:
            return value
    return None


def choose_all(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Return the values of the best source, in their order, equal ones once (case ignored)."""
    items = tuple(candidates)
    values: dict[str, str] = {}
    for item in items:
        if item.source == items[0].source:
            values.setdefault(word_key(item.value) or item.value, item.value)
    return tuple(values.values())[:_MAX_TAGS]


def _people_by_source(metadata: Metadata) -> dict[str, dict[str, str]]:
    by_source: dict[str, dict[str, str]] = {}
    for item in metadata.authors:
        if (
            item.source not in _ORGANISATIONS
            and is_person_like(item.value)
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
    if best is None or best == "rule":
        return best
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
    domains = {_domain_key(item.value) for item in metadata.canonical_urls}
    return tuple(n for n in _first_of(metadata, HANDLE) if line_key(n) not in domains)


def _own_name(metadata: Metadata) -> tuple[str, ...]:
    """Return the name that the site itself has, from the best source that gives it.

    That of a person may be declared; any other has to stand in a by-line.
    """
    named = [
        item
        for item in metadata.authors
        if item.source in _DECLARED_AUTHORS and is_person_like(item.value)
    ]
    own = [item for item in named if not is_business_like(item.value)]
    own = own or [item for item in named if item.source in _VISIBLE_AUTHORS]
    return tuple(dict.fromkeys(item.value for item in own if item.source == own[0].source))


def _choose_h1(metadata: Metadata, known: _KnownNames) -> Candidate | None:
    headlines = [
        item for item in _from(metadata.titles, ("h1",)) if word_key(item.value) not in known.sites
    ]
    others = [item for item in metadata.titles if item.source != "h1"]
    if not headlines:
        return None
    windows = [item for item in others if item.source == "html"] or others
    best = max(headlines, key=lambda item: max((_likeness(item, o) for o in windows), default=0.0))
    stripped = {_strip(item.value, known) for item in others}
    is_named = any(_shared(best.value, other) >= _MIN_SHARED for other in stripped)
    has_better = any(item.source in _MACHINE_SOURCES for item in others)
    if not is_named and has_better:
        return None
    return Candidate(value=_without_label(best.value, others), source="h1")


def _likeness(a: Candidate, b: Candidate) -> float:
    left, right = set(words(a.value)), set(words(b.value))
    return len(left & right) / (len(left | right) or 1)


def _shared(headline: str, other: str) -> float:
    """Return the share of a headline's words that stand in another candidate."""
    if line_key(headline) in line_key(other):
        return 1.0
    own = set(words(headline))
    return len(own & set(words(other))) / (len(own) or 1)


def _without_label(headline: str, others: Iterable[Candidate]) -> str:
    """Return a headline without the section label in the same element ("Opinion What I…")."""
    for other in others:
        front = headline.removesuffix(other.value)
        is_label = front != headline and (len(words(front)) <= 2 or find_date(front) is not None)
        # "The Best…" beside "Best…" is no label, nor is "Report: …".
        is_word = len(front.strip()) > 3 and not front.rstrip().endswith(":")
        if other.source in _MACHINE_SOURCES and is_label and is_word:
            return other.value
    return headline


def _ordered(titles: tuple[Candidate, ...]) -> Iterator[Candidate]:
    return iter(
        sorted(
            (item for item in titles if item.source in _TITLE_ORDER),
            key=lambda item: _TITLE_ORDER.index(item.source),
        )
    )


def _from(candidates: Iterable[Candidate], sources: tuple[str, ...]) -> Iterable[Candidate]:
    return (item for item in candidates if item.source in sources)


def _strip_affixes(title: str, is_affix: Callable[[str, str, str], bool]) -> str:
    borders = list(_AFFIX_BORDER.finditer(title))
    for border in borders[:3]:
        front, rest = title[: border.start()].strip(), title[border.end() :].strip()
        if is_affix(front, rest, border.group()):
            return _strip_affixes(rest, is_affix)
    for border in reversed(borders[-3:]):
        rest, end = title[: border.start()].strip(), title[border.end() :].strip()
        if is_affix(end, rest, border.group()):
            return _strip_affixes(rest, is_affix)
    return title


def _is_most_of(key: str, host: str) -> bool:
    return len(key) > 3 and key in host and 2 * len(key) > len(host)


def _holds(key: str, host: str) -> bool:
    return len(host) >= _MIN_HOST_CHARS and host in key


def _path_parts(url: str) -> list[str]:
    """Return the parts of a path that lead to the page, without its own."""
    try:
        return urlsplit(url).path.strip("/").split("/")[:-1]
    except ValueError:
        return []


def _host_key(url: str) -> str:
    try:
        return line_key((urlsplit(url).hostname or "").removeprefix("www.").rsplit(".", 1)[0])
    except ValueError:
        return ""


def _domain_key(url: str) -> str:
    """Return the name of a domain alone: ``engine`` of ``blog.engine.example``."""
    return line_key(registered_domain(url).partition(".")[0])
