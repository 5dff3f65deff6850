"""Runs ``build_article`` in worker processes, so that a crawl is never held up by one page.

Extraction costs about 50 ms of CPU a page; threads gave no speed-up. A page over its time limit
costs that page alone: pebble ends the worker and starts another.
"""

import concurrent.futures
import multiprocessing
import os
import signal
import tempfile
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker

from pebble import ProcessExpired, ProcessPool

from pipelines.errors import MachineError, PageError
from pipelines.items import Article, Page
from pipelines.site_memory import SiteMemory
from pipelines.workers.parent_death import die_with_parent

PAGES_A_WORKER = 500
"""A worker is replaced after this many pages: lxml and the date parsers keep memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """How pages are spread over processes."""

    processes: int | None = None
    """``None``: one a core. 0: no extra process, pages are built where they are handed in."""
    page_timeout_s: float = 10.0


class ArticleWorkers:
    """Builds articles in worker processes, or in this process when there are none."""

    def __init__(self, settings: WorkerSettings) -> None:
        check_machine(settings)
        self._timeout_s = settings.page_timeout_s
        processes = (os.cpu_count() or 1) if settings.processes is None else settings.processes
        self.processes = max(1, processes)
        self._pool = _new_pool(processes) if processes > 0 else None
        self._is_started = False

    def start(self) -> None:
        """Start the processes and wait until they are there; else the first page does."""
        if self._pool is not None and not self._is_started:
            _start(self._pool)
            self._is_started = True

    def submit(self, page: Page, memory: SiteMemory) -> Future[Article]:
        """Return the article to come; its ``result()`` raises ``PageError`` like ``build_article``.

        A page that takes too long gives the reason ``page-timeout``, one that takes its worker
        down ``worker-died``.

        Raises:
            MachineError: there is no worker, and none can be started.
        """
        if self._pool is None:
            return _build_here(page, memory)
        self.start()
        if not self._pool.active:
            # pebble gives a pool up when an idle worker is killed from outside.
            _end_pool(self._pool)
            self._pool = _new_pool(self.processes)
            _start(self._pool)
        outcome: Future[Article] = Future()
        task = self._pool.schedule(_build, args=(page, memory), timeout=self._timeout_s)
        task.add_done_callback(lambda done: _hand_over(done, outcome, self._timeout_s))
        return outcome

    def close(self) -> None:
        """End the workers; pages that are still being built are dropped."""
        if self._pool is not None:
            _end_pool(self._pool)


def check_machine(settings: WorkerSettings) -> None:
    """Make sure that pages can be built here at all: else each would count as a page gone wrong.

    Libraries unpack their data in a temporary folder, and processes share semaphores; containers
    with a read-only disk may have no place for either.

    Raises:
        MachineError: there is none.
    """
    try:
        tempfile.gettempdir()
    except OSError as error:
        raise MachineError(
            "no-temporary-folder",
            "no folder for temporary files can be written: make room in /tmp, mount one there "
            "(docker run --tmpfs /tmp), or set TMPDIR to another",
        ) from error
    if settings.processes == 0:
        return
    try:
        multiprocessing.get_context("fork").Lock()  # others start a process for it
    except OSError as error:
        raise MachineError(
            "no-shared-memory",
            f"worker processes share memory (/dev/shm: {error.strerror}): mount it, or go without "
            "them (-s NEWSDESK_WORKERS=0, for extract and reprocess --workers 0)",
        ) from error


def _new_pool(processes: int) -> ProcessPool:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipelines.workers.late_workers", "pipelines.workers.warm_up"])
    return ProcessPool(
        max_workers=processes,
        max_tasks=PAGES_A_WORKER,
        initializer=_prepare_worker,
        context=context,
    )


def _start(pool: ProcessPool) -> None:
    """Start the processes of a new pool.

    They inherit that Ctrl-C and SIGTERM do not reach them: both go to the whole process group, and
    it is the parent that decides when its workers end.
    """
    resource_tracker.ensure_running()  # it starts with the pool otherwise, and unblocks both
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        _ = pool.active  # it starts the processes before it answers
    except (OSError, BrokenProcessPool) as error:
        raise MachineError(
            "no-workers",
            f"worker processes cannot be started ({error.__cause__ or error}): this machine lets "
            "no more processes run, or has no memory for them",
        ) from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_pool(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call] # pebble types it in part only
    pool.join()


def _prepare_worker() -> None:
    # The process that forks the workers ends with the crawler, even when that is killed, once no
    # worker holds its end of their pipe; and the workers end with it, whatever they are at.
    _let_go_of_fork_server()
    die_with_parent()
    # pebble ends its workers with SIGTERM; the process that forks them goes on without it.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _let_go_of_fork_server() -> None:
    server = forkserver._forkserver  # noqa: SLF001 - there is no other way to it
    held = getattr(server, "_forkserver_alive_fd", None)  # to start further processes: we do not
    if held is not None:
        os.close(held)
        vars(server)["_forkserver_alive_fd"] = None


def _build(page: Page, memory: SiteMemory) -> Article:
    # Imported here: only the process that builds pages pays for trafilatura and its data.
    from pipelines.article import build_article  # noqa: PLC0415 - see above

    return build_article(page, memory)


def _build_here(page: Page, memory: SiteMemory) -> Future[Article]:
    outcome: Future[Article] = Future()
    try:
        outcome.set_result(_build(page, memory))
    except PageError as error:
        outcome.set_exception(error)
    return outcome


def _hand_over(done: Future[Article], outcome: Future[Article], timeout_s: float) -> None:
    if outcome.cancelled():
        return
    if done.cancelled():
        outcome.cancel()
        return
    error = done.exception()
    if error is None:
        outcome.set_result(done.result())
    elif isinstance(error, concurrent.futures.TimeoutError):
        outcome.set_exception(PageError("page-timeout", f"took longer than {timeout_s:g} s"))
    elif isinstance(error, ProcessExpired | BrokenProcessPool):
        code = getattr(error, "exitcode", None)
        outcome.set_exception(PageError("worker-died", f"exit code {code}"))
    else:
        outcome.set_exception(error)
