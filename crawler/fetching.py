"""Fetches single pages and builds their articles at once, in this process.

For a few pages that are wanted now: no frontier, no dataset, no worker processes.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure
from typing_extensions import override

from crawler import converters
from crawler.short_crawl import run_spider, short_settings
from crawler.spiders.failures import describe_failure, describe_status
from crawler.state.frontier import QueuedUrl
from pipelines.items import Article, Page, Rejection, SourceHints

Outcome = Article | Rejection

_PIPELINES = {"pipelines.scrapy_components.ArticlePipeline": 300}


def fetch_pages(
    urls: Sequence[str], settings: Mapping[str, object], take: Callable[[Outcome], None]
) -> int | None:
    """Fetch pages and return the signal that ended the work early, else ``None``.

    Args:
        urls: absolute http(s) URLs, each once.
        settings: Scrapy settings that override those of ``crawler.settings``.
        take: called with what became of each page, in the order of ``urls``.

    Call it once a process: Twisted's reactor cannot be started again. What ``take`` raises ends the
    work and is raised here.

    Raises:
        ConfigError: one of the settings has a value that Scrapy cannot use.
    """
    outcomes = InOrder(urls, take)
    signal_number = run_spider(
        FetchSpider, fetch_settings(urls, settings), outcomes.receive, urls=urls
    )
    left_over = outcomes.finish()
    if signal_number is None:
        for url in left_over:
            take(_rejection(url, url, "not-fetched", "the request was dropped; -v tells more"))
    return signal_number


def fetch_settings(urls: Sequence[str], overrides: Mapping[str, object]) -> Settings:
    """Return Scrapy's settings for a fetch.

    One page a host needs no pause between ``robots.txt`` and the page; several keep the pace.
    """
    hosts = [urlsplit(url).hostname for url in urls]
    pace = {"DOWNLOAD_DELAY": 0} if len(set(hosts)) == len(hosts) else {}
    return short_settings({"ITEM_PIPELINES": _PIPELINES, **pace}, overrides)


class FetchSpider(Spider):
    """Requests each URL once; what comes back is an item."""

    name = "fetch"

    def __init__(self, urls: Sequence[str] = ()) -> None:
        super().__init__()
        self._urls = urls

    @override
    async def start(self) -> AsyncIterator[Any]:
        """Yield the requests."""
        for url in self._urls:
            yield Request(
                url,
                callback=self.parse_page,
                errback=self.page_failed,
                cb_kwargs={"url_requested": url},
                dont_filter=True,
            )

    def parse_page(self, response: Response, url_requested: str) -> Iterator[Page | Rejection]:
        """Yield the page, or its rejection when the server gave an error."""
        queued = QueuedUrl(
            url=url_requested,
            source_id=SourceHints().source_id,
            source_type="url",
            source_url=None,
            entry=None,
            attempts=0,
        )
        page = converters.page_from_response(response, queued, SourceHints())
        failure = describe_status(response.status)
        yield Rejection.of(page, failure.reason, failure.detail) if failure else page

    def page_failed(self, failure: Failure) -> Iterator[Rejection]:
        """Yield the rejection of a page that could not be downloaded."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        why = describe_failure(failure)
        yield _rejection(request.cb_kwargs["url_requested"], request.url, why.reason, why.detail)


class InOrder:
    """Hands outcomes on in the order of their URLs, each as soon as those before it are there."""

    def __init__(self, urls: Sequence[str], take: Callable[[Outcome], None]) -> None:
        self._urls = iter(urls)
        self._take = take
        self._waiting: dict[str, Outcome] = {}
        self._next = next(self._urls, None)

    def add(self, outcome: Outcome) -> None:
        """Take an outcome in."""
        self._waiting[outcome.url_requested] = outcome
        while self._next in self._waiting:
            self._take(self._waiting.pop(self._next))
            self._next = next(self._urls, None)

    def receive(self, item: object) -> None:
        """Take an item of the spider in, if it is an outcome."""
        if isinstance(item, Article | Rejection):
            self.add(item)

    def finish(self) -> list[str]:
        """Hand on what waits for outcomes that never came; return the URLs of those."""
        left_over = [] if self._next is None else [self._next, *self._urls]
        for url in left_over:
            if url in self._waiting:
                self._take(self._waiting[url])
        return [url for url in left_over if url not in self._waiting]


def _rejection(url_requested: str, url: str, reason: str, detail: str) -> Rejection:
    return Rejection(
        url=url,
        url_requested=url_requested,
        hints=SourceHints(),
        reason=reason,
        detail=detail,
        http_status=None,
        fetched_at=converters.now(),
    )
