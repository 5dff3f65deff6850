"""Where Scrapy meets the core: thin, no decisions.

``ArticlePipeline`` works in any Scrapy project: yield ``pipelines.items.Page`` objects from a
spider and it turns each into an ``Article``, or into a ``Rejection`` with its reason.
"""

import asyncio
import logging
from typing import Protocol, Self, runtime_checkable

from scrapy.crawler import Crawler

from pipelines.errors import PageError
from pipelines.items import Article, Page, Rejection, SiteMemory, SourceHints
from pipelines.workers import ArticleWorkers, WorkerSettings

logger = logging.getLogger(__name__)


@runtime_checkable
class RemembersSites(Protocol):
    """A spider that knows what earlier pages of a source taught."""

    def site_memory(self, hints: SourceHints) -> SiteMemory:
        """Return what is remembered about the source."""


class ArticlePipeline:
    """Turns pages into articles or rejections; other items pass untouched."""

    def __init__(self, crawler: Crawler, settings: WorkerSettings) -> None:
        self._crawler = crawler
        self._settings = settings
        self._workers: ArticleWorkers | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline with the worker settings of the crawler."""
        processes = crawler.settings["NEWSDESK_WORKERS"]
        settings = WorkerSettings(
            processes=None if processes is None else int(processes),
            page_timeout_s=crawler.settings.getfloat("NEWSDESK_PAGE_TIMEOUT_S", 10.0),
        )
        return cls(crawler, settings)

    def close_spider(self) -> None:
        """End the workers."""
        if self._workers is not None:
            self._workers.close()

    async def process_item(self, item: object) -> object:
        """Return the article of a page, or its rejection."""
        if not isinstance(item, Page):
            return item
        try:
            return await self._build(item)
        except PageError as error:
            return Rejection.of(item, error.reason, error.message)
        except Exception:  # the per-page border: one page never ends a crawl
            logger.exception("internal error on %s", item.url)
            return Rejection.of(item, "internal-error", "see the log")

    async def _build(self, page: Page) -> Article:
        if self._workers is None:
            # Started with the first page: a run that finds nothing new starts no process.
            self._workers = ArticleWorkers(self._settings)
        spider = self._crawler.spider
        memory = spider.site_memory(page.hints) if isinstance(spider, RemembersSites) else None
        future = self._workers.submit(page, memory or SiteMemory())
        return await asyncio.wrap_future(future)
