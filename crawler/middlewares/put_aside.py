"""Asks for no more pages of a pattern that turned out to be a crawl trap."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.limits.traps import TrapWatch

TRAP_KEY = "trap_key"
"""Key of ``Request.meta``: the id of the source and the URL of a story, as it was queued."""


class PutAsideError(IgnoreRequest):
    """The pages of the URL's pattern give nothing new; the next run asks again."""


class PutAsideMiddleware:
    """Refuses stories whose pattern was put aside after they had been scheduled."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise ``PutAsideError`` for a story of a pattern that was put aside."""
        key: tuple[str, str] | None = request.meta.get(TRAP_KEY)
        traps = getattr(self._crawler.spider, "traps", None)
        if key is None or not isinstance(traps, TrapWatch):
            return
        why = traps.put_aside(*key)
        if why is not None:
            traps.leave(*key)
            raise PutAsideError(f"put aside for this run: {why}")
