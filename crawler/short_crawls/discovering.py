"""Looks what sources there are behind an address: feeds, sitemaps, listings."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure
from typing_extensions import override

from crawler import converters
from crawler.discovery.autodiscovery import is_aside_feed
from crawler.discovery.detection import read_source
from crawler.discovery.discovered import KINDS_OF_SOURCES, Discovered, FoundKind
from crawler.discovery.feed_choice import is_feed_of, is_out_of_date
from crawler.discovery.moments import entry_moment
from crawler.discovery.sitemap_choice import is_for_news
from crawler.limits.robots_rules import named_sitemaps
from crawler.middlewares.robots_memory import robots_host
from crawler.short_crawls.one_spider import run_spider, short_settings
from crawler.spiders.failures import describe_failure, describe_status
from crawler.state.robots_files import RobotsFile
from pipelines.errors import SourceError
from pipelines.items import Entry
from pipelines.urls import canonicalize_url, is_same_site

_MAX_FEEDS = 10
_MAX_SITEMAPS = 5
_MAX_NEWS_CHILDREN = 2
"""Sitemaps of an index that are looked at as sources of their own: those that are for news."""
_ROBOTS = "/robots.txt"
_USUAL_FEEDS = ("feed/", "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
_USUAL_NEWS_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
_USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
"""Where programs that make sites put these; asked for one after the other until one is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """A source that was read."""

    url: str
    """Final URL, after redirects."""
    kind: FoundKind
    stories: int
    """Entries that it announces now itself; 0 for an index, whose sitemaps do."""
    title: str | None
    newest: date | None = None
    """Day of its newest story; ``None`` when it tells no dates that programs write."""
    is_aside: bool = False
    """A feed of comments or podcasts, or one that has had nothing new for months."""
    is_of_page: bool = True
    """No feed of other stories than those that the page at the address lists."""
    story_host: str | None = None
    """Where most of its stories are when none is on its own site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSource:
    """An address that gave none, and why."""

    url: str
    reason: str
    detail: str
    is_asked_for: bool
    """It is the address that was given, not one that was found on the way."""


Finding = FoundSource | NoSource


def discover_sources(
    url: str, overrides: Mapping[str, object], take: Callable[[Finding], None]
) -> int | None:
    """Look behind an address and return the signal that ended the work early, else ``None``.

    The page itself, the feeds it links to, the sitemaps of its ``robots.txt`` and those for news of
    an index are read; for want of these, the addresses at which most sites have them.

    Args:
        url: absolute http(s) URL.
        overrides: Scrapy settings that override those of ``crawler.settings``.
        take: called with what was found, as soon as it is.
    """

    def receive(item: object) -> None:
        if isinstance(item, FoundSource | NoSource):
            take(item)

    return run_spider(DiscoverSpider, short_settings({}, overrides), receive, url=url)


class _RobotsFiles:
    """The robots.txt that a short crawl has read."""

    def __init__(self) -> None:
        self._files: dict[str, RobotsFile] = {}

    def get(self, host: str, now: datetime) -> RobotsFile | None:
        del now  # it is over before any file is old
        return self._files.get(host)

    def put(self, host: str, file: RobotsFile, fresh_until: datetime) -> None:
        del fresh_until
        self._files[host] = file


class DiscoverSpider(Spider):
    """Reads an address and what it leads to, each once; what it finds are its items."""

    name = "discover"

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self._url = url
        self._seen = {url}
        self.robots_files = _RobotsFiles()
        self._feeds: dict[frozenset[str], str] = {}
        self._listed: tuple[Entry, ...] = ()

    @override
    async def start(self) -> AsyncIterator[Any]:
        """Yield the request for the address."""
        yield self._request(self._url)

    def parse_source(self, response: Response) -> Iterator[Finding | Request]:
        """Yield what a document is, and requests for what it leads to."""
        failure = describe_status(response.status)
        if failure is not None:
            yield self._nothing(response.url, failure.reason, failure.detail)
            yield from self._next_usual(response.request)
            return
        found = None
        try:
            found = self._read(response)
        except SourceError as error:
            yield self._nothing(response.url, error.reason, error.message)
            yield from self._next_usual(response.request)
        else:
            yield from self._findings(found, response)
        if response.meta["is_first"]:
            if found is None or (found.kind == "html" and not found.feeds):
                yield from self._usual(response.url, _USUAL_FEEDS)
            yield from self._sitemaps(response.url)

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Yield requests for the sitemaps that a robots.txt names, or for the usual ones."""
        urls: list[str] = []
        if response.status == 200:
            urls = self._named_in(response.body, response.url)
        yield from self._named_or_usual(urls, response.url)

    def failed(self, failure: Failure) -> Iterator[NoSource | Request]:
        """Yield why a document could not be downloaded, and what is tried instead."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        why = describe_failure(failure)
        if not request.url.endswith(_ROBOTS):
            yield self._nothing(request.url, why.reason, why.detail)
            yield from self._next_usual(request)

    def _findings(self, found: Discovered, response: Response) -> Iterator[Finding | Request]:
        is_first = response.meta["is_first"]
        if is_first and found.kind == "html":
            self._listed = found.entries
        # A feed that somebody names is one, whether it has a story today or not.
        is_quiet_feed = is_first and KINDS_OF_SOURCES[found.kind] == "feed"
        if found.entries or found.child_sitemaps or is_quiet_feed:
            yield self._as_finding(found, response.url)
        yield from self._unseen(_further(found))

    def _sitemaps(self, url: str) -> Iterator[Request]:
        """Yield requests for the sitemaps of a host, whose rules were asked for already."""
        host = robots_host(url)
        file = self.robots_files.get(host, converters.now())
        if file is None:
            yield self._robots_request(url)
        else:
            rules_url = f"{host}{_ROBOTS}"
            yield from self._named_or_usual(self._named_in(file.body, rules_url), rules_url)

    def _named_in(self, body: bytes, url: str) -> list[str]:
        return [urljoin(url, named) for named in named_sitemaps(body)]

    def _named_or_usual(self, urls: list[str], rules_url: str) -> Iterator[Request]:
        """Yield requests for the sitemaps that a robots.txt names, or for the usual ones."""
        yield from self._unseen([url for url in urls if url.startswith("http")][:_MAX_SITEMAPS])
        if not urls:
            yield from self._usual(rules_url, _USUAL_NEWS_SITEMAPS)
            yield from self._usual(rules_url, _USUAL_SITEMAPS)

    def _unseen(self, urls: list[str]) -> Iterator[Request]:
        for url in urls:
            if url not in self._seen:
                self._seen.add(url)
                yield self._request(url)

    def _usual(self, url: str, paths: Sequence[str]) -> Iterator[Request]:
        """Yield the request for the first of some addresses; the others follow when it fails."""
        urls = tuple(dict.fromkeys(urljoin(url.rstrip("/") + "/", path) for path in paths))
        yield from self._first_unseen(urls)

    def _next_usual(self, request: Request | None) -> Iterator[Request]:
        if request is not None:
            yield from self._first_unseen(request.meta.get("usual", ()))

    def _first_unseen(self, urls: Sequence[str]) -> Iterator[Request]:
        for number, url in enumerate(urls):
            if url not in self._seen:
                self._seen.add(url)
                request = self._request(url)
                request.meta["usual"] = tuple(urls[number + 1 :])
                yield request
                return

    def _read(self, response: Response) -> Discovered:
        content_type = converters.content_type_of(response)
        found = read_source(response.body, content_type, response.url)
        if found.kind == "html" and "usual" in response.meta:
            # Many sites show their home page, or one that says so, for what they do not have.
            raise SourceError("no-feed", f"{response.url}: a page, no feed or sitemap")
        return found

    def _as_finding(self, found: Discovered, url: str) -> Finding:
        """Return a source, unless it is a feed with the stories of one that was read before."""
        source = _as_source(found, url)
        if source.kind != "feed" or source.is_aside:
            return source
        stories = frozenset(canonicalize_url(entry.url) for entry in found.entries)
        same = self._feeds.setdefault(stories, url)
        if same == url:
            return replace(source, is_of_page=is_feed_of(found.entries, self._listed, self._url))
        return self._nothing(url, "same-stories", f"{same} has the same stories")

    def _request(self, url: str) -> Request:
        return Request(
            url,
            callback=self.parse_source,
            errback=self.failed,
            meta={"is_first": url == self._url},
            dont_filter=True,
        )

    def _robots_request(self, url: str) -> Request:
        return Request(
            urljoin(url, _ROBOTS),
            callback=self.parse_robots,
            errback=self.failed,
            meta={"dont_obey_robotstxt": True},
            dont_filter=True,
        )

    def _nothing(self, url: str, reason: str, detail: str) -> NoSource:
        return NoSource(url=url, reason=reason, detail=detail, is_asked_for=url == self._url)


def _further(found: Discovered) -> list[str]:
    """Return the documents that one leads to which may be sources of their own."""
    news = [child.url for child in found.child_sitemaps if is_for_news(child)]
    return [feed.url for feed in found.feeds][:_MAX_FEEDS] + news[:_MAX_NEWS_CHILDREN]


def _as_source(found: Discovered, url: str) -> FoundSource:
    children = len(found.child_sitemaps)
    title = f"index of {children} sitemaps" if children else found.title
    newest = max(filter(None, map(entry_moment, found.entries)), default=None)
    kind = KINDS_OF_SOURCES[found.kind]
    is_old = kind == "feed" and is_out_of_date(found.entries, converters.now())
    return FoundSource(
        url=url,
        kind=kind,
        stories=len(found.entries),
        title=title,
        newest=newest and newest.date(),
        is_aside=is_old or (kind == "feed" and is_aside_feed(url, title)),
        story_host=_story_host(found, url),
    )


def _story_host(found: Discovered, url: str) -> str | None:
    """Return the host of most stories when none is on the site of the source."""
    if any(is_same_site(entry.url, url) for entry in found.entries):
        return None
    hosts = Counter(urlsplit(entry.url).hostname or "" for entry in found.entries)
    return hosts.most_common(1)[0][0] if hosts else None
