"""Reads large documents beside the reactor, so that the other hosts of a run go on meanwhile.

A thread, not a process: the work is Python code that gives the interpreter free every few
milliseconds, while a process would hand 50,000 entries back in one piece that nothing interrupts.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from scrapy.crawler import Crawler

from crawler.configuration.sources import Source
from crawler.discovery.discovered import Discovered
from crawler.spiders.source_reader import discover
from crawler.spiders.source_tasks import SourceDocument

T = TypeVar("T")

LARGE_BYTES = 500_000
"""A document this large takes a fifth of a second to read; smaller ones are not worth a thread."""


@contextmanager
def room_for(crawler: Crawler, size_bytes: int) -> Iterator[None]:
    """Let Scrapy send requests while a document of this size is read.

    It sends none while more than ``SCRAPER_SLOT_MAX_ACTIVE_SIZE`` (5 MB) waits to be processed,
    which is meant for pages that pile up, and one sitemap alone may be ten times as large.
    """
    engine = crawler.engine if size_bytes >= LARGE_BYTES else None
    slot = None if engine is None else engine.scraper.slot
    if slot is None:
        yield
        return
    slot.max_active_size += size_bytes
    try:
        yield
    finally:
        slot.max_active_size -= size_bytes


async def discover_aside(
    document: SourceDocument, source: Source, one_at_a_time: asyncio.Lock
) -> Discovered | None:
    """Return what stands in a large document; small ones are read where they are wanted.

    XPaths always run in a thread, which they give free: how long they take is up to their user.

    Raises:
        SourceError: nothing can be made of it.
    """
    if not document.is_given:
        return None
    work = partial(discover, document, source)
    if len(document.body) < LARGE_BYTES:
        return None if source.entries is None else await in_thread(work)
    async with one_at_a_time:  # two at once would only take each other's time
        return await in_thread(work)


async def in_thread(work: Callable[[], T]) -> T:
    """Return what the work returns, done in a thread of its own; what it raises is raised here.

    The thread ends with the process, so a crawl that is told to end at once does not wait for it.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def hand_over(result: T | None, error: Exception | None) -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type] # None where work returns it

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            failure = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(hand_over, result, failure)

    threading.Thread(target=run, name="reading", daemon=True).start()
    return await outcome
