"""Tells how far a crawl has come, through whatever the spider's run offers for it."""

from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

INTERVAL_S = 1.0


class ProgressExtension:
    """Calls ``spider.report_progress()`` once a second while the crawl runs."""

    def __init__(self) -> None:
        self._loop: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension, listening for the start and the end of the spider."""
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Start the ticking when the spider wants to be asked."""
        report = getattr(spider, "report_progress", None)
        if report is not None:
            self._loop = create_looping_call(report)
            self._loop.start(INTERVAL_S, now=False)

    def spider_closed(self) -> None:
        """Stop the ticking."""
        if self._loop is not None:
            self._loop.stop()
            self._loop = None
