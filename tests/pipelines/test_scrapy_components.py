import asyncio
import logging
from collections.abc import Coroutine

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from pipelines.errors import MachineError
from pipelines.items import Article, Page, Rejection
from pipelines.scrapy_components import ArticlePipeline
from pipelines.site_memory import SiteMemory
from pipelines.workers import pool
from tests.pipelines.page_examples import empty, story


class _Spider(Spider):
    name = "remembers"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def site_memory(self, page: Page) -> SiteMemory:
        self.asked.append(page.url)
        return SiteMemory(day_first=3)


class _EndingSpider(_Spider):
    def __init__(self) -> None:
        super().__init__()
        self.ended: list[Exception] = []

    def end_early(self, error: Exception) -> None:
        self.ended.append(error)


@pytest.fixture
def crawler() -> Crawler:
    return Crawler(Spider, {"NEWSDESK_WORKERS": 0, "NEWSDESK_PAGE_TIMEOUT_S": 5})


def process(crawler: Crawler, *items: object) -> list[object]:
    """Return what the pipeline makes of items that come at once."""

    async def run() -> list[object]:
        pipeline = ArticlePipeline.from_crawler(crawler)
        work: list[Coroutine[object, object, object]] = [pipeline.process_item(i) for i in items]
        try:
            return list(await asyncio.gather(*work))
        finally:
            await pipeline.close_spider()

    return asyncio.run(run())


def test_pages_become_articles_or_rejections(crawler: Crawler) -> None:
    article, rejection = process(crawler, story(), empty())
    assert isinstance(article, Article)
    assert article.title == "The crane returns"
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "no-article-body"


def test_other_items_pass_untouched(crawler: Crawler) -> None:
    item = {"title": "not ours"}
    assert process(crawler, item) == [item]


def test_a_spider_that_remembers_sites_is_asked(crawler: Crawler) -> None:
    crawler.spider = spider = _Spider()
    process(crawler, story())
    assert spider.asked == [story().url]


def test_a_machine_that_builds_no_page_ends_the_crawl_and_rejects_nothing(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MachineError("no-workers", "no memory")

    monkeypatch.setattr(pool.ArticleWorkers, "start", fail)
    crawler.spider = spider = _EndingSpider()
    with pytest.raises(DropItem, match="no memory"):
        process(crawler, story())
    assert [str(error) for error in spider.ended] == ["no memory"]


def test_a_fault_of_ours_costs_one_page_and_is_logged(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pool, "_build", fail)
    with caplog.at_level(logging.ERROR):
        (rejection,) = process(crawler, story())
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "internal-error"
    assert "ZeroDivisionError" in caplog.text
