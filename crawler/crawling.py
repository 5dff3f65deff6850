"""Starts Scrapy for a run and stays until it has ended. The only place that starts a reactor."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro

from crawler.middlewares.host_delay import HostDelayMiddleware
from crawler.run import CrawlRun
from crawler.short_crawl import installed_reactor, new_process
from crawler.spiders.news import NewsSpider
from pipelines.errors import ConfigError

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def crawl(run: CrawlRun, settings: Mapping[str, object], report: Callable[[], None]) -> int | None:
    """Crawl the sources of a run and return the signal that ended it early, else ``None``.

    Args:
        run: what to crawl; its results and its dataset are filled.
        settings: Scrapy settings that override those of ``crawler.settings``.
        report: called once a second while the crawl runs.

    A first SIGINT or SIGTERM lets the downloads that are under way end; a second one does not.

    Raises:
        ConfigError: one of the settings has a value that Scrapy cannot use.
        DatasetError, OSError, sqlite3.Error: the dataset could not be written any more.
    """
    process = new_process(scrapy_settings(settings))
    crawler = process.create_crawler(NewsSpider)
    task = process.crawl(crawler, run=run, report_progress=report)
    stopper = _Stopper(crawler, run)
    with stopper.listening():
        process.start(install_signal_handlers=False)
    _raise_failure(task, run, settings)
    return stopper.signal_number


def scrapy_settings(overrides: Mapping[str, object]) -> Settings:
    """Return newsdesk's Scrapy settings with some overridden as the command line does."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    return settings


def _raise_failure(task: asyncio.Task[None], run: CrawlRun, settings: Mapping[str, object]) -> None:
    """Raise what kept the crawl from starting, or from going on."""
    if run.storage_error is not None:
        raise run.storage_error
    if not task.done() or task.cancelled():
        return
    error = task.exception()
    if isinstance(error, ValueError | TypeError):
        # Scrapy names the value alone.
        named = (f"{k}={v}" for k, v in settings.items() if repr(v) in str(error))
        setting = next(named, "a setting")
        raise ConfigError("bad-setting", f"Scrapy cannot use {setting}: {error}") from error
    if error is not None:
        raise error


class _Stopper:
    """Turns signals into an orderly end of the crawl."""

    def __init__(self, crawler: Crawler, run: CrawlRun) -> None:
        self._crawler = crawler
        self._run = run
        self.signal_number: int | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        is_second = self.signal_number is not None
        self.signal_number = number
        self._run.is_interrupted = True
        installed_reactor().callFromThread(
            installed_reactor().stop if is_second else self._end_in_order
        )

    def _end_in_order(self) -> None:
        deferred_from_coro(self._crawler.stop_async())
        pace = self._crawler.get_downloader_middleware(HostDelayMiddleware)
        if pace is not None:
            pace.drop_waiting()
