"""The names of the publication around a headline: ``Harbour opens | Coast | The Gazette``."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from pipelines.items import Metadata
from pipelines.normalization import (
    HAN_AND_KANA,
    count_words,
    folded_words,
    letter_key,
    word_key,
    word_parts,
)
from pipelines.urls import registered_domain

SPACELESS_BORDER = rf"(?<=[{HAN_AND_KANA}\u3000-\u303f\uff00-\uffef])[-_](?=[{HAN_AND_KANA}])"
"""The sign between a Chinese or Japanese headline and the name of its site."""
TITLE_BORDER = re.compile(
    r"\s+(?:[|–—·•»«›‹:/~<>]|-{1,2}|::)\s+|\s*\|\s*|\s+[|»]\s*|:\s+|" + SPACELESS_BORDER
)
_MAX_AFFIX_WORDS = 6
_MIN_TITLE_WORDS = 2
_MIN_HOST_CHARS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """What the parts of a title are compared with, as keys."""

    sites: frozenset[str]
    hosts: tuple[str, ...]
    places: frozenset[str]
    titles: Mapping[str, str]
    """What may be the headline, by its text."""


def known_names(metadata: Metadata) -> KnownNames:
    """Return the names that a page tells of its site and of its section."""
    addresses = page_addresses(metadata)
    hosts = host_keys(addresses)
    sites = frozenset(word_key(item.value) for item in metadata.site_names)
    sections = [item.value for item in metadata.sections]
    titles = [item.value for item in metadata.titles]
    shown = metadata.shown_headline
    if shown and word_key(shown) not in sites and not names_host(letter_key(shown), hosts):
        titles.append(shown)
    return KnownNames(
        sites=sites,
        hosts=hosts,
        places=frozenset(
            letter_key(part) for part in (*sections, *chain(*map(_path_parts, addresses)))
        ),
        titles={title: letter_key(title) for title in titles},
    )


def page_addresses(metadata: Metadata) -> tuple[str, ...]:
    """Return the addresses that a page has: those it declares, and the one it was had under."""
    return (*(item.value for item in metadata.canonical_urls), metadata.page_url)


def strip_site_names(title: str, known: KnownNames) -> str:
    """Return a title without the name of the publication in front or at the end.

    A part counts as one when it equals a known site name, resembles the host, names a section, or
    when another candidate is the title without it. Behind a colon only a site name does: "Report:"
    and a quotation belong to the headline. Something always stays.
    """
    others = {key for value, key in known.titles.items() if value != title}

    def is_affix(part: str, rest: str, border: str) -> bool:
        if (
            not part
            or count_words(rest) < _MIN_TITLE_WORDS
            or len(folded_words(part)) > _MAX_AFFIX_WORDS
        ):
            return False
        key = letter_key(part)
        if word_key(part) in known.sites or key in known.hosts:
            return True
        if ":" in border:
            is_other = key in others and any(host in key for host in known.hosts)
            return is_other or any(_is_most_of(key, host) for host in known.hosts)
        is_host = not TITLE_BORDER.search(part) and any(
            _is_most_of(key, host) or _holds(key, host) for host in known.hosts
        )
        return is_host or (key in known.places and key not in others) or letter_key(rest) in others

    return _strip(title, is_affix)


def is_between_borders(part: str, title: str) -> bool:
    """Return whether a text is a whole title or all that stands between two of its borders."""
    borders = list(TITLE_BORDER.finditer(title))
    starts = [0, *(border.end() for border in borders)]
    ends = [*(border.start() for border in borders), len(title)]
    key = letter_key(part)
    return any(
        letter_key(title[start:end]) == key for start in starts for end in ends if start < end
    )


def is_site_name(name: str, metadata: Metadata) -> bool:
    """Return whether a name is the publication's own, by what it calls itself and by its host."""
    own = word_parts(name)
    return any(own <= word_parts(item.value) for item in metadata.site_names) or any(
        letter_key(name) in _host_key(item.value) for item in metadata.canonical_urls
    )


def is_domain_name(name: str, metadata: Metadata) -> bool:
    """Return whether a name is all of the page's domain, without its ending."""
    return letter_key(name) in {domain_key(item.value) for item in metadata.canonical_urls}


def host_keys(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the letters and digits of hosts and domains, without their endings."""
    keys = (key for address in addresses for key in (_host_key(address), domain_key(address)))
    return tuple(dict.fromkeys(key for key in keys if key))


def domain_key(url: str) -> str:
    """Return the name of a domain alone: ``engine`` of ``blog.engine.example``."""
    return letter_key(registered_domain(url).partition(".")[0])


def names_host(key: str, hosts: Sequence[str]) -> bool:
    """Return whether a text says hardly more than the name of a host."""
    return any(
        _is_most_of(key, host) or (_holds(key, host) and len(key) < 2 * len(host)) for host in hosts
    )


def unaccented_words(name: str) -> Sequence[str]:
    """Return the words of a name without accents, which hosts do not have."""
    decomposed = unicodedata.normalize("NFKD", name)
    return folded_words("".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def _strip(title: str, is_affix: Callable[[str, str, str], bool]) -> str:
    borders = list(TITLE_BORDER.finditer(title))
    for border in borders[:3]:
        front, rest = title[: border.start()].strip(), title[border.end() :].strip()
        if is_affix(front, rest, border.group()):
            return _strip(rest, is_affix)
    for border in reversed(borders[-3:]):
        rest, end = title[: border.start()].strip(), title[border.end() :].strip()
        if is_affix(end, rest, border.group()):
            return _strip(rest, is_affix)
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
        return letter_key((urlsplit(url).hostname or "").removeprefix("www.").rsplit(".", 1)[0])
    except ValueError:
        return ""
