"""Extensions of Scrapy that end the crawl while it begins, as an impatient user does."""

import os
import signal
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler


class EarlyEnd:
    """Ends it once the spider is there, before the engine runs."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        crawler.signals.connect(extension.end, signal=signals.spider_opened)
        return extension

    def end(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


class EarlierEnd:
    """Ends it before there is an engine."""

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> Self:
        os.kill(os.getpid(), signal.SIGTERM)
        return cls()
