from itertools import permutations
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse
from twisted.python.failure import Failure

from crawler.middlewares.host_delay import HOST_DELAY_S
from crawler.short_crawls.fetching import FetchSpider, InOrder, Outcome, fetch_settings
from pipelines.items import LinkRule, Page, Rejection, SiteRules
from tests.crawler.state.examples import article, rejection

URLS = ("http://a.example/1", "http://a.example/2", "http://b.example/1")
RULES = SiteRules(id="a.example", next_page=(LinkRule(selector="a.next"),))
NEXT = b"<p>Text</p><a class='next' href='/2'>2</a>"


def no_rules(*urls: str) -> dict[str, SiteRules | None]:
    return dict.fromkeys(urls)


def rules_for(url: str, url_requested: str) -> SiteRules | None:
    return (
        RULES if "a.example" in (urlsplit(url).hostname, urlsplit(url_requested).hostname) else None
    )


def test_one_page_a_host_needs_no_pause() -> None:
    assert fetch_settings(no_rules(*URLS[1:]), {}).getfloat("DOWNLOAD_DELAY") == 0
    assert fetch_settings(no_rules(*URLS), {}).getfloat("DOWNLOAD_DELAY") > 0
    assert fetch_settings({URLS[0]: RULES}, {}).getfloat("DOWNLOAD_DELAY") > 0


def test_user_has_the_last_word_on_settings() -> None:
    settings = fetch_settings(no_rules(URLS[0]), {"DOWNLOAD_DELAY": "7", "NEWSDESK_WORKERS": "2"})
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


def html(request: Request, status: int = 200, body: bytes = b"<p>") -> HtmlResponse:
    return HtmlResponse(request.url, status=status, body=body, request=request)


def failed(request: Request) -> Failure:
    failure = Failure(DownloadTimeoutError("too slow"))  # type: ignore[no-untyped-call] # Twisted
    failure.request = request  # type: ignore[attr-defined] # as Scrapy does it
    return failure


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
    (outcome,) = spider.page_failed(failed(request))
    assert (outcome.url_requested, outcome.reason) == (URLS[0], "download-timeout")


def asked_for_more(spider: FetchSpider) -> Request:
    (request,) = requests_of(spider)
    (more,) = spider.parse_page(html(request, body=NEXT), **request.cb_kwargs)
    assert isinstance(more, Request)
    assert more.url == "http://a.example/2"
    return more


def test_a_story_is_fetched_to_its_last_page() -> None:
    spider = FetchSpider(URLS[:1], rules_for)
    more = asked_for_more(spider)
    (page,) = spider.parse_further_page(html(more, body=b"<p>End"), **more.cb_kwargs)
    assert isinstance(page, Page)
    assert (page.url, page.url_requested, page.is_incomplete) == (URLS[0], URLS[0], False)
    assert [further.body for further in page.further_pages] == [b"<p>End"]


def test_a_page_that_leads_to_another_host_is_read_by_the_rules_of_that_one() -> None:
    spider = FetchSpider(URLS[2:], rules_for, story_delay_s="3")
    (request,) = requests_of(spider)
    answer = HtmlResponse(URLS[0], body=NEXT, request=request)
    (more,) = spider.parse_page(answer, **request.cb_kwargs)
    assert isinstance(more, Request)
    assert (more.url, more.meta[HOST_DELAY_S]) == ("http://a.example/2", "3")


def test_a_page_that_cannot_be_had_ends_the_story() -> None:
    for miss in ("status", "failure"):
        spider = FetchSpider(URLS[:1], rules_for)
        more = asked_for_more(spider)
        if miss == "status":
            (page,) = spider.parse_further_page(html(more, 500), **more.cb_kwargs)
        else:
            (page,) = spider.further_page_failed(failed(more))
        assert isinstance(page, Page)
        assert (page.further_pages, page.is_incomplete) == ((), True)


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
