import asyncio
from collections.abc import Coroutine
from pathlib import Path

import pytest

from crawler import settings as ours
from crawler.crawling import _raise_failure, scrapy_settings
from pipelines.errors import ConfigError
from tests.crawler.spiders.runs import new_run, source


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


def test_a_setting_that_scrapy_cannot_use_is_named(tmp_path: Path) -> None:
    task = ended(_fail(ValueError("could not convert string to float: 'soon'")))
    run = new_run(tmp_path, source())
    with run.dataset, pytest.raises(ConfigError, match="DOWNLOAD_DELAY=soon"):
        _raise_failure(task, run, {"RETRY_TIMES": "2", "DOWNLOAD_DELAY": "soon"})


def test_other_faults_pass_through(tmp_path: Path) -> None:
    run = new_run(tmp_path, source())
    with run.dataset:
        _raise_failure(ended(_end()), run, {})
        with pytest.raises(KeyError):
            _raise_failure(ended(_fail(KeyError("x"))), run, {})
        run.storage_error = OSError("disk full")
        with pytest.raises(OSError, match="disk full"):
            _raise_failure(ended(_end()), run, {})
