from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.middlewares.site_agents import SiteAgentsMiddleware

GAZETTE, HERALD = "https://gazette.example/1", "https://herald.example/1"


@pytest.fixture
def middleware() -> SiteAgentsMiddleware:
    crawler: Any = Crawler(Spider)
    crawler.spider = Spider("news")
    crawler.spider.user_agent_for = {GAZETTE: "Reader/1"}.get
    return SiteAgentsMiddleware.from_crawler(crawler)


@pytest.mark.parametrize("own", [None, b"Source/1"])
def test_a_site_is_told_its_name_and_the_next_host_of_a_redirect_the_ordinary_one(
    middleware: SiteAgentsMiddleware, own: bytes | None
) -> None:
    request = Request(GAZETTE, headers={} if own is None else {"User-Agent": own})
    for _ in range(2):  # a request that is tried again
        middleware.process_request(request)
        assert request.headers.get("User-Agent") == b"Reader/1"
    redirected = request.replace(url=HERALD)
    middleware.process_request(redirected)
    assert redirected.headers.get("User-Agent") == own


def test_a_spider_that_knows_no_sites_changes_nothing() -> None:
    crawler: Any = Crawler(Spider)
    crawler.spider = Spider("other")
    request = Request(GAZETTE)
    SiteAgentsMiddleware(crawler).process_request(request)
    assert "User-Agent" not in request.headers
