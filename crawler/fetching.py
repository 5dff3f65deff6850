"""Fetches single pages and builds their articles at once, in this process.

For a few pages that are wanted now: no frontier, no dataset, no worker processes.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure
from typing_extensions import override

from crawler import converters
from crawler.spiders.failures import describe_failure, describe_status
from crawler.state.frontier import QueuedUrl
from pipelines.errors import ConfigError
from pipelines.items import Article, Page, Rejection, SourceHints

Outcome = Article | Rejection

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_TOLD_ANYWAY = ("scrapy.core.downloader", "scrapy.downloadermiddlewares.robotstxt", "scrapy.utils")
"""Loggers of what is told as the failure of a page."""
_SETTINGS: Mapping[str, object] = {
    # Not even imported: extensions and the other spiders cost a third of the time of a fetch.
    "EXTENSIONS": {},
    "EXTENSIONS_BASE": {},
    "SPIDER_MODULES": [],
    "LOG_INSTALL_ROOT_HANDLER": False,
    "ITEM_PIPELINES": {"pipelines.scrapy_components.ArticlePipeline": 300},
    "NEWSDESK_WORKERS": 0,
    "URLLENGTH_LIMIT": 0,  # whoever names an address wants it
}


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
    process = _new_process(fetch_settings(urls, settings))
    crawler = process.create_crawler(FetchSpider)
    outcomes = InOrder(urls, take)
    desk = _Desk(outcomes)
    crawler.signals.connect(desk.receive, signal=signals.item_scraped)
    task = process.crawl(crawler, urls=urls)
    with desk.listening():
        process.start(install_signal_handlers=False)
    if desk.is_cut_short:
        _end_threads()
    _raise_failure(task, desk)
    left_over = outcomes.finish()
    if desk.signal_number is None:
        for url in left_over:
            take(_rejection(url, url, "not-fetched", "the request was dropped; -v tells more"))
    return desk.signal_number


def fetch_settings(urls: Sequence[str], overrides: Mapping[str, object]) -> Settings:
    """Return Scrapy's settings for a fetch.

    One page a host needs no pause between ``robots.txt`` and the page; several keep the pace.
    """
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(dict(_SETTINGS), priority="spider")
    hosts = [urlsplit(url).hostname for url in urls]
    if len(set(hosts)) == len(hosts):
        settings.set("DOWNLOAD_DELAY", 0, priority="spider")
    settings.setdict(dict(overrides), priority="cmdline")
    return settings


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

    def finish(self) -> list[str]:
        """Hand on what waits for outcomes that never came; return the URLs of those."""
        left_over = [] if self._next is None else [self._next, *self._urls]
        for url in left_over:
            if url in self._waiting:
                self._take(self._waiting[url])
        return [url for url in left_over if url not in self._waiting]


class _Desk:
    """Receives Scrapy's items and the signals of the system, and ends the work when it must."""

    def __init__(self, outcomes: InOrder) -> None:
        self._outcomes = outcomes
        self.error: Exception | None = None
        self.signal_number: int | None = None

    def receive(self, item: object) -> None:
        """Hand an outcome on. Scrapy only logs what a receiver raises, so it is kept."""
        if self.error is None and isinstance(item, Article | Rejection):
            try:
                self._outcomes.add(item)
            except Exception as error:  # noqa: BLE001 - raised again by fetch_pages
                self.error = error
                _stop_reactor()

    @property
    def is_cut_short(self) -> bool:
        """Whether the work ended before all of it was done."""
        return self.error is not None or self.signal_number is not None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """End the work on SIGINT and SIGTERM, at once: nothing is lost that could be kept."""
        before = {number: signal.signal(number, self._end) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self.signal_number = number
        _stop_reactor()


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


def _new_process(settings: Settings) -> AsyncCrawlerProcess:
    """Return a process of Scrapy that logs no more than the root logger lets through."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)  # the versions of all its parts
    try:
        process = AsyncCrawlerProcess(settings)
    finally:
        logging.disable(before)
    logging.getLogger("scrapy").setLevel(logging.NOTSET)
    for name in _TOLD_ANYWAY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return process


def _raise_failure(task: asyncio.Task[None], desk: _Desk) -> None:
    """Raise what kept the work from starting, or from going on."""
    if desk.error is not None:
        raise desk.error
    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(error, ValueError | TypeError):
        raise ConfigError("bad-setting", f"Scrapy cannot use a setting: {error}") from error
    if error is not None:
        raise error


def _stop_reactor() -> None:
    # Not stop(): that waits for the downloads that are under way, for as long as they may take.
    _reactor().callFromThread(_reactor().crash)


def _end_threads() -> None:
    """End the threads that looked host names up; Python waits for them when it ends."""
    _reactor().getThreadPool().stop()


def _reactor() -> Any:  # noqa: ANN401 - Twisted's reactor is a module by its types
    # Installed by AsyncCrawlerProcess; importing it earlier would install another one.
    from twisted.internet import reactor  # noqa: PLC0415

    return reactor
