"""Runs one spider now, in this process, and hands its items on: for commands that wait for them."""

from collections.abc import Callable, Mapping

from scrapy import Spider, signals
from scrapy.settings import Settings

from crawler.scrapy_process import (
    installed_reactor,
    new_process,
    raise_failure,
    scrapy_settings,
    signals_told_to,
)

_SETTINGS: Mapping[str, object] = {
    # Not even imported: extensions and the other spiders cost a third of the time of a fetch.
    "EXTENSIONS": {},
    "EXTENSIONS_BASE": {},
    "SPIDER_MODULES": [],
    "ITEM_PIPELINES": {},
    "NEWSDESK_WORKERS": 0,
}


def short_settings(wanted: Mapping[str, object], overrides: Mapping[str, object]) -> Settings:
    """Return Scrapy's settings for a short crawl: those wanted, overridden as by the user."""
    settings = scrapy_settings(overrides)
    settings.setdict({**_SETTINGS, **wanted}, priority="spider")
    return settings


def run_spider(
    spider: type[Spider],
    settings: Settings,
    receive: Callable[[object], None],
    **arguments: object,
) -> int | None:
    """Run a spider and return the signal that ended it early, else ``None``.

    Args:
        spider: its class.
        settings: as ``short_settings`` makes them.
        receive: called with each item. What it raises ends the work and is raised here.
        **arguments: handed to the spider.

    Call it once a process: Twisted's reactor cannot be started again.

    Raises:
        ConfigError: one of the settings has a value that Scrapy cannot use.
    """
    process = new_process(settings)
    crawler = process.create_crawler(spider)
    desk = _Desk(receive)
    crawler.signals.connect(desk.receive, signal=signals.item_scraped)
    task = process.crawl(crawler, **arguments)
    with signals_told_to(desk.end):
        process.start(install_signal_handlers=False)
    if desk.is_cut_short:
        _end_threads()
    if desk.error is not None:
        raise desk.error
    raise_failure(task, settings)
    return desk.signal_number


class _Desk:
    """Receives Scrapy's items and the signals of the system, and ends the work when it must."""

    def __init__(self, receive: Callable[[object], None]) -> None:
        self._receive = receive
        self.error: Exception | None = None
        self.signal_number: int | None = None

    def receive(self, item: object) -> None:
        """Hand an item on. Scrapy only logs what a receiver raises, so it is kept."""
        if self.error is None:
            try:
                self._receive(item)
            except Exception as error:  # noqa: BLE001 - raised again by run_spider
                self.error = error
                _stop_reactor()

    def end(self, number: int) -> None:
        """End the work on a signal, at once: nothing is lost that could be kept."""
        self.signal_number = number
        _stop_reactor()

    @property
    def is_cut_short(self) -> bool:
        """Whether the work ended before all of it was done."""
        return self.error is not None or self.signal_number is not None


def _stop_reactor() -> None:
    # Not stop(): that waits for the downloads that are under way, for as long as they may take.
    installed_reactor().callFromThread(installed_reactor().crash)


def _end_threads() -> None:
    """End the threads that looked host names up; Python waits for them when it ends."""
    installed_reactor().getThreadPool().stop()
