"""What a process and all its children take of the machine."""

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psutil

from tests.integration.newsdesk_runs import ROOT

_INTERVAL_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a process ended."""

    code: int
    stderr: str
    peak_bytes: int
    """Resident memory of all processes at their worst; what they share counts for each."""


def run_measured(
    command: Sequence[str], timeout_s: float, environment: Mapping[str, str] | None = None
) -> Outcome:
    """Run a process to its end and return what it took.

    Raises:
        subprocess.TimeoutExpired: it did not end.
    """
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    peaks: list[int] = [0]
    is_over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, is_over))
    watcher.start()
    try:
        _, stderr = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    finally:
        is_over.set()
        watcher.join()
    return Outcome(code=process.returncode, stderr=stderr, peak_bytes=max(peaks))


def _watch(pid: int, peaks: list[int], is_over: threading.Event) -> None:
    try:
        root = psutil.Process(pid)
        while not is_over.is_set():
            peaks.append(sum(map(_resident, (root, *root.children(recursive=True)))))
            time.sleep(_INTERVAL_S)
    except psutil.NoSuchProcess:
        return


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
