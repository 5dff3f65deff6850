import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawler.configuration.sources import Source
from crawler.run import CrawlRun
from crawler.spiders.joining import let_sources_join
from crawler.spiders.news import NewsSpider
from tests.crawler.spiders.runs import FEED, new_run, source


class Engine:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def crawl(self, request: Request) -> None:
        self.asked.append(request.url)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source())
    with run.dataset:
        yield run


@pytest.fixture
def crawler() -> Any:
    crawler: Any = Crawler(NewsSpider)
    crawler.engine = Engine()
    crawler.get_downloader_middleware = lambda _kind: None
    return crawler


def begin(source: Source) -> Iterator[Request]:
    yield Request(source.url)


def may_join(run: CrawlRun) -> bool:
    return run.read_more is not None


def test_sources_join_while_a_run_goes_on(run: CrawlRun, crawler: Any) -> None:
    let_sources_join(run, crawler, begin, lambda _error: None)
    assert not may_join(run)
    crawler.signals.send_catch_log(signals.spider_opened)
    assert run.read_more is not None
    run.read_more([source(), source(id="herald", url="https://herald.example/")])
    assert crawler.engine.asked == [FEED, "https://herald.example/"]
    assert run.reading() == ("gazette", "herald")
    crawler.signals.send_catch_log(signals.spider_idle)
    assert not may_join(run)


def test_a_dataset_that_cannot_be_read_is_told(run: CrawlRun, crawler: Any) -> None:
    def broken(_source: Source) -> list[Request]:
        raise sqlite3.DatabaseError("malformed")

    errors: list[Exception] = []
    let_sources_join(run, crawler, broken, errors.append)
    crawler.signals.send_catch_log(signals.spider_opened)
    assert run.read_more is not None
    run.read_more([source()])
    assert [str(error) for error in errors] == ["malformed"]
