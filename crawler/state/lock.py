"""One writer a dataset: a file lock that says who holds it and dies with its process."""

import fcntl
import json
import os
import socket
from datetime import datetime
from pathlib import Path
from typing import IO

from pipelines.errors import DatasetLockedError
from pipelines.serialization import format_time


class DatasetLock:
    """The lock on one dataset folder, held from ``acquire`` to ``release``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self, command: str, now: datetime) -> None:
        """Take the lock.

        Raises:
            DatasetLockedError: another process holds it; the message says which one.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = _describe(file.read())
            file.close()
            raise DatasetLockedError(
                "dataset-locked",
                f"{self._path.parent.parent} is in use by {holder}; wait for it or use another "
                "--output",
            ) from None
        self._file = file
        self._write(command, now)

    def release(self) -> None:
        """Give the lock back; the file stays, a file without lock means nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, command: str, now: datetime) -> None:
        if self._file is None:
            return
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": command,
            "started_at": format_time(now),
        }
        self._file.truncate(0)
        self._file.write(json.dumps(holder))
        self._file.flush()


def _describe(text: str) -> str:
    try:
        holder = json.loads(text)
    except ValueError:
        holder = None
    if not isinstance(holder, dict):
        return "another process"
    return (
        f"process {holder.get('pid')} on {holder.get('host')} ({holder.get('command')}), "
        f"since {holder.get('started_at')}"
    )
