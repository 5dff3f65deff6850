"""Crawls the sources of a run and stays until it has ended."""

from collections.abc import Callable, Mapping

from scrapy.crawler import Crawler

from crawler.middlewares.host_delay import end_in_order
from crawler.run import CrawlRun
from crawler.scrapy_process import (
    installed_reactor,
    new_process,
    raise_failure,
    scrapy_settings,
    signals_told_to,
)
from crawler.spiders.news import NewsSpider


def crawl(run: CrawlRun, overrides: Mapping[str, object], report: Callable[[], None]) -> int | None:
    """Crawl the sources of a run and return the signal that ended it early, else ``None``.

    Args:
        run: what to crawl; its results and its dataset are filled.
        overrides: Scrapy settings that override those of ``crawler.settings``.
        report: called once a second while the crawl runs.

    A first SIGINT or SIGTERM lets the downloads that are under way end; a second one does not.

    Raises:
        ConfigError: one of the settings has a value that Scrapy cannot use.
        DatasetError, OSError, sqlite3.Error: the dataset could not be written any more.
    """
    settings = scrapy_settings(overrides)
    process = new_process(settings)
    crawler = process.create_crawler(NewsSpider)
    task = process.crawl(crawler, run=run, report_progress=report)
    stopper = _Stopper(crawler, run)
    with signals_told_to(stopper.stop):
        process.start(install_signal_handlers=False)
    if run.storage_error is not None:
        raise run.storage_error
    raise_failure(task, settings)
    return stopper.signal_number


_AGAIN_AFTER_S = 0.05


class _Stopper:
    """Turns signals into an orderly end of the crawl."""

    def __init__(self, crawler: Crawler, run: CrawlRun) -> None:
        self._crawler = crawler
        self._run = run
        self.signal_number: int | None = None

    def stop(self, number: int) -> None:
        is_second = self.signal_number is not None
        self.signal_number = number
        self._run.is_interrupted = True
        installed_reactor().callFromThread(
            installed_reactor().stop if is_second else self._end_in_order
        )

    def _end_in_order(self) -> None:
        if not self._is_running():
            # Scrapy forgets an end that is asked for before its engine runs, or takes it for done
            # and then stays for ever.
            installed_reactor().callLater(_AGAIN_AFTER_S, self._end_in_order)
            return
        end_in_order(self._crawler)

    def _is_running(self) -> bool:
        try:
            return self._crawler.engine.running
        except RuntimeError:  # there is none yet
            return False
