import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from crawler.configuration.site_rules import Site
from crawler.middlewares.host_delay import HostDeferredError
from crawler.run import CrawlRun
from crawler.spiders.news import NewsSpider
from crawler.spiders.reading_thread import LARGE_BYTES
from crawler.spiders.source_tasks import SourceTask
from pipelines.items import Entry, LinkRule, Page, Rejection, SiteRules
from pipelines.site_memory import SiteMemory
from tests.crawler.spiders.runs import FEED, new_run, source
from tests.crawler.state.examples import NOON, STORY, announcement

TASK = asdict(SourceTask(source_id="gazette", url=FEED))
RSS = b"<rss version='2.0'><channel><item><title>T</title><link>/new</link></item></channel></rss>"


RULES = SiteRules(id="gazette.example", next_page=(LinkRule(selector="a.next"),))
PAGE = b"<html><body><p>Text</p><a class='next' href='/2026/harbour?p=2'>2</a></body></html>"
LAST = b"<html><body><p>The end</p></body></html>"


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
        asyncio.run(requests_from(spider, RSS))
    assert isinstance(run.storage_error, sqlite3.Error)


def test_a_dataset_that_cannot_be_read_at_the_start_ends_the_crawl(
    spider: NewsSpider, run: CrawlRun
) -> None:
    async def start() -> list[str]:
        return [request.url async for request in spider.start()]

    run.dataset.close()
    assert asyncio.run(start()) == []
    assert isinstance(run.storage_error, sqlite3.Error)


def test_a_dataset_that_cannot_be_read_for_a_page_ends_the_crawl(
    spider: NewsSpider, run: CrawlRun
) -> None:
    async def ask() -> SiteMemory:
        return spider.site_memory(Page(url=STORY, url_requested=STORY, body=b"", fetched_at=NOON))

    run.dataset.close()
    assert asyncio.run(ask()) == SiteMemory()
    assert isinstance(run.storage_error, sqlite3.Error)


def test_a_callback_that_cannot_read_the_dataset_ends_the_crawl(
    spider: NewsSpider, run: CrawlRun
) -> None:
    async def fail_with(error: Exception) -> None:
        spider.callback_failed(Failure(error), None)  # type: ignore[no-untyped-call] # Twisted

    asyncio.run(fail_with(ValueError("a fault of ours")))
    assert run.storage_error is None
    asyncio.run(fail_with(sqlite3.DatabaseError("malformed")))
    assert isinstance(run.storage_error, sqlite3.DatabaseError)


def test_a_large_source_gives_what_a_small_one_gives(spider: NewsSpider, run: CrawlRun) -> None:
    padding = b"<description>" + b"x" * LARGE_BYTES + b"</description>"
    urls = asyncio.run(requests_from(spider, RSS.replace(b"<item>", padding + b"<item>")))
    assert urls == ["https://gazette.example/new"]
    assert run.result("gazette").read == 1


def test_a_large_source_that_cannot_be_read_fails(spider: NewsSpider, run: CrawlRun) -> None:
    assert asyncio.run(requests_from(spider, b"{" * (LARGE_BYTES + 1))) == []
    assert run.failures()


def test_a_run_that_ends_leaves_the_rest_of_a_source_for_the_next(
    spider: NewsSpider, run: CrawlRun
) -> None:
    items = "".join(f"<item><title>T</title><link>/{n}</link></item>" for n in range(500))
    run.spent = "the time of 60 s is over"
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    assert len(asyncio.run(requests_from(spider, body))) == 50
    assert run.dataset.sources.validators(FEED).etag is None
    assert sum(run.dataset.frontier.counts("gazette").values()) == 200


async def requests_from(spider: NewsSpider, body: bytes) -> list[str]:
    engine = SimpleNamespace(scraper=SimpleNamespace(slot=None))
    spider.crawler._engine = engine  # type: ignore[assignment] # a stand-in
    return [request.url async for request in spider.parse_source(Response(FEED, body=body), TASK)]


def test_a_page_takes_what_other_sources_said_while_it_was_on_its_way(
    spider: NewsSpider, run: CrawlRun
) -> None:
    listed = replace(announcement(STORY), source_type="listing")
    (queued,) = run.dataset.frontier.announce(listed)
    request = spider._page_request(run.sources[0], queued)
    entry = Entry(url=STORY, date_raw="20.02.2025")
    run.dataset.frontier.announce(replace(announcement(entry), source_id="feed"))
    page = only_page(spider.parse_page(HtmlResponse(STORY, body=LAST), **request.cb_kwargs))
    assert page.entry == replace(entry, lent=(("date_raw", "feed"),))
    assert (page.hints.source_id, page.hints.source_type) == ("gazette", "listing")


def test_rules_are_those_of_the_host_that_was_reached(spider: NewsSpider, run: CrawlRun) -> None:
    run.configuration = replace(
        run.configuration, sites=(Site(host="reached.example", rules=RULES),)
    )
    (queued,) = run.dataset.frontier.announce(announcement(STORY))
    request = spider._page_request(run.sources[0], queued)
    answer = HtmlResponse("https://www.reached.example/1", body=LAST)
    assert only_page(spider.parse_page(answer, **request.cb_kwargs)).hints.rules == RULES


def test_a_source_that_joins_is_asked_for_nothing_that_is_on_its_way(
    spider: NewsSpider, run: CrawlRun
) -> None:
    queued = run.dataset.frontier.announce(announcement(STORY, "https://gazette.example/2"))
    spider._page_request(run.sources[0], queued[0])
    run.join(run.sources, NOON)
    urls = [request.url for request in spider.begin_again(run.sources[0])]
    assert urls == [FEED]
    run.pages_open = {STORY: "another"}
    run.join(run.sources, NOON)
    urls = [request.url for request in spider.begin_again(run.sources[0])]
    assert urls == [FEED, "https://gazette.example/2"]


def begin_story(spider: NewsSpider, run: CrawlRun) -> Request:
    """Let the first page of a story come in and return the request for the second."""
    run.configuration = replace(
        run.configuration, sites=(Site(host="gazette.example", rules=RULES),)
    )
    (queued,) = run.dataset.frontier.announce(announcement(STORY))
    first = spider._page_request(run.sources[0], queued)
    (more,) = spider.parse_page(HtmlResponse(STORY, body=PAGE), **first.cb_kwargs)
    assert isinstance(more, Request)
    assert (more.url, more.cb_kwargs) == (f"{STORY}?p=2", {"queued_url": STORY})
    return more


def miss(more: Request, error: Exception) -> Failure:
    failure = Failure(error)  # type: ignore[no-untyped-call] # Twisted
    vars(failure)["request"] = more  # as Scrapy does
    return failure


def only_page(items: Iterator[Page | Rejection | Request]) -> Page:
    (page,) = items
    assert isinstance(page, Page)
    return page


def test_a_story_is_delivered_when_its_last_page_is_there(
    spider: NewsSpider, run: CrawlRun
) -> None:
    more = begin_story(spider, run)
    page = only_page(spider.parse_further_page(HtmlResponse(more.url, body=LAST), **more.cb_kwargs))
    assert (page.url, page.url_requested, page.is_incomplete) == (STORY, STORY, False)
    assert [further.body for further in page.further_pages] == [LAST]
    assert (spider.queued, spider.stories) == ({}, {})


def test_a_story_is_delivered_without_a_page_that_cannot_be_had(
    spider: NewsSpider, run: CrawlRun
) -> None:
    more = begin_story(spider, run)
    answer = HtmlResponse(more.url, status=500, body=LAST)
    page = only_page(spider.parse_further_page(answer, **more.cb_kwargs))
    assert (page.further_pages, page.is_incomplete) == ((), True)


def test_a_story_is_delivered_without_a_page_that_did_not_come(
    spider: NewsSpider, run: CrawlRun
) -> None:
    more = begin_story(spider, run)
    page = only_page(spider.further_page_failed(miss(more, DownloadTimeoutError())))
    assert (page.further_pages, page.is_incomplete) == ((), True)


def test_a_story_whose_next_page_was_not_asked_for_waits_for_the_next_run(
    spider: NewsSpider, run: CrawlRun
) -> None:
    more = begin_story(spider, run)
    error = HostDeferredError("no longer asked for in this run")
    assert list(spider.further_page_failed(miss(more, error))) == []
    assert run.result("gazette").retry_later == 1
    assert (spider.queued, spider.stories) == ({}, {})
