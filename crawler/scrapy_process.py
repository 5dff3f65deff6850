"""Starts Scrapy in this process. The only place that starts a reactor."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from twisted.logger import globalLogBeginner

from pipelines.errors import ConfigError

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_TOLD_ANYWAY = ("scrapy.core.downloader", "scrapy.downloadermiddlewares.robotstxt", "scrapy.utils")
"""Loggers of what is told as the failure of a page or of a source."""
_ABOUT_SCRAPY = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.statscollectors")
"""Loggers that list Scrapy's own parts, settings and statistics: for debugging only."""
_CERTIFICATE_TRACEBACK = "while verifying certificate"
_OF_USERS = SETTINGS_PRIORITIES["cmdline"]


def scrapy_settings(overrides: Mapping[str, object]) -> Settings:
    """Return newsdesk's Scrapy settings with some overridden as the command line does."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    return settings


def new_process(settings: Settings) -> AsyncCrawlerProcess:
    """Return a process of Scrapy that logs no more than the root logger lets through.

    What ends as the failure of a page or a source is not logged as well, with a traceback.
    Make one a process: Twisted's reactor cannot be started again.
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


def installed_reactor() -> Any:  # noqa: ANN401 - Twisted's reactor is a module by its types
    """Return the reactor that Scrapy has installed; call it only once a process was made."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier installs another

    return reactor


@contextmanager
def signals_told_to(take: Callable[[int], None]) -> Iterator[None]:
    """Hand on the number of each SIGINT and SIGTERM, and give the handlers back at the end."""

    def handle(number: int, _frame: FrameType | None) -> None:
        take(number)

    before = {number: signal.signal(number, handle) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def raise_failure(task: asyncio.Task[None], settings: Settings) -> None:
    """Raise what kept a spider from starting, or from going on.

    Raises:
        ConfigError: one of the settings has a value that Scrapy cannot use.
    """
    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(error, ValueError | TypeError):
        # Scrapy names the value alone.
        named = (
            f"{name}={value}"
            for name, value in settings.items()
            if settings.getpriority(name) == _OF_USERS and repr(value) in str(error)
        )
        setting = next(named, "a setting")
        raise ConfigError("bad-setting", f"Scrapy cannot use {setting}: {error}") from error
    if error is not None:
        raise error


def _is_no_certificate_traceback(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(_CERTIFICATE_TRACEBACK)
