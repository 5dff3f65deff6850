"""Where Scrapy meets the core: thin, no decisions.

``ArticlePipeline`` works in any Scrapy project: yield ``pipelines.items.Page`` objects from a
spider and it turns each into an ``Article``, or into a ``Rejection`` with its reason.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Protocol, Self, runtime_checkable

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines.errors import MachineError, PageError
from pipelines.items import Article, Page, Rejection
from pipelines.site_memory import SiteMemory
from pipelines.workers.pool import ArticleWorkers, WorkerSettings, check_machine

logger = logging.getLogger(__name__)


@runtime_checkable
class RemembersSites(Protocol):
    """A spider that knows what earlier pages of a site taught."""

    def site_memory(self, page: Page) -> SiteMemory:
        """Return what is remembered about the site of a page."""


@runtime_checkable
class EndsEarly(Protocol):
    """A spider that can be told that nothing comes of going on."""

    def end_early(self, error: Exception) -> None:
        """End the crawl, which failed with an error."""


class ArticlePipeline:
    """Turns pages into articles or rejections; other items pass untouched."""

    def __init__(self, crawler: Crawler, settings: WorkerSettings) -> None:
        self._crawler = crawler
        self._settings = settings
        self._workers: asyncio.Task[ArticleWorkers] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline with the worker settings of the crawler."""
        processes = crawler.settings["NEWSDESK_WORKERS"]
        settings = WorkerSettings(
            processes=None if processes is None else int(processes),
            page_timeout_s=crawler.settings.getfloat("NEWSDESK_PAGE_TIMEOUT_S", 10.0),
        )
        check_machine(settings)
        return cls(crawler, settings)

    async def close_spider(self) -> None:
        """End the workers."""
        if self._workers is None:
            return
        with suppress(MachineError):  # there are none then
            await asyncio.to_thread((await self._workers).close)

    async def process_item(self, item: object) -> object:
        """Return the article of a page, or its rejection.

        Raises:
            DropItem: this machine cannot build it.
        """
        if not isinstance(item, Page):
            return item
        try:
            return await self._build(item)
        except PageError as error:
            return Rejection.of(item, error.reason, error.message)
        except MachineError as error:
            self._end_crawl(error)
            raise DropItem(error.message) from error
        except Exception:  # the per-page border: one page never ends a crawl
            logger.exception("internal error on %s", item.url)
            return Rejection.of(item, "internal-error", "see the log")

    async def _build(self, page: Page) -> Article:
        workers = await self._started_workers()
        return await asyncio.wrap_future(workers.submit(page, self._memory(page)))

    async def _started_workers(self) -> ArticleWorkers:
        """Return the workers. They start with the first page: a crawl that finds none needs none.

        In a thread, because the processes take seconds to import what building needs.
        """
        if self._workers is None:
            self._workers = asyncio.create_task(asyncio.to_thread(_start, self._settings))
        return await asyncio.shield(self._workers)

    def _end_crawl(self, error: MachineError) -> None:
        """End the crawl: pages that are not built stay as they are, for a later one."""
        spider: object = self._crawler.spider
        if isinstance(spider, EndsEarly):
            spider.end_early(error)
        else:
            logger.error("%s", error.message)

    def _memory(self, page: Page) -> SiteMemory:
        spider: object = self._crawler.spider
        return spider.site_memory(page) if isinstance(spider, RemembersSites) else SiteMemory()


def _start(settings: WorkerSettings) -> ArticleWorkers:
    workers = ArticleWorkers(settings)
    workers.start()
    return workers
