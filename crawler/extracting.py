"""Builds the articles of many pages on all cores, in the order the pages came."""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future

from pipelines.errors import PageError, RecordError
from pipelines.items import Article, Page, Rejection, SiteMemory
from pipelines.urls import registered_domain
from pipelines.workers import ArticleWorkers

logger = logging.getLogger(__name__)

PAGES_IN_FLIGHT = 32
"""Pages handed out and not yet taken back. It bounds memory, and because it is fixed, what a page
is told of its site does not depend on the number of cores or on which worker is quicker."""

Outcome = Article | Rejection | RecordError


def extract_pages(
    pages: Iterable[Page | RecordError], workers: ArticleWorkers, *, use_memory: bool = True
) -> Iterator[Outcome]:
    """Yield for each page its article or its rejection, and errors where they stood.

    With ``use_memory`` a page is told what the pages before it taught about the same site, but for
    the last ``PAGES_IN_FLIGHT`` ones.
    """
    memories: dict[str, SiteMemory] = {}
    in_flight: deque[tuple[Page, Future[Article]] | RecordError] = deque()
    for page in pages:
        if len(in_flight) >= PAGES_IN_FLIGHT:
            yield _take(in_flight.popleft(), memories)
        if isinstance(page, RecordError):
            in_flight.append(page)
            continue
        # Pages without an address share no site, so nothing is known of them either.
        site = registered_domain(page.url)
        known = memories.get(site) if use_memory and site else None
        in_flight.append((page, _hand_out(page, known or SiteMemory(), workers)))
    while in_flight:
        yield _take(in_flight.popleft(), memories)


def _hand_out(page: Page, memory: SiteMemory, workers: ArticleWorkers) -> Future[Article]:
    try:
        return workers.submit(page, memory)
    except Exception as error:  # noqa: BLE001 - kept for _take, which logs it: the page's border
        failed: Future[Article] = Future()
        failed.set_exception(error)
        return failed


def _take(
    piece: tuple[Page, Future[Article]] | RecordError, memories: dict[str, SiteMemory]
) -> Outcome:
    if isinstance(piece, RecordError):
        return piece
    page, future = piece
    try:
        article = future.result()
    except PageError as error:
        return Rejection.of(page, error.reason, error.message)
    except Exception:  # the per-page border: one page never ends the work on an archive
        logger.exception("internal error on %s", page.url)
        return Rejection.of(page, "internal-error", "see the log")
    site = registered_domain(page.url)
    memories[site] = memories.get(site, SiteMemory()).with_more(article.learned)
    return article
