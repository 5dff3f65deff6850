"""Ends a process with the one that started it, however that one ended."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> bool:
    """Let the system kill this process when its parent dies; return whether the system can.

    Linux can (``man 2const PR_SET_PDEATHSIG``). Elsewhere a worker ends when it next looks at its
    pipe, which one that is stuck in a page never does.
    """
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) == 0)
