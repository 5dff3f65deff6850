"""Whole crawls: tests/integration/test_budgets.py."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.extensions.budget import BudgetExtension
from crawler.limits.budgets import Budget
from crawler.middlewares import host_delay
from crawler.run import CrawlRun
from tests.crawler.spiders.runs import new_run, source


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source())
    with run.dataset:
        yield run


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the crawl was told to do in the end."""
    told: list[object] = []
    monkeypatch.setattr(host_delay, "deferred_from_coro", told.append)
    return told


def extension_of(run: CrawlRun | None, now: list[float]) -> BudgetExtension:
    crawler: Any = Crawler(Spider)
    crawler.spider = Spider("news")
    crawler.spider.run = run
    crawler.stop_async = lambda: "stopped"
    crawler.get_downloader_middleware = lambda _: None
    return BudgetExtension(crawler, lambda: now[0])


def test_a_run_ends_once_when_its_bytes_have_come(run: CrawlRun, stops: list[object]) -> None:
    run.budget = Budget(size_bytes=25)
    extension = extension_of(run, [0.0])
    for _ in range(4):
        extension.response_downloaded(Response("https://gazette.example/", body=b"x" * 10))
    assert stops == ["stopped"]
    assert run.spent == "30 of 25 bytes came"
    assert run.is_ending


def test_a_run_ends_when_its_time_is_over(run: CrawlRun, stops: list[object]) -> None:
    now = [100.0]
    run.budget = Budget(time_s=60)
    extension = extension_of(run, now)
    for now[0] in (130.0, 159.0, 161.0):
        extension.check()
    assert stops == ["stopped"]


def test_a_spider_without_a_run_has_no_budget(stops: list[object]) -> None:
    extension = extension_of(None, [0.0])
    extension.spider_opened()
    extension.check()
    extension.spider_closed()
    assert stops == []
