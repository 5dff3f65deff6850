"""Marks that the address of a page shows of its kind."""

import re
from urllib.parse import parse_qsl, urlsplit

from pipelines.extraction.kinds.mark_words import load_mark_words

_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(r"(?:^|[/_-])(?:19|20)\d\d[/_-]?(?:0?[1-9]|1[0-2])(?:[/_-]|\d\d|$)")
_LONG_NUMBER = re.compile(r"\d{5,}")
_PAGE_KEYS = frozenset({"cat", "category", "filter", "page", "q", "query", "s", "search", "sort"})
_MANY_WORDS = 8


def read_url_marks(url: str) -> dict[str, float]:
    """Return what an address says, each mark 0 to 1; none for an address that cannot be read."""
    try:
        parts = urlsplit(url)
        query = {key.lower() for key, _ in parse_qsl(parts.query)}
    except ValueError:
        return {}
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    last = segments[-1] if segments else ""
    # The slug tells of the story, the segments before it and the host of the place it stands in.
    places = {word for text in segments[:-1] for word in _WORD.findall(text)}
    places.update(_WORD.findall((parts.hostname or "").split(".")[0]))
    slug = _WORD.findall(last)
    if len(slug) <= 2:
        places.update(slug)
    marks = {
        f"url_{name}": float(not places.isdisjoint(words))
        for name, words in load_mark_words()["url_words"].items()
    }
    marks["url_root"] = float(not segments)
    marks["url_slug"] = min(1.0, len(slug) / _MANY_WORDS)
    marks["url_depth"] = min(1.0, len(segments) / 5)
    marks["url_date"] = float(bool(_DATE.search(parts.path)))
    marks["url_number"] = float(bool(_LONG_NUMBER.search(parts.path)))
    marks["url_query"] = float(not query.isdisjoint(_PAGE_KEYS))
    marks["url_folder"] = float(parts.path.endswith("/") and len(slug) <= 2)
    return marks
