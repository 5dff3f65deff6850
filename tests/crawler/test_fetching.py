from itertools import permutations

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse
from twisted.python.failure import Failure

from crawler.fetching import FetchSpider, InOrder, Outcome, fetch_settings
from pipelines.items import Page, Rejection
from tests.crawler.state.examples import article, rejection

URLS = ("http://a.example/1", "http://a.example/2", "http://b.example/1")


def test_one_page_a_host_needs_no_pause() -> None:
    assert fetch_settings(URLS[1:], {}).getfloat("DOWNLOAD_DELAY") == 0
    assert fetch_settings(URLS, {}).getfloat("DOWNLOAD_DELAY") > 0


def test_user_has_the_last_word_on_settings() -> None:
    settings = fetch_settings(URLS[:1], {"DOWNLOAD_DELAY": "7", "NEWSDESK_WORKERS": "2"})
    assert (settings.getfloat("DOWNLOAD_DELAY"), settings.getint("NEWSDESK_WORKERS")) == (7, 2)
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert "newsdesk" in settings["USER_AGENT"]


async def first_requests(spider: FetchSpider) -> list[Request]:
    return [request async for request in spider.start()]


def requests_of(spider: FetchSpider) -> list[Request]:
    coroutine = first_requests(spider)
    with pytest.raises(StopIteration) as end:
        coroutine.send(None)
    found: list[Request] = end.value.value
    return found


def html(request: Request, status: int = 200) -> HtmlResponse:
    return HtmlResponse(request.url, status=status, body=b"<p>", request=request)


def test_each_page_is_requested_once_and_comes_back_as_it_was_served() -> None:
    spider = FetchSpider(URLS)
    requests = requests_of(spider)
    assert [request.url for request in requests] == list(URLS)
    (page,) = spider.parse_page(html(requests[0]), **requests[0].cb_kwargs)
    assert isinstance(page, Page)
    assert (page.url_requested, page.body) == (URLS[0], b"<p>")


def test_error_page_is_a_rejection() -> None:
    spider = FetchSpider(URLS[:1])
    (request,) = requests_of(spider)
    (outcome,) = spider.parse_page(html(request, 404), **request.cb_kwargs)
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.http_status) == ("http-404", 404)


def test_failed_download_is_a_rejection() -> None:
    spider = FetchSpider(URLS[:1])
    (request,) = requests_of(spider)
    failure = Failure(DownloadTimeoutError("too slow"))  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined] # as Scrapy does it
    (outcome,) = spider.page_failed(failure)
    assert (outcome.url_requested, outcome.reason) == (URLS[0], "download-timeout")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_outcomes_are_handed_on_in_the_order_of_the_urls(order: tuple[int, ...]) -> None:
    taken: list[Outcome] = []
    in_order = InOrder(URLS, taken.append)
    for number in order:
        in_order.add(article(URLS[number]) if number else rejection(URLS[number]))
    assert [outcome.url_requested for outcome in taken] == list(URLS)
    assert in_order.finish() == []


def test_what_waits_is_handed_on_when_others_never_come() -> None:
    taken: list[Outcome] = []
    in_order = InOrder(URLS, taken.append)
    in_order.add(article(URLS[2]))
    assert taken == []
    assert in_order.finish() == [URLS[0], URLS[1]]
    assert [outcome.url_requested for outcome in taken] == [URLS[2]]
