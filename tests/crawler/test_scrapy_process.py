import asyncio
import signal
from collections.abc import Coroutine

import pytest

from crawler import settings as ours
from crawler.scrapy_process import raise_failure, scrapy_settings, signals_told_to
from crawler.short_crawls.one_spider import short_settings
from pipelines.errors import ConfigError


async def _fail(error: Exception) -> None:
    raise error


async def _end() -> None:
    pass


def ended(work: Coroutine[object, object, None]) -> asyncio.Task[None]:
    """Return the task of some work that has run to its end."""

    async def run() -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        await asyncio.wait([task])
        return task

    return asyncio.run(run())


def test_settings_of_the_command_line_override_ours() -> None:
    settings = scrapy_settings({"DOWNLOAD_DELAY": "5"})
    assert settings.getfloat("DOWNLOAD_DELAY") == 5
    assert settings.getint("CONCURRENT_REQUESTS") == ours.CONCURRENT_REQUESTS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROBOTSTXT_OBEY", True),
        ("REMOTE_CONTROL_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("COOKIES_ENABLED", False),
        ("LOG_INSTALL_ROOT_HANDLER", False),
    ],
)
def test_defaults_of_scrapy_that_do_not_suit_a_polite_crawler_are_changed(
    name: str, value: bool
) -> None:
    assert scrapy_settings({}).getbool(name) is value


def test_downloads_are_limited_in_size_and_time() -> None:
    settings = scrapy_settings({})
    assert 0 < settings.getint("DOWNLOAD_MAXSIZE") <= 64 * 1024 * 1024
    assert 0 < settings.getint("DOWNLOAD_TIMEOUT") <= 60


def test_newsdesk_names_itself() -> None:
    assert scrapy_settings({})["USER_AGENT"].startswith("newsdesk/")


def test_a_setting_that_scrapy_cannot_use_is_named() -> None:
    error = ValueError("could not convert string to float: 'soon'")
    given = {"RETRY_TIMES": "2", "DOWNLOAD_DELAY": "soon"}
    for settings in (scrapy_settings(given), short_settings({}, given)):
        with pytest.raises(ConfigError, match="DOWNLOAD_DELAY=soon"):
            raise_failure(ended(_fail(error)), settings)


def test_settings_that_nobody_gave_are_not_blamed() -> None:
    error = ValueError(f"cannot use {scrapy_settings({})['USER_AGENT']!r}")
    with pytest.raises(ConfigError, match="cannot use a setting"):
        raise_failure(ended(_fail(error)), scrapy_settings({}))


def test_other_faults_pass_through() -> None:
    raise_failure(ended(_end()), scrapy_settings({}))
    with pytest.raises(KeyError):
        raise_failure(ended(_fail(KeyError("x"))), scrapy_settings({}))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_are_told_and_their_handlers_given_back(number: signal.Signals) -> None:
    told: list[int] = []
    before = signal.getsignal(number)
    with signals_told_to(told.append):
        signal.raise_signal(number)
    assert told == [number]
    assert signal.getsignal(number) == before
