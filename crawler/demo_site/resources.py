"""Everything that one host of the demo site answers, by path."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from crawler.demo_site import feeds, pages
from crawler.demo_site.pages import Edition
from crawler.demo_site.stories import Story
from crawler.demo_site.traps import robots_txt, trap_pages, trap_paths

_HTML = "text/html; charset=utf-8"
_PAGE_TYPES = {"utf-8": _HTML, "no-charset": "text/html", "wrong-charset": _HTML}
_CARDS_A_PAGE = 3
_ROBOTS_PATH = "/robots.txt"
_SITEMAP_PATH = "/sitemap-news.xml.gz"

ResourceRole = Literal["robots", "source", "page"]
Announcement = tuple[str, str, bytes]
"""Path, content type and body of a feed, sitemap or listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One answer: body, type and what a client may ask it by again."""

    body: bytes = field(repr=False)
    content_type: str
    last_modified: datetime
    role: ResourceRole = "page"

    @property
    def etag(self) -> str:
        """The entity tag, quotation marks included (RFC 9110, section 8.8.3)."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


def host_resources(edition: Edition) -> dict[str, Resource]:
    """Return all resources of a host by path, query included."""
    newest = max(edition.modified(story) for story in edition.stories())
    resources = {
        path: Resource(
            body=body,
            content_type=content_type,
            last_modified=newest,
            role="robots" if path == _ROBOTS_PATH else "source",
        )
        for path, content_type, body in _announcements(edition)
    }
    for path, body in trap_pages(edition).items():
        resources[path] = Resource(body=body, content_type=_HTML, last_modified=newest)
    for story in edition.stories():
        resources.update(_story_resources(edition, story))
    return resources


def _announcements(edition: Edition) -> Iterator[Announcement]:
    style = edition.host.style
    feed_type, render = _SOURCES.get(style, (None, None))
    yield _ROBOTS_PATH, "text/plain; charset=utf-8", robots_txt(edition)
    yield "/", _HTML, pages.home_page(edition, feed_type)
    if feed_type is not None and render is not None:
        yield edition.host.source_path, feed_type, render(edition)
    yield from _MORE.get(style, _nothing)(edition)


def _story_resources(edition: Edition, story: Story) -> Iterator[tuple[str, Resource]]:
    path = edition.host.path_of(story)
    changed = edition.modified(story)
    yield (
        path,
        Resource(
            body=pages.story_page(edition, story),
            content_type=_PAGE_TYPES[story.encoding],
            last_modified=changed,
        ),
    )
    if story.has_amp:
        body = pages.amp_page(edition, story)
        yield f"/amp{path}", Resource(body=body, content_type=_HTML, last_modified=changed)


def _sitemaps(edition: Edition) -> Iterator[Announcement]:
    index = feeds.sitemap_index(edition, _SITEMAP_PATH)
    yield edition.host.source_path, "application/xml", index
    yield _SITEMAP_PATH, "application/gzip", feeds.news_sitemap(edition)


def _listing(edition: Edition) -> Iterator[Announcement]:
    stories = edition.stories()
    path = edition.host.source_path
    chunks = [
        stories[start : start + _CARDS_A_PAGE] for start in range(0, len(stories), _CARDS_A_PAGE)
    ]
    urls = {n: path if n == 1 else f"{path}?pagina={n}" for n in range(1, len(chunks) + 1)}
    for number, chunk in enumerate(chunks, start=1):
        others = {n: url for n, url in urls.items() if n != number}
        yield urls[number], _HTML, pages.listing_page(edition, chunk, others)


def _nothing(_edition: Edition) -> Iterator[Announcement]:
    return iter(())


_SOURCES: Mapping[str, tuple[str, Callable[[Edition], bytes]]] = {
    "courier": ("application/rss+xml", lambda edition: feeds.rss(edition, trap_paths(edition))),
    "gazette": (
        "application/feed+json",
        lambda edition: feeds.json_feed(edition, trap_paths(edition)),
    ),
    "hafenbote": ("application/atom+xml", feeds.atom),
    "laguna": ("application/rdf+xml", lambda edition: feeds.rdf(edition, trap_paths(edition))),
}
_MORE: Mapping[str, Callable[[Edition], Iterator[Announcement]]] = {
    "faro": _listing,
    "rechnoy": _sitemaps,
}
