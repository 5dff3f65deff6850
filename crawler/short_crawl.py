"""Runs one spider now, in this process, and hands its items on: for commands that wait for them."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.logger import globalLogBeginner

from pipelines.errors import ConfigError

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_TOLD_ANYWAY = ("scrapy.core.downloader", "scrapy.downloadermiddlewares.robotstxt", "scrapy.utils")
"""Loggers of what is told as the failure of a page or of a source."""
_ABOUT_SCRAPY = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.statscollectors")
"""Loggers that list Scrapy's own parts, settings and statistics: for debugging only."""
_CERTIFICATE_TRACEBACK = "while verifying certificate"
_SETTINGS: Mapping[str, object] = {
    # Not even imported: extensions and the other spiders cost a third of the time of a fetch.
    "EXTENSIONS": {},
    "EXTENSIONS_BASE": {},
    "SPIDER_MODULES": [],
    "LOG_INSTALL_ROOT_HANDLER": False,
    "ITEM_PIPELINES": {},
    "NEWSDESK_WORKERS": 0,
    "URLLENGTH_LIMIT": 0,  # whoever names an address wants it
}


def short_settings(wanted: Mapping[str, object], overrides: Mapping[str, object]) -> Settings:
    """Return Scrapy's settings for a short crawl: those wanted, overridden as by the user."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict({**_SETTINGS, **wanted}, priority="spider")
    settings.setdict(dict(overrides), priority="cmdline")
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
    with desk.listening():
        process.start(install_signal_handlers=False)
    if desk.is_cut_short:
        _end_threads()
    _raise_failure(task, desk)
    return desk.signal_number


def installed_reactor() -> Any:  # noqa: ANN401 - Twisted's reactor is a module by its types
    """Return the reactor that Scrapy has installed; call it only once a process was made."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier installs another

    return reactor


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

    @property
    def is_cut_short(self) -> bool:
        """Whether the work ended before all of it was done."""
        return self.error is not None or self.signal_number is not None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """End the work on SIGINT and SIGTERM, at once: nothing is lost that could be kept."""
        before = {number: signal.signal(number, self._end) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self.signal_number = number
        _stop_reactor()


def new_process(settings: Settings) -> AsyncCrawlerProcess:
    """Return a process of Scrapy that logs no more than the root logger lets through.

    What ends as the failure of a page or a source is not logged as well, with a traceback.
    """
    # Twisted writes to stderr by itself until it is told where to log; Scrapy tells it.
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    logging.getLogger("twisted").addFilter(_is_no_certificate_traceback)
    before = logging.root.manager.disable
    logging.disable(logging.INFO)  # the versions of all its parts
    try:
        process = AsyncCrawlerProcess(settings)
    finally:
        logging.disable(before)
    logging.getLogger("scrapy").setLevel(logging.NOTSET)
    for name in _TOLD_ANYWAY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not logging.root.isEnabledFor(logging.DEBUG):
        for name in _ABOUT_SCRAPY:
            logging.getLogger(name).setLevel(logging.WARNING)
    return process


def _is_no_certificate_traceback(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(_CERTIFICATE_TRACEBACK)


def _raise_failure(task: asyncio.Task[None], desk: _Desk) -> None:
    """Raise what kept the work from starting, or from going on."""
    if desk.error is not None:
        raise desk.error
    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(error, ValueError | TypeError):
        raise ConfigError("bad-setting", f"Scrapy cannot use a setting: {error}") from error
    if error is not None:
        raise error


def _stop_reactor() -> None:
    # Not stop(): that waits for the downloads that are under way, for as long as they may take.
    installed_reactor().callFromThread(installed_reactor().crash)


def _end_threads() -> None:
    """End the threads that looked host names up; Python waits for them when it ends."""
    installed_reactor().getThreadPool().stop()
