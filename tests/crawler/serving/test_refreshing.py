import logging
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from crawler.serving.refreshing import Refresher

LONG_S = 60.0


def test_who_asks_waits_for_the_refresh() -> None:
    done: list[int] = []
    with closing(Refresher(lambda: done.append(1), interval_s=0, patience_s=LONG_S)) as refresher:
        refresher.ask()
        assert done == [1]
        refresher.ask()
        assert done == [1, 1]


def test_nothing_is_done_before_it_is_time() -> None:
    done: list[int] = []
    with closing(Refresher(lambda: done.append(1), interval_s=LONG_S)) as refresher:
        refresher.ask()
    assert done == []


def test_nobody_waits_for_long() -> None:
    go_on = threading.Event()
    with closing(Refresher(go_on.wait, interval_s=0, patience_s=0.01)) as refresher:
        refresher.ask()
        assert not go_on.is_set()
        go_on.set()


def test_nobody_waits_again_for_what_takes_long() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def refresh() -> None:
        begun.set()
        go_on.wait(LONG_S)

    with closing(Refresher(refresh, interval_s=0, patience_s=0.5)) as refresher:
        refresher.ask()
        begun.wait(LONG_S)
        before = time.monotonic()
        for _ in range(20):
            refresher.ask()
        assert time.monotonic() - before < 20 * 0.5 / 2
        go_on.set()


def test_trouble_is_told_and_the_next_one_tries_again(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    def refresh() -> None:
        tried.append(1)
        raise sqlite3.OperationalError("disk is full")

    refresher = Refresher(refresh, interval_s=0, patience_s=LONG_S)
    with closing(refresher), caplog.at_level(logging.WARNING):
        refresher.ask()
        refresher.ask()
    assert len(tried) == 2
    assert "new segments cannot be read for now: disk is full" in caplog.text


def test_fault_is_told_and_the_next_one_tries_again(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    def refresh() -> None:
        tried.append(1)
        raise ValueError("nobody thought of this")

    refresher = Refresher(refresh, interval_s=0, patience_s=LONG_S)
    with closing(refresher), caplog.at_level(logging.WARNING):
        refresher.ask()
        refresher.ask()
    assert len(tried) == 2
    assert "nobody thought of this" in caplog.text
