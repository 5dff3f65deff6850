"""Notes where a Python process connects to, and what names it looks up.

Python imports a module of this name when it starts, so this holds for every process that has the
folder in ``PYTHONPATH``, workers included.
"""

import os
import sys
from pathlib import Path

_LOG = Path(os.environ["WATCHED_LOG"])


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        where = arguments[1]
        _write(str(where[0]) if isinstance(where, tuple) else "unix")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        _write(f"name {arguments[0]}")


def _write(line: str) -> None:
    with _LOG.open("a", encoding="utf-8") as log:
        log.write(f"{os.getpid()} {line}\n")


_write("started")
sys.addaudithook(_note)
