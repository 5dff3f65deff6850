"""Lets a Python process have no socket but those within this machine, and notes that it was there.

Python imports a module of this name when it starts, so this holds for every process that has the
folder in ``PYTHONPATH``, workers included.
"""

import os
import socket
import sys
from pathlib import Path
from types import FrameType

_LOG = Path(os.environ["WATCHED_LOG"])


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    is_socket = event == "socket.__new__" and arguments[1] != socket.AF_UNIX
    if is_socket or event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        if not _is_probe():
            _write(f"{event} {arguments[1:]}")
        raise PermissionError("no sockets here")


def _is_probe() -> bool:
    """Return whether urllib3 is only finding out, while it is imported, if there is IPv6."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_name != "_has_ipv6":
        frame = frame.f_back
    return frame is not None


def _write(line: str) -> None:
    with _LOG.open("a", encoding="utf-8") as log:
        log.write(f"{os.getpid()} {line}\n")


_write("started")
sys.addaudithook(_refuse)
