import os
import signal
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import synchronize
from pathlib import Path

import pytest
from pebble import ProcessExpired, ProcessPool

from pipelines.errors import MachineError, PageError
from pipelines.items import Article
from pipelines.site_memory import SiteMemory
from pipelines.workers import pool as module
from pipelines.workers.pool import ArticleWorkers, WorkerSettings
from tests.pipelines.page_examples import empty, story

TIMEOUT_S = 60


def children() -> set[int]:
    """Return the ids of the worker processes: those below the forkserver that waits on us."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    servers = {pid for pid, parent in parents.items() if parent == os.getpid()}
    return {pid for pid, parent in parents.items() if parent in servers}


@pytest.fixture(scope="module")
def one_worker() -> Iterator[ArticleWorkers]:
    with closing(ArticleWorkers(WorkerSettings(processes=1))) as workers:
        workers.start()
        yield workers


def test_workers_begin_with_all_that_is_read_once(one_worker: ArticleWorkers) -> None:
    """The process that forks them says nothing of a module that it cannot import."""
    assert one_worker._pool is not None
    names = one_worker._pool.schedule(eval, args=("list(__import__('sys').modules)",)).result()
    assert {"pipelines.workers.late_workers", "pipelines.workers.warm_up"} <= set(names)


def test_a_process_builds_the_same_article_as_we_do(one_worker: ArticleWorkers) -> None:
    here = ArticleWorkers(WorkerSettings(processes=0)).submit(story(), SiteMemory())
    there = one_worker.submit(story(), SiteMemory())
    assert there.result(TIMEOUT_S) == here.result(TIMEOUT_S)


def test_a_page_without_article_raises_its_reason(one_worker: ArticleWorkers) -> None:
    for workers in (one_worker, ArticleWorkers(WorkerSettings(processes=0))):
        with pytest.raises(PageError) as error:
            workers.submit(empty(), SiteMemory()).result(TIMEOUT_S)
        assert error.value.reason == "no-article-body"


def test_without_a_temporary_folder_no_page_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", fail)
    with pytest.raises(MachineError, match="set TMPDIR to another"):
        ArticleWorkers(WorkerSettings(processes=0))


def test_without_shared_memory_there_is_one_process_or_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(ctx: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(synchronize, "Lock", fail)
    with pytest.raises(MachineError, match="Read-only file system"):
        ArticleWorkers(WorkerSettings(processes=1))
    assert ArticleWorkers(WorkerSettings(processes=0)).processes == 1


def test_workers_that_cannot_be_started_are_no_fault_of_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_self: ProcessPool) -> bool:
        raise BrokenProcessPool from BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(ProcessPool, "active", property(fail))
    with pytest.raises(MachineError, match="Resource temporarily unavailable"):
        ArticleWorkers(WorkerSettings(processes=1)).submit(story(), SiteMemory())


def test_workers_that_are_killed_are_replaced(one_worker: ArticleWorkers) -> None:
    one_worker.submit(story(), SiteMemory()).result(TIMEOUT_S)
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    errors = [_error_of_next_story(one_worker) for _ in range(10)]
    assert errors[-1] is None
    assert {error.reason for error in errors if isinstance(error, PageError)} <= {"worker-died"}


def _error_of_next_story(workers: ArticleWorkers) -> BaseException | None:
    return workers.submit(story(), SiteMemory()).exception(TIMEOUT_S)


def test_a_page_that_takes_too_long_costs_that_page_alone() -> None:
    settings = WorkerSettings(processes=1, page_timeout_s=0.001)
    with closing(ArticleWorkers(settings)) as workers:
        workers.start()
        with pytest.raises(PageError) as error:
            workers.submit(story(paragraphs=4000), SiteMemory()).result(TIMEOUT_S)
    assert error.value.reason == "page-timeout"


def test_closing_leaves_no_worker() -> None:
    before = children()
    workers = ArticleWorkers(WorkerSettings(processes=2))
    workers.start()
    pending = [workers.submit(story(), SiteMemory()) for _ in range(10)]
    pending[0].result(TIMEOUT_S)
    workers.close()
    end = time.monotonic() + TIMEOUT_S
    while children() - before and time.monotonic() < end:
        time.sleep(0.05)
    assert children() <= before


def test_workers_that_were_never_used_close_at_once() -> None:
    ArticleWorkers(WorkerSettings(processes=4)).close()


@pytest.mark.parametrize(("asked", "given"), [(None, os.cpu_count()), (0, 1), (3, 3)])
def test_there_is_a_process_for_each_core_unless_it_is_said(
    asked: int | None, given: int | None
) -> None:
    with closing(ArticleWorkers(WorkerSettings(processes=asked))) as workers:
        assert workers.processes == given


def test_other_errors_of_a_worker_pass_through() -> None:
    cases: list[tuple[BaseException, type[BaseException]]] = [
        (ZeroDivisionError(), ZeroDivisionError),
        (ProcessExpired("gone", code=-9), PageError),  # type: ignore[no-untyped-call] # pebble
    ]
    for error, expected in cases:
        done, outcome = Future[Article](), Future[Article]()
        done.set_exception(error)
        module._hand_over(done, outcome, 10)
        assert isinstance(outcome.exception(), expected)


def test_a_page_nobody_waits_for_is_forgotten() -> None:
    done, outcome = Future[Article](), Future[Article]()
    outcome.cancel()
    done.set_exception(ZeroDivisionError())
    module._hand_over(done, outcome, 10)
    assert outcome.cancelled()
    done, outcome = Future[Article](), Future[Article]()
    done.cancel()
    module._hand_over(done, outcome, 10)
    assert outcome.cancelled()
