import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DownloadTimeoutError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.middlewares.host_delay import HostDeferredError
from crawler.run import CrawlRun
from crawler.spiders.news import NewsSpider
from crawler.spiders.source_reader import SourceTask
from tests.crawler.spiders.runs import FEED, new_run, source
from tests.crawler.state.examples import STORY, announcement

TASK = asdict(SourceTask(source_id="gazette", url=FEED))
RSS = b"<rss version='2.0'><channel><item><title>T</title><link>/new</link></item></channel></rss>"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source(), run_id="run-2")
    with run.dataset:
        yield run


@pytest.fixture
def spider(run: CrawlRun) -> NewsSpider:
    return NewsSpider.from_crawler(Crawler(NewsSpider), run=run)


def fail(spider: NewsSpider, error: Exception) -> None:
    failure = Failure(error)  # type: ignore[no-untyped-call] # Twisted
    vars(failure)["request"] = Request(FEED, cb_kwargs={"task": TASK})  # as Scrapy does
    assert list(spider.source_failed(failure)) == []


def test_a_source_is_asked_for_before_what_earlier_runs_left(
    spider: NewsSpider, run: CrawlRun
) -> None:
    run.dataset.frontier.announce(announcement(STORY))
    work = spider._first_work(run.sources[0])
    assert [piece.url for piece in work] == [FEED, STORY]


def test_an_interrupted_run_is_no_failure_of_the_sources_it_did_not_come_to(
    spider: NewsSpider, run: CrawlRun
) -> None:
    run.is_interrupted = True
    fail(spider, HostDeferredError("no longer asked for in this run"))
    assert not run.result("gazette").is_ended


@pytest.mark.parametrize("error", [HostDeferredError("asked to wait"), DownloadTimeoutError()])
def test_other_sources_that_were_not_downloaded_have_failed(
    spider: NewsSpider, run: CrawlRun, error: Exception
) -> None:
    fail(spider, error)
    assert FEED in (run.result("gazette").failure or "")


def test_a_dataset_that_cannot_be_written_ends_the_crawl_without_a_traceback(
    spider: NewsSpider, run: CrawlRun
) -> None:
    run.dataset.close()
    with pytest.raises(CloseSpider):
        list(spider.parse_source(Response(FEED, body=RSS), TASK))
    assert isinstance(run.storage_error, sqlite3.Error)
