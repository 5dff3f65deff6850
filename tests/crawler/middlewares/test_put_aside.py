from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.limits.traps import TrapOptions, TrapWatch
from crawler.middlewares.put_aside import TRAP_KEY, PutAsideError, PutAsideMiddleware

URL = "https://gazette.example/calendar/1"


@pytest.fixture
def traps() -> TrapWatch:
    return TrapWatch(TrapOptions(min_row=2))


@pytest.fixture
def middleware(traps: TrapWatch) -> PutAsideMiddleware:
    crawler: Any = Crawler(Spider)
    crawler.spider = Spider("news")
    crawler.spider.traps = traps
    return PutAsideMiddleware.from_crawler(crawler)


def request(url: str = URL) -> Request:
    return Request(url, meta={TRAP_KEY: ("gazette", url)})


def test_a_scheduled_page_of_a_trap_is_left(
    middleware: PutAsideMiddleware, traps: TrapWatch
) -> None:
    middleware.process_request(request())
    for _ in range(2):
        traps.learn("gazette", URL, "nothing-new")

    with pytest.raises(PutAsideError, match="2 pages in a row"):
        middleware.process_request(request())
    middleware.process_request(request("https://gazette.example/news/1"))
    middleware.process_request(Request(URL))
    assert [line[-11:] for line in traps.told("gazette")] == ["1 URLs wait"]


def test_a_spider_without_traps_asks_for_everything() -> None:
    crawler: Any = Crawler(Spider)
    crawler.spider = Spider("fetch")
    PutAsideMiddleware(crawler).process_request(request())
