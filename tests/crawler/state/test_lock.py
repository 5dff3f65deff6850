import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.state.lock import DatasetLock
from pipelines.errors import DatasetLockedError
from tests.crawler.state.examples import NOON

_HOLDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from crawler.state.lock import DatasetLock
lock = DatasetLock(Path(sys.argv[1]))
lock.acquire("newsdesk crawl", datetime(2026, 11, 24, 12, tzinfo=UTC))
print("held", flush=True)
time.sleep(60)
"""


def test_the_second_one_learns_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "state" / "lock"
    first = DatasetLock(path)
    first.acquire("newsdesk crawl --limit 5", NOON)
    with pytest.raises(DatasetLockedError) as caught:
        DatasetLock(path).acquire("newsdesk crawl", NOON)
    first.release()
    assert caught.value.reason == "dataset-locked"
    for part in (str(os.getpid()), "newsdesk crawl --limit 5", "2026-11-24T12:00:00", "--output"):
        assert part in caught.value.message


def test_a_released_lock_can_be_taken(tmp_path: Path) -> None:
    for _ in range(2):
        lock = DatasetLock(tmp_path / "lock")
        lock.acquire("newsdesk crawl", NOON)
        lock.release()
        lock.release()


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", _HOLDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DatasetLockedError, match=str(holder.pid)):
            DatasetLock(path).acquire("newsdesk crawl", NOON)
        holder.send_signal(signal.SIGKILL)
    lock = DatasetLock(path)
    lock.acquire("newsdesk crawl", NOON)
    lock.release()


def test_a_process_that_the_holder_started_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    lock = DatasetLock(path)
    lock.acquire("newsdesk crawl", NOON)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        lock.release()
        again = DatasetLock(path)
        again.acquire("newsdesk crawl", NOON)
        again.release()
        child.communicate(b"\n")


@pytest.mark.parametrize("text", ["", "{", "7", '"x"', "[]"])
def test_a_torn_lock_file_still_locks(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lock"
    first = DatasetLock(path)
    first.acquire("newsdesk crawl", NOON)
    path.write_text(text)
    with pytest.raises(DatasetLockedError, match="another process"):
        DatasetLock(path).acquire("newsdesk crawl", NOON)
    first.release()
