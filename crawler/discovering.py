"""Looks what sources there are behind an address: feeds, sitemaps, listings."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure
from typing_extensions import override

from crawler import converters
from crawler.discovery.detection import read_source
from crawler.discovery.discovered import KINDS_OF_SOURCES, Discovered, FoundKind
from crawler.middlewares.robots_memory import robots_host
from crawler.robots_rules import named_sitemaps
from crawler.short_crawl import run_spider, short_settings
from crawler.spiders.failures import describe_failure, describe_status
from crawler.state.robots_files import RobotsFile
from pipelines.errors import SourceError

_MAX_FEEDS = 10
_MAX_SITEMAPS = 5
_ROBOTS = "/robots.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """A source that was read."""

    url: str
    """Final URL, after redirects."""
    kind: FoundKind
    stories: int
    """Entries that it announces now itself; 0 for an index, whose sitemaps do."""
    title: str | None


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

    The page itself, the feeds it links to and the sitemaps of its ``robots.txt`` are read.

    Args:
        url: absolute http(s) URL.
        overrides: Scrapy settings that override those of ``crawler.settings``.
        take: called with what was found, as soon as it is.
    """

    def receive(item: object) -> None:
        if isinstance(item, FoundSource | NoSource):
            take(item)

    settings = short_settings({"DOWNLOAD_DELAY": 0.2}, overrides)
    return run_spider(DiscoverSpider, settings, receive, url=url)


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

    @override
    async def start(self) -> AsyncIterator[Any]:
        """Yield the request for the address."""
        yield self._request(self._url)

    def parse_source(self, response: Response) -> Iterator[Finding | Request]:
        """Yield what a document is, and requests for what it leads to."""
        failure = describe_status(response.status)
        if failure is not None:
            yield self._nothing(response.url, failure.reason, failure.detail)
            return
        content_type = converters.content_type_of(response)
        try:
            found = read_source(response.body, content_type, response.url)
        except SourceError as error:
            yield self._nothing(response.url, error.reason, error.message)
        else:
            # A feed that somebody names is one, whether it has a story today or not.
            is_quiet_feed = response.meta["is_first"] and KINDS_OF_SOURCES[found.kind] == "feed"
            if found.entries or found.child_sitemaps or is_quiet_feed:
                yield _as_source(found, response.url)
            yield from self._unseen([feed.url for feed in found.feeds][:_MAX_FEEDS])
        if response.meta["is_first"]:
            yield from self._sitemaps(response.url)

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Yield requests for the sitemaps that a robots.txt names."""
        if response.status == 200:
            yield from self._named_in(response.body, response.url)

    def failed(self, failure: Failure) -> Iterator[NoSource]:
        """Yield why a document could not be downloaded."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        why = describe_failure(failure)
        if not request.url.endswith(_ROBOTS):
            yield self._nothing(request.url, why.reason, why.detail)

    def _sitemaps(self, url: str) -> Iterator[Request]:
        """Yield requests for the sitemaps of a host, whose rules were asked for already."""
        host = robots_host(url)
        file = self.robots_files.get(host, converters.now())
        if file is None:
            yield self._robots_request(url)
        else:
            yield from self._named_in(file.body, f"{host}{_ROBOTS}")

    def _named_in(self, body: bytes, url: str) -> Iterator[Request]:
        urls = [urljoin(url, named) for named in named_sitemaps(body)]
        absolute = [named for named in urls if named.startswith("http")]
        yield from self._unseen(absolute[:_MAX_SITEMAPS])

    def _unseen(self, urls: list[str]) -> Iterator[Request]:
        for url in urls:
            if url not in self._seen:
                self._seen.add(url)
                yield self._request(url)

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


def _as_source(found: Discovered, url: str) -> FoundSource:
    children = len(found.child_sitemaps)
    title = f"index of {children} sitemaps" if children else found.title
    return FoundSource(
        url=url, kind=KINDS_OF_SOURCES[found.kind], stories=len(found.entries), title=title
    )
