"""Real crawls: tests/integration."""

import asyncio
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.crawler import Crawler

from crawler import crawling
from tests.crawler.spiders.runs import new_run, source


class _EndedProcess:
    """A process of Scrapy whose spider has no work."""

    def create_crawler(self, _spider: object) -> object:
        return object()

    def crawl(self, _crawler: object, **_arguments: object) -> "asyncio.Task[None]":
        async def run() -> "asyncio.Task[None]":
            task = asyncio.ensure_future(asyncio.sleep(0))
            await task
            return task

        return asyncio.run(run())

    def start(self, *, install_signal_handlers: bool) -> None:
        assert not install_signal_handlers


def test_dataset_that_could_not_be_written_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling, "new_process", lambda _settings: _EndedProcess())
    run = new_run(tmp_path, source())
    with run.dataset:
        assert crawling.crawl(run, {}, lambda: None) is None
        run.storage_error = OSError("disk full")
        with pytest.raises(OSError, match="disk full"):
            crawling.crawl(run, {}, lambda: None)


def test_first_signal_ends_in_order_and_the_second_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []
    reactor = SimpleNamespace(callFromThread=called.append, stop="stop")
    monkeypatch.setattr(crawling, "installed_reactor", lambda: reactor)
    run = new_run(tmp_path, source())
    with run.dataset:
        stopper = crawling._Stopper(cast("Crawler", object()), run)
        stopper.stop(signal.SIGINT)
        assert run.is_interrupted
        stopper.stop(signal.SIGTERM)
    assert called == [stopper._end_in_order, "stop"]
    assert stopper.signal_number == signal.SIGTERM
