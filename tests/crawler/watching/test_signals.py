import os
import signal
import threading
import time
from collections.abc import Sequence

import pytest

from crawler.watching.signals import Signals

LONG_S = 60.0


def wait_for_end(signals: Signals, descriptors: Sequence[int] = ()) -> None:
    """Wait, and fail when it is the time alone that ends it."""
    begun = time.monotonic()
    signals.wait(LONG_S, descriptors)
    assert time.monotonic() - begun < LONG_S / 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_wait_and_the_first_one_is_remembered(number: int) -> None:
    signals = Signals()
    with signals.listening():
        threading.Timer(0.05, os.kill, (os.getpid(), number)).start()
        wait_for_end(signals)
        os.kill(os.getpid(), signal.SIGTERM)
        signals.wait(0.0)
    assert (signals.stop, signals.stops) == (number, 2)


def test_a_hang_up_asks_for_the_configuration_once() -> None:
    signals = Signals()
    with signals.listening():
        assert not signals.take_reload()
        os.kill(os.getpid(), signal.SIGHUP)
        wait_for_end(signals)
        assert signals.take_reload()
        assert not signals.take_reload()
    assert signals.stop is None


def test_news_ends_a_wait() -> None:
    signals = Signals()
    read_end, write_end = os.pipe()
    with signals.listening():
        os.write(write_end, b"x")
        wait_for_end(signals, [read_end])
    os.close(read_end)
    os.close(write_end)


def test_what_handled_the_signals_before_does_so_again() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Signals().listening():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
