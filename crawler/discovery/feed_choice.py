"""Whether a feed that a page links to tells of the stories of that page.

Heads of pages name more than the page's own feed: that of the whole site on a section page, of
another language, of a podcast, of a system that was left years ago.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.discovery.address_shapes import is_home_page, url_score
from crawler.discovery.moments import entry_moment
from pipelines.items import Entry
from pipelines.normalization import word_key
from pipelines.urls import canonicalize_url

_MIN_LISTED = 5
"""A page that lists fewer stories says nothing about a feed: it may be built by scripts."""
_COMPARED = 10
"""Entries of a feed that are looked for on the page, its first."""
_OUT_OF_DATE = timedelta(days=60)


def is_feed_of(feed: Sequence[Entry], page: Sequence[Entry], url: str) -> bool:
    """Return whether a feed has the stories that a page lists, or the page lists too few to say.

    Of a home page one story is enough, of a section page it is more than half of the feed's first
    ones: the feed of the whole site has some of them as well.
    """
    if len(page) < _MIN_LISTED:
        return True
    listed = {key for entry in page for key in _keys(entry)}
    first = feed[: min(_COMPARED, len(page))]
    shared = sum(not listed.isdisjoint(_keys(entry)) for entry in first)
    return shared > (0 if is_home_page(url) else len(first) / 2)


def is_out_of_date(feed: Sequence[Entry], now: datetime) -> bool:
    """Return whether the newest date of a feed is months old; without dates it is not."""
    moments = [moment for entry in feed if (moment := entry_moment(entry))]
    return bool(moments) and max(moments) < now - _OUT_OF_DATE


def _keys(entry: Entry) -> Iterator[str]:
    """Yield what tells a story: its address without what only says how one came, its headline."""
    parts = urlsplit(canonicalize_url(entry.url))
    path = parts.path.rstrip("/")
    is_whole = url_score(f"https://{parts.netloc}{path}") > 0
    yield f"{parts.netloc.removeprefix('www.')}{path}" + ("" if is_whole else f"?{parts.query}")
    headline = word_key(entry.title or "")
    if headline.count(" ") >= 2 or len(headline) >= 12:
        yield headline
