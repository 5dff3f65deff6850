"""Ends a crawl in order when the time or the bytes of its run are spent."""

from collections.abc import Callable
from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from crawler.middlewares.host_delay import end_in_order
from crawler.run import CrawlRun

INTERVAL_S = 0.5


class BudgetExtension:
    """Counts what comes; what has not been asked for when the end comes waits for the next run."""

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = monotonic) -> None:
        self._crawler = crawler
        self._clock = clock
        self._started_s = clock()
        self._size_bytes = 0
        self._loop: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension, listening for the spider's life and for all answers."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        return extension

    def spider_opened(self) -> None:
        """Start to look at the clock when the run has a limit of time."""
        self._started_s = self._clock()
        run = self._run()
        if run is not None and run.budget.time_s is not None:
            self._loop = create_looping_call(self.check)
            self._loop.start(INTERVAL_S, now=False)

    def spider_closed(self) -> None:
        """Stop to look at the clock."""
        if self._loop is not None:
            self._loop.stop()
            self._loop = None

    def response_downloaded(self, response: Response) -> None:
        """Count the bytes of an answer, packed as they came."""
        self._size_bytes += len(response.body)
        self.check()

    def check(self) -> None:
        """End the crawl once one of the limits is reached."""
        run = self._run()
        if run is None or run.spent is not None:
            return
        run.spent = run.budget.what_is_spent(self._size_bytes, self._clock() - self._started_s)
        if run.spent is not None:
            end_in_order(self._crawler)

    def _run(self) -> CrawlRun | None:
        """Return the run of the spider; ``None`` for spiders without one."""
        run = getattr(self._crawler.spider, "run", None)
        return run if isinstance(run, CrawlRun) else None
