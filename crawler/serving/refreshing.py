"""Keeps the index up to date while a crawl writes, without work while nobody reads."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable

_logger = logging.getLogger(__name__)


class Refresher:
    """A thread that looks for new segments when somebody reads, at most every few seconds.

    Who asks waits for it, but not long: a small segment is in the answer, a large one in a later
    one.
    """

    def __init__(
        self, refresh: Callable[[], object], *, interval_s: float = 3.0, patience_s: float = 0.5
    ) -> None:
        """Start the thread.

        Args:
            refresh: does it; called in that thread alone.
            interval_s: time between the end of a refresh and the beginning of the next.
            patience_s: how long somebody who asks waits for it.
        """
        self._refresh = refresh
        self._interval_s = interval_s
        self._patience_s = patience_s
        self._changed = threading.Condition()
        self._wanted = False
        self._ended = False
        self._rounds = 0
        self._asked_at = self._last_end = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="refresher", daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Have new segments read if it is time for it; returns when they are, or soon."""
        with self._changed:
            now = time.monotonic()
            if now - self._last_end < self._interval_s:
                return
            if not self._wanted:
                self._wanted, self._asked_at = True, now
                self._changed.notify_all()
            rounds, waited_s = self._rounds, now - self._asked_at
            # Nobody waits for what has taken long already.
            self._changed.wait_for(lambda: self._rounds != rounds, self._patience_s - waited_s)

    def close(self) -> None:
        """End the thread; returns when it has."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while self._is_wanted():
            try:
                self._refresh()
            except (sqlite3.Error, OSError) as error:
                _logger.warning("new segments cannot be read for now: %s", error)
            except Exception:  # else the thread ends, and nobody sees a new segment any more
                _logger.exception("new segments cannot be read")
            with self._changed:
                self._wanted = False
                self._rounds += 1
                self._last_end = time.monotonic()
                self._changed.notify_all()

    def _is_wanted(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._wanted or self._ended)
            return not self._ended
