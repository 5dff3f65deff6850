"""One round: a child process that crawls some sources, and ends when the watch ends.

The child's stdin is the order, one line of JSON, and then a pipe that stays open for as long as the
watch wants the round to go on; further lines name sources that join the round. Its stdout is a line
of JSON a second that tells how far it is.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import IO, Any, cast

GRACE_S = 60.0
"""Seconds that a round has to end in order once its pipe is closed: more than a download takes."""
ORPHAN_GRACE_S = 5.0
"""The same when the watch is gone: nobody waits for an end in order, and the dataset is locked."""
_MODULE = "crawler.cli.watch_round"
_CHUNK = 65536
_LOOK_S = 0.2
_MAX_LINE = 100_000_000
"""A round tells some 400 bytes a source, and lists of sources have thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOrder:
    """What a round is to do."""

    config_path: str
    config_text: str
    """Not read from the file again: it may have changed since the watch found it sound."""
    ids: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    """Those of ``newsdesk crawl``, as plain values."""

    def to_json(self) -> str:
        """Return the order as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str | bytes) -> "RoundOrder":
        """Return the order in a line that ``to_json`` made."""
        values = json.loads(line)
        return cls(**{**values, "ids": tuple(values["ids"])})


class RoundProcess:
    """A round that runs."""

    def __init__(self, order: RoundOrder, command: Sequence[str] | None = None) -> None:
        """Start the process; ``command`` is another program than a round, for tests."""
        self.ids = order.ids
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command or [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.joined: tuple[str, ...] = ()
        self.joinings = 0
        self._rest = b""
        self._is_cut = False
        self._is_silent = False
        with suppress(BrokenPipeError):  # it died at once, and its exit code tells
            self._stdin.write(f"{order.to_json()}\n".encode())
            self._stdin.flush()
        os.set_blocking(self._stdout.fileno(), False)

    @property
    def is_cut_short(self) -> bool:
        """Whether ``end`` or ``kill`` was called."""
        return self._is_cut

    def descriptors(self) -> list[int]:
        """Return what can be read when there is news; nothing when none can come any more."""
        return [] if self._is_silent else [self._stdout.fileno()]

    def news(self) -> Iterator[Mapping[str, Any]]:
        """Yield what the round told since the last call; what is no JSON object is left out."""
        while not self._is_silent:
            try:
                chunk = os.read(self._stdout.fileno(), _CHUNK)
            except BlockingIOError:
                return
            if not chunk:
                self._is_silent = True
            *lines, rest = (self._rest + chunk).split(b"\n")
            self._rest = rest[:_MAX_LINE]
            for line in lines:
                with suppress(ValueError):
                    value = json.loads(line)
                    if isinstance(value, dict):
                        yield value

    def join(self, ids: tuple[str, ...]) -> None:
        """Have the round read some sources too, or once more."""
        self.joined += ids
        self.joinings += 1
        with suppress(BrokenPipeError):  # it ends, and tells of them no more
            self._stdin.write(f"{json.dumps(ids)}\n".encode())
            self._stdin.flush()

    def code(self) -> int | None:
        """Return the exit code, ``None`` while the round runs."""
        return self._process.poll()

    def end(self) -> None:
        """Ask the round to end in order."""
        self._is_cut = True
        with suppress(BrokenPipeError):
            self._stdin.close()

    def kill(self) -> None:
        """End the round now; its state is safe at any moment."""
        self.end()
        self._process.kill()

    def close(self) -> int:
        """Wait for the process, give back what it held and return its exit code."""
        code = self._process.wait()
        with suppress(BrokenPipeError):
            self._stdin.close()
        self._is_silent = True
        self._stdout.close()
        return code

    @property
    def _stdin(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdin)

    @property
    def _stdout(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdout)


class ParentPipe:
    """The end of the pipe that a round watches: closed, the watch is gone or wants it to end."""

    def __init__(
        self,
        descriptor: int,
        grace_s: float = GRACE_S,
        orphan_grace_s: float = ORPHAN_GRACE_S,
    ) -> None:
        self._descriptor = descriptor
        self._grace_s = grace_s
        self._orphan_grace_s = orphan_grace_s
        self._parent = os.getppid()
        self._is_asked = False
        self._closed = threading.Event()
        self._lines: deque[bytes] = deque()

    @property
    def is_closed(self) -> bool:
        """Whether the other end was closed."""
        return self._closed.is_set()

    def watch(self) -> None:
        """Watch from now on; so long after the pipe was closed this process is killed."""
        threading.Thread(target=self._wait, daemon=True, name="parent-pipe").start()

    def joining(self) -> Iterator[tuple[str, ...]]:
        """Yield the ids of sources that are to join the round, by their lines; each once."""
        while self._lines:
            yield tuple(json.loads(self._lines.popleft()))

    def stop_if_closed(self, stop: Callable[[], None]) -> None:
        """Call ``stop`` once when the other end was closed."""
        if self.is_closed and not self._is_asked:
            self._is_asked = True
            stop()

    def _wait(self) -> None:
        rest = b""
        with suppress(OSError):
            while chunk := os.read(self._descriptor, _CHUNK):
                *lines, rest = (rest + chunk).split(b"\n")
                self._lines.extend(lines)
        self._closed.set()
        closed_at = time.monotonic()
        while time.monotonic() - closed_at < self._patience_s():
            time.sleep(_LOOK_S)
        os.kill(os.getpid(), signal.SIGKILL)

    def _patience_s(self) -> float:
        is_orphan = os.getppid() != self._parent
        return min(self._orphan_grace_s, self._grace_s) if is_orphan else self._grace_s
