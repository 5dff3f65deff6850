"""Which sitemaps of an index are read: those that hold the newest stories.

Indexes tell little: many give no ``lastmod``, or all the time at which they were made; WordPress
puts its oldest stories first. So the addresses count too: what they hold (``news``, ``category``),
the day or month they are for, and their number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from crawler.discovery.discovered import SitemapChild
from crawler.discovery.moments import read_moment

_WORD = re.compile(r"[^\W\d_]+")
_NEWS_WORDS = frozenset({"breaking", "current", "googlenews", "latest", "news", "recent", "today"})
_SIDE_WORDS = frozenset(
    {
        *("author", "authors", "auteur", "auteurs", "autor", "autoren", "autores", "categories"),
        *("categoria", "categorie", "category", "contributor", "contributors", "event", "events"),
        *("galleries", "gallery", "image", "images", "kategorie", "kategorien", "people"),
        *("person", "podcast", "podcasts", "product", "products", "profile", "profiles"),
        *("schlagwort", "shop", "static", "tag", "tags", "taxonomies", "taxonomy", "user"),
        *("users", "video", "videos"),
    }
)
_PAGES = re.compile(r"(?:^|[/_.-])(?:posts-page-\d|pages?(?![/_-]?\d)(?=[/_.-]|$))")
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)"
    r"(?:[a-z&=/_-]{0,7}(?P<month>0[1-9]|1[0-2]|[1-9](?!\d))"
    r"(?:[a-z&=/_-]{0,7}(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?)?(?!\d)"
)
_NUMBER = re.compile(r"\d{1,6}")
_MADE_AT_ONCE = timedelta(hours=1)
"""Children that changed within so short a time were all written when the index was."""
_NEVER = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """What tells how new the stories of a child are; compared in the order of ``rank``."""

    child: SitemapChild
    is_news: bool
    day: tuple[int, int, int]
    """The last one that the child is for, else that of its last change."""
    lastmod: datetime | None
    number: int | None

    @property
    def rank(self) -> tuple[bool, tuple[int, int, int], float]:
        return self.is_news, self.day, self.lastmod.timestamp() if self.lastmod else 0.0


def choose_children(children: Sequence[SitemapChild], at_most: int) -> tuple[SitemapChild, ...]:
    """Return the sitemaps of an index to be read, those of the newest stories first.

    Sitemaps of authors, categories, pages or pictures are left out where there are others.
    """
    known = {child.url: child for child in children}
    stories = _of_stories(tuple(known.values()))
    marks = _marks(stories, has_lastmod=len(stories) <= at_most or not _made_at_once(stories))
    ranked = sorted(marks, key=lambda mark: (mark.rank, mark.number or 0), reverse=True)
    first, last = ranked[:at_most], ranked[-1:]
    # Where only numbers part them, nobody knows at which end of them the new stories are.
    if len(ranked) > at_most and _parted_by_number(first[-1], last[0]):
        first = first[:-1] + last
    return tuple(mark.child for mark in first)


def is_for_news(child: SitemapChild) -> bool:
    """Return whether a sitemap calls itself one of the newest stories, of no certain day."""
    path = _path(child)
    return not _NEWS_WORDS.isdisjoint(_WORD.findall(path)) and not _DATE.search(path)


def _of_stories(children: tuple[SitemapChild, ...]) -> tuple[SitemapChild, ...]:
    """Return the children that do not say they are of something else; all when all do."""
    words = [frozenset(_WORD.findall(_path(child))) for child in children]
    shared = frozenset.intersection(*words) if words else frozenset()
    sides = _SIDE_WORDS - shared
    kept = tuple(
        child
        for child, own in zip(children, words, strict=True)
        if sides.isdisjoint(own) and not _PAGES.search(urlsplit(child.url).path.lower())
    )
    return kept or children


def _made_at_once(children: Sequence[SitemapChild]) -> bool:
    moments = [moment for child in children if (moment := read_moment(child.lastmod))]
    return not moments or max(moments) - min(moments) < _MADE_AT_ONCE


def _marks(children: Sequence[SitemapChild], *, has_lastmod: bool) -> list[_Mark]:
    has_news = not all(map(is_for_news, children))
    return [_mark(child, has_lastmod, has_news) for child in children]


def _mark(child: SitemapChild, has_lastmod: bool, has_news: bool) -> _Mark:
    path = _path(child)
    lastmod = read_moment(child.lastmod) if has_lastmod else None
    numbers = _NUMBER.findall(_DATE.sub("", path))
    return _Mark(
        child=child,
        is_news=has_news and is_for_news(child),
        day=_day(path) or ((lastmod.year, lastmod.month, lastmod.day) if lastmod else _NEVER),
        lastmod=lastmod,
        number=int(numbers[-1]) if numbers else None,
    )


def _day(path: str) -> tuple[int, int, int] | None:
    """Return the last day that an address is for: that of the month, or of the year."""
    dates = list(_DATE.finditer(path))
    if not dates:
        return None
    found = max(dates, key=lambda date: len(date[0]))
    return int(found["year"]), int(found["month"] or 12), int(found["day"] or 31)


def _parted_by_number(one: _Mark, other: _Mark) -> bool:
    return one.rank == other.rank and one.number not in {None, other.number}


def _path(child: SitemapChild) -> str:
    """Return what stands behind the host of an address, in small letters."""
    parts = urlsplit(child.url)
    return unquote(f"{parts.path}?{parts.query}").lower()
