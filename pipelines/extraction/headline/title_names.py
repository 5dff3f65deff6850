"""The name of the publication in its titles: ``Harbour opens | The Gazette``.

A part of a title is the name when the page's host is made of it: ``thegazette.example`` of "The
Quay Gazette", ``sba.example`` of "Small Boats Association". Decision 15 says how sure that is.
"""

from collections.abc import Iterable, Iterator, Sequence

from pipelines.extraction.headline.site_names import TITLE_BORDER, names_host, unaccented_words
from pipelines.items import Candidate
from pipelines.normalization import folded_words

_SOURCE = "title"
_MAX_WORDS = 6
_MAX_SMALL_WORD_CHARS = 3
_MIN_HOST_CHARS = 3


def read_title_name(titles: Iterable[str], hosts: Sequence[str]) -> tuple[Candidate, ...]:
    """Return the name of the publication; empty when no title holds it.

    Args:
        titles: what the head of the page gives, best first.
        hosts: keys of the page's hosts and domains (``site_names.host_keys``).
    """
    for title in titles:
        for part, border in _ends(title):
            if len(folded_words(part)) > _MAX_WORDS:
                continue
            # Behind a colon a headline goes on.
            if _names(part, hosts) or (":" not in border and _makes(part, hosts)):
                return (Candidate(value=part, source=_SOURCE),)
    return ()


def _ends(title: str) -> Iterator[tuple[str, str]]:
    """Yield the last and the first part of a title, each with the sign that parts it."""
    borders = list(TITLE_BORDER.finditer(title))
    for border in borders[-1:]:
        yield title[border.end() :].strip(), border.group()
    for border in borders[:1]:
        yield title[: border.start()].strip(), border.group()


def _names(part: str, hosts: Sequence[str]) -> bool:
    key = "".join(unaccented_words(part))
    return key in hosts or names_host(key, hosts)


def _makes(part: str, hosts: Sequence[str]) -> bool:
    """Return whether a host is made of beginnings of words of a name, of half of them or more.

    Short words may be left out. Numbers that the host lacks are those of an issue or a version.
    """
    own = unaccented_words(part)
    least = max(sum(len(word) > _MAX_SMALL_WORD_CHARS for word in own), 1)
    return any(
        2 * _words_in(host, own) >= least
        and not any(word.isdigit() and word not in host for word in own)
        for host in hosts
        if len(host) >= _MIN_HOST_CHARS
    )


def _words_in(host: str, own: Sequence[str]) -> int:
    """Return of how many words, in their order, a host is made at most; 0 when it is not."""
    most = {0: 0}
    for word in own:
        for start, count in tuple(most.items()):
            for length in range(1, len(word) + 1):
                if not host.startswith(word[:length], start):
                    break
                end = start + length
                most[end] = max(most.get(end, 0), count + 1)
    return most.get(len(host), 0)
