import subprocess
import sys

_UNCAUGHT = """
import pipelines.workers.late_workers
{}
"""
_GONE = """
from multiprocessing import synchronize
lock = synchronize.Lock.__new__(synchronize.Lock)
lock.__setstate__((0, 1, 1, "/newsdesk-no-such-lock"))
"""


def end_with(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _UNCAUGHT.format(code)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_worker_whose_locks_are_gone_ends_quietly() -> None:
    done = end_with(_GONE)
    assert (done.returncode, done.stderr) == (1, "")


def test_other_errors_are_told() -> None:
    done = end_with("open('/no/such/file')")
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last)")
    assert "No such file or directory: '/no/such/file'" in done.stderr
