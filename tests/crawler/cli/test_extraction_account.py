import signal
from collections.abc import Iterator

import pytest

from crawler.cli.extraction_account import _signals_put_off


@pytest.fixture
def interruptible() -> Iterator[None]:
    """An interrupt raises, as in a terminal: a background process begins with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_signal_waits_until_an_outcome_is_counted() -> None:
    done: list[str] = []

    def deliver() -> None:
        with _signals_put_off():
            signal.raise_signal(signal.SIGINT)
            done.append("counted")

    with pytest.raises(KeyboardInterrupt):
        deliver()
    assert done == ["counted"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
