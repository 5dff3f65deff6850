"""The standard streams of a process that may have been started without them."""

import os
import sys
from collections.abc import Mapping
from typing import Literal, TextIO

_Mode = Literal["r", "w"]
_MODES: Mapping[str, _Mode] = {"stdin": "r", "stdout": "w", "stderr": "w"}
"""In the order of their descriptors."""


def open_closed_streams() -> None:
    """Open each standard stream that the caller closed (``>&-``) on the null device.

    Python has none of these. Nor may its descriptor stay free: the next file that is opened would
    get it, and a worker that prints would write into that file.
    """
    for descriptor, (name, mode) in enumerate(_MODES.items()):
        if getattr(sys, name) is None:
            setattr(sys, name, _null_stream(descriptor, mode))


def _null_stream(descriptor: int, mode: _Mode) -> TextIO:
    # The lowest free number is given: the descriptor itself, unless something has taken it since.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.set_inheritable(nowhere, nowhere == descriptor)
    return open(nowhere, mode, encoding="utf-8", closefd=False)
