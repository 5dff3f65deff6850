"""The name of the publication: without slogan, section or headline, and better than its address."""

import re
from collections.abc import Iterable

from pipelines.extraction.headline.site_names import (
    TITLE_BORDER,
    host_keys,
    page_addresses,
    unaccented_words,
)
from pipelines.items import Candidate, Metadata
from pipelines.normalization import folded_words, letter_key, word_key
from pipelines.urls import registered_domain

_GIVEN = "source"
"""The user's own word for it stays as it is."""
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,12}/?", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_OUTER_SIGNS = " |–—·•»«:/-"
_ARTICLES = frozenset(
    {"das", "de", "der", "die", "el", "gli", "het", "i", "il", "l", "la", "las", "le", "les", "lo",
     "los", "o", "os", "the"}
)  # fmt: skip
_MIN_WORDS_OF_HEADLINE = 4
_MIN_INITIALS = 2


def choose_publisher(metadata: Metadata) -> Candidate | None:
    """Return the name of the publication, ``None`` where neither page nor titles tell one.

    The first one counts, cut to the part that another name or the host repeats. An address, a lone
    word that has nothing to do with the host ("Health") and a name without capitals give way to a
    later name that spells the host, be it one in a title.
    """
    given = next((item for item in metadata.site_names if item.source == _GIVEN), None)
    if given is not None:
        return given
    hosts = _host_keys(metadata)
    named = _worded(metadata.site_names)
    told = _without_headlines(named, metadata)
    if not told:
        last = next(iter((*metadata.title_names, *named)), None)
        return _without_scheme(last) if last else None
    first = told[0]
    own = _own_part(first.value, [item.value for item in told[1:]], hosts)
    if _is_weak(own, hosts):
        for item in (*told[1:], *metadata.title_names):
            name = _own_part(item.value, (), hosts)
            if _spells(name, hosts) and not _ADDRESS.fullmatch(name):
                return Candidate(value=name, source=item.source)
    return _without_scheme(Candidate(value=own, source=first.source))


def _without_scheme(name: Candidate) -> Candidate:
    if not _ADDRESS.fullmatch(name.value):
        return name
    return Candidate(value=_SCHEME.sub("", name.value).rstrip("/"), source=name.source)


def _worded(told: Iterable[Candidate]) -> list[Candidate]:
    """Return the names that have letters, without borders at their ends."""
    cleaned = (Candidate(value=item.value.strip(_OUTER_SIGNS), source=item.source) for item in told)
    return [item for item in cleaned if folded_words(item.value)]


def _without_headlines(named: Iterable[Candidate], metadata: Metadata) -> list[Candidate]:
    titles = {word_key(item.value) for item in metadata.titles}
    return [
        item
        for item in named
        if word_key(item.value) not in titles
        or len(folded_words(item.value)) < _MIN_WORDS_OF_HEADLINE
    ]


def _own_part(name: str, others: Iterable[str], hosts: frozenset[str]) -> str:
    """Return the part of a name that is the name: another one says so, or it spells the host.

    Capitals in front of a name are its initials ("BBC - British …"), which say less.
    """
    parts = [part.strip(_OUTER_SIGNS) for part in TITLE_BORDER.split(name)]
    if len(parts) < 2:
        return name
    told = {word_key(other) for other in others}
    same = [part for part in parts if word_key(part) in told]
    spelled = [part for part in parts if _spells(part, hosts) and not part.isupper()]
    return next(iter((*same, *spelled)), name)


def _is_weak(name: str, hosts: frozenset[str]) -> bool:
    if _ADDRESS.fullmatch(name) or name.islower():
        return True
    return len(folded_words(name)) == 1 and not _spells(name, hosts)


def _spells(name: str, hosts: frozenset[str]) -> bool:
    """Return whether a name spells a host: its letters, without an article, or its initials."""
    found = unaccented_words(name)
    spelled = {"".join(found)}
    if found and found[0] in _ARTICLES:
        spelled.add("".join(found[1:]))
    if len(found) >= _MIN_INITIALS:
        spelled.add("".join(word[0] for word in found))
    return not spelled.isdisjoint(hosts)


def _host_keys(metadata: Metadata) -> frozenset[str]:
    """Return the keys of the page's hosts, and of its domains with their endings."""
    addresses = page_addresses(metadata)
    whole = (letter_key(registered_domain(address)) for address in addresses)
    return frozenset(key for key in (*host_keys(addresses), *whole) if key)
