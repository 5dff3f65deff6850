"""Keeps quiet about workers that were still starting when their pool ended.

Imported in the process that forks the workers. One that finds the locks of its pool gone is waited
for by nobody; ``multiprocessing`` would print a traceback for it.
"""

import sys
from multiprocessing import synchronize
from types import TracebackType


def is_late(error: BaseException, trace: TracebackType | None) -> bool:
    """Return whether an error is that of a lock which is no longer there."""
    while trace is not None and isinstance(error, FileNotFoundError):
        if trace.tb_frame.f_code.co_filename == synchronize.__file__:
            return True
        trace = trace.tb_next
    return False


def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an uncaught error as Python does, unless it is that of a late worker."""
    if not is_late(error, trace):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = tell
