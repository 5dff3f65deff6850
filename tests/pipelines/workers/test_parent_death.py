import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.workers.parent_death import die_with_parent

STUCK = """
import time
from pipelines.workers.pool import ArticleWorkers, WorkerSettings
workers = ArticleWorkers(WorkerSettings(processes=1))
workers.start()
pool = workers._pool
pid = pool.schedule(__import__("os").getpid).result()
pool.schedule(time.sleep, args=(600,))
time.sleep(0.5)
print(pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do it")
def test_a_worker_that_is_stuck_ends_with_a_crawler_that_is_killed() -> None:
    root = Path(__file__).parents[3]
    crawler = subprocess.Popen(
        [sys.executable, "-c", STUCK], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert crawler.stdout is not None
    worker = int(crawler.stdout.readline())
    assert is_alive(worker)
    crawler.kill()
    crawler.wait(30)
    crawler.stdout.close()
    end = time.monotonic() + 30
    while is_alive(worker) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(worker)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do it")
def test_whether_the_system_can_is_told() -> None:
    pid = os.fork()
    if pid == 0:  # not in the process of the tests: it would end with whoever started them
        os._exit(0 if die_with_parent() else 1)
    assert os.waitpid(pid, 0)[1] == 0
