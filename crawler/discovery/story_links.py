"""Which links of one page lead to one story: addresses that differ only in how one came.

Beside the parameters that are known to track readers, sites have their own that name the place on
the page (``mod=top_stories``, ``itid=hp_lead_3``). The page itself shows which: they stand behind
many addresses of stories, with several values, and another value leads to no other headline.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from crawler.discovery.address_shapes import url_score

_MIN_PATHS = 4
_MIN_VALUES = 2
_MIN_LETTERS = 2
"""Values that are numbers name stories, those of places have words in them."""
_MAX_RENAMED_SHARE = 0.25
"""Some stories stand on a page twice, under two headlines."""


def place_parameters(links: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the names of parameters that only tell where on the page a link stood.

    ``links`` are canonical addresses with the texts of their links, empty for those that name no
    story.
    """
    values: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for url, text in links:
        parts = urlsplit(url)
        bare = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        if not parts.query or url_score(bare) < 1.5:
            continue
        for name, value in parse_qsl(parts.query[:2_000]):
            values[name].add(value)
            titles[name][bare].update({text} - {""})
    return frozenset(
        name for name, of_name in titles.items() if _tells_places(values[name], of_name)
    )


def story_key(canonical_url: str) -> str:
    """Return what is equal for the addresses of one story: without scheme and ``www.``."""
    _, _, rest = canonical_url.partition("://")
    path, mark, query = rest.removeprefix("www.").partition("?")
    return path.rstrip("/") + mark + query


def without_parameters(url: str, names: frozenset[str]) -> str:
    """Return an address without some parameters, as it was written."""
    parts = urlsplit(url)
    if not names or not parts.query:
        return url
    kept = [piece for piece in parts.query.split("&") if piece.partition("=")[0] not in names]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _tells_places(values: set[str], titles: Mapping[str, set[str]]) -> bool:
    if len(titles) < _MIN_PATHS or len(values) < _MIN_VALUES:
        return False
    are_words = all(sum(c.isalpha() for c in value) >= _MIN_LETTERS for value in values)
    # One address with two headlines: what the parameter says is which story is meant.
    renamed = sum(len(texts) > 1 for texts in titles.values())
    return are_words and renamed <= _MAX_RENAMED_SHARE * len(titles)
