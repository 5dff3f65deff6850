"""Real crawls: test_fetch.py beside the verbs, tests/integration/test_sources_discover.py."""

import signal

import pytest

from crawler.short_crawls import one_spider
from crawler.short_crawls.one_spider import short_settings


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that has an entry for each time that the reactor was stopped."""
    found: list[str] = []
    monkeypatch.setattr(one_spider, "_stop_reactor", lambda: found.append("end"))
    return found


def failing(_item: object) -> None:
    raise BrokenPipeError


def test_user_has_the_last_word_on_settings_and_the_command_the_one_before() -> None:
    settings = short_settings({"DOWNLOAD_DELAY": 3, "DNS_TIMEOUT": 4}, {"DOWNLOAD_DELAY": "7"})
    assert (settings["DOWNLOAD_DELAY"], settings["DNS_TIMEOUT"]) == ("7", 4)
    assert settings["ROBOTSTXT_OBEY"] is True


def test_items_are_handed_on(ends: list[str]) -> None:
    taken: list[object] = []
    desk = one_spider._Desk(taken.append)
    desk.receive("a")
    desk.receive("b")
    assert (taken, ends, desk.is_cut_short) == (["a", "b"], [], False)


def test_what_the_receiver_raises_ends_the_work(ends: list[str]) -> None:
    desk = one_spider._Desk(failing)
    desk.receive("a")
    desk.receive("b")
    assert desk.is_cut_short
    assert isinstance(desk.error, BrokenPipeError)
    assert ends == ["end"]


def test_signal_ends_the_work(ends: list[str]) -> None:
    desk = one_spider._Desk(failing)
    desk.end(signal.SIGTERM)
    assert desk.is_cut_short
    assert (desk.signal_number, ends) == (signal.SIGTERM, ["end"])
