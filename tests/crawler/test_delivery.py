import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.delivery import DeliveryPipeline
from crawler.run import CrawlRun
from crawler.state.source_states import Validators
from tests.crawler.spiders.runs import new_run, source
from tests.crawler.state.examples import NOON, STORY, announcement, article, rejection


class _Spider(Spider):
    name = "with-a-run"
    run: CrawlRun


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source())
    with run.dataset:
        run.dataset.frontier.announce(announcement(STORY))
        yield run


@pytest.fixture
def delivery(run: CrawlRun) -> DeliveryPipeline:
    crawler = Crawler(_Spider)
    crawler.spider = _Spider()
    crawler.spider.run = run
    return DeliveryPipeline.from_crawler(crawler)


def drop(delivery: DeliveryPipeline, item: object) -> str:
    with pytest.raises(DropItem) as dropped:
        delivery.process_item(item)
    return str(dropped.value)


def test_a_new_article_becomes_its_record(delivery: DeliveryPipeline, run: CrawlRun) -> None:
    record = delivery.process_item(article())
    assert (record["url"], record["change"]) == (STORY, "new")
    assert (run.result("gazette").new, run.pages_done) == (1, 1)


def test_what_became_of_articles_is_counted(delivery: DeliveryPipeline, run: CrawlRun) -> None:
    delivery.process_item(article())
    drop(delivery, article())
    delivery.process_item(article(text="The harbour opens on Tuesday."))
    drop(delivery, article(f"{STORY}/copy", text="The harbour opens on Tuesday."))

    result = run.result("gazette")
    counts = (result.new, result.unchanged, result.updated, result.duplicates)
    assert counts == (1, 1, 1, 1)
    assert run.pages_done == 4


@pytest.mark.parametrize(
    ("extractor", "told"), [("newsdesk/1", Validators(etag='"2"')), ("feed-content/1", None)]
)
def test_how_to_ask_again_is_kept_with_the_article_of_a_page(
    delivery: DeliveryPipeline, run: CrawlRun, extractor: str, told: Validators | None
) -> None:
    delivery.process_item(article())
    run.dataset.frontier.save_validators(STORY, Validators(etag='"1"'), NOON)
    run.page_validators[STORY] = Validators(etag='"2"')
    delivery.process_item(replace(article(text="It closes."), extractor=extractor))
    assert run.dataset.frontier.queued(STORY).validators == (told or Validators())


def test_a_rejection_is_written_and_counted(delivery: DeliveryPipeline, run: CrawlRun) -> None:
    assert drop(delivery, rejection()).startswith("no-article-body")
    assert run.result("gazette").rejected == {"no-article-body": 1}
    row = run.dataset.frontier.row(STORY)
    assert row is not None
    assert row.state == "rejected"


@pytest.mark.parametrize("reason", ["worker-died", "page-timeout", "internal-error"])
def test_a_page_that_failed_by_our_fault_is_tried_again_a_few_times(
    delivery: DeliveryPipeline, run: CrawlRun, reason: str
) -> None:
    states = []
    for _ in range(3):
        drop(delivery, rejection(reason=reason))
        row = run.dataset.frontier.row(STORY)
        states.append(row and row.state)

    assert states == ["pending", "pending", "rejected"]
    assert (run.result("gazette").retry_later, run.result("gazette").rejected[reason]) == (2, 1)


@pytest.mark.parametrize("reason", ["http-403", "bot-challenge"])
def test_a_page_that_is_denied_is_tried_again_a_few_times_with_an_hour_between(
    delivery: DeliveryPipeline, run: CrawlRun, reason: str
) -> None:
    url = f"{STORY}?q=ü"
    run.dataset.frontier.announce(announcement(url))
    states = []
    for _ in range(3):
        drop(delivery, rejection(url, reason=reason))
        row = run.dataset.frontier.row(url)
        states.append(row and row.state)

    assert states == ["pending", "pending", "rejected"]
    # Under the name by which Scrapy asks for it.
    assert run.dataset.pauses.active(NOON) == {f"{STORY}?q=%C3%BC": NOON + timedelta(hours=1)}


def test_a_site_that_is_closed_for_maintenance_costs_no_story_that_its_source_names(
    delivery: DeliveryPipeline, run: CrawlRun
) -> None:
    run.dataset.frontier.announce(announcement(STORY))
    for _ in range(5):
        drop(delivery, rejection(reason="maintenance"))

    row = run.dataset.frontier.row(STORY)
    assert row is not None
    assert row.state == "pending"
    assert run.dataset.pauses.active(NOON) == {STORY: NOON + timedelta(hours=1)}


def test_a_dataset_that_cannot_be_written_ends_the_crawl(
    delivery: DeliveryPipeline, run: CrawlRun
) -> None:
    async def deliver_twice() -> list[str]:
        return [drop(delivery, article()), drop(delivery, article())]

    run.dataset.close()
    first, second = asyncio.run(deliver_twice())
    assert "closed database" in first
    assert isinstance(run.storage_error, sqlite3.Error)
    assert second == "the crawl ends"


def test_other_items_are_dropped(delivery: DeliveryPipeline) -> None:
    assert "dict" in drop(delivery, {"title": "no article"})


def test_a_spider_without_a_run_is_an_error() -> None:
    crawler = Crawler(Spider)
    with pytest.raises(TypeError, match="needs a spider"):
        DeliveryPipeline(crawler).process_item(article())


def test_what_became_of_a_page_is_logged_once_with_its_url(
    delivery: DeliveryPipeline, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    delivery.process_item(article())
    drop(delivery, rejection(reason="http-404"))
    drop(delivery, rejection(reason="worker-died"))
    assert [line.split(STORY)[0] for line in caplog.messages] == [
        "new: ",
        "rejected: ",
        "to try again: ",
    ]
