"""The signals of a process that stays up, as things to look at between two steps of its work."""

import os
import select
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

_STOPS = (signal.SIGINT, signal.SIGTERM)


class Signals:
    """What came: SIGINT and SIGTERM ask for the end, SIGHUP for the configuration to be read."""

    def __init__(self) -> None:
        self.stop: int | None = None
        """The first signal that asked for the end."""
        self.stops = 0
        """How many there were."""
        self._is_reload_wanted = False
        self._read_end, self._write_end = -1, -1

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen within a block; use it from the main thread."""
        self._read_end, self._write_end = os.pipe()
        for end in (self._read_end, self._write_end):
            os.set_blocking(end, False)
        wakeup = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        before = {n: signal.signal(n, self._note) for n in (*_STOPS, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(wakeup)
            os.close(self._read_end)
            os.close(self._write_end)

    def wait(self, seconds: float, descriptors: Sequence[int] = ()) -> None:
        """Wait so long at most, until a signal comes or one of the descriptors can be read."""
        select.select([self._read_end, *descriptors], [], [], max(seconds, 0.0))
        try:
            while os.read(self._read_end, 512):
                pass
        except BlockingIOError:
            pass

    def take_reload(self) -> bool:
        """Return whether SIGHUP came since the last call."""
        is_wanted, self._is_reload_wanted = self._is_reload_wanted, False
        return is_wanted

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._is_reload_wanted = True
            return
        self.stop = self.stop or number
        self.stops += 1
