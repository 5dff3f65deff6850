"""Counts what a crawl downloads, for whoever watches it."""

from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.run import CrawlRun


class MeasuringExtension:
    """Adds every response to the measures of the spider's run."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension, listening for responses."""
        extension = cls()
        crawler.signals.connect(extension.response_received, signal=signals.response_received)
        return extension

    def response_received(self, response: Response, request: Request, spider: Spider) -> None:
        """Count a response."""
        run = getattr(spider, "run", None)
        if isinstance(run, CrawlRun):
            latency = request.meta.get("download_latency")
            run.measures.add(response.status, len(response.body), latency)
