"""Builds the articles of many pages on all cores, in the order the pages came."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future

from crawler.learning import Lessons
from pipelines.errors import MachineError, PageError, RecordError
from pipelines.items import Article, Page, Rejection
from pipelines.site_memory import SiteMemory
from pipelines.urls import registered_domain
from pipelines.workers import ArticleWorkers

logger = logging.getLogger(__name__)

PAGES_IN_FLIGHT = 32
"""Pages handed out and not yet taken back. It bounds memory, and because it is fixed, what a page
is told of its site does not depend on the number of cores or on which worker is quicker."""

FAULTS = frozenset({"internal-error", "page-timeout", "worker-died"})
"""Reasons that say nothing of the page: the machine was busy, or newsdesk errs."""

Outcome = Article | Rejection | RecordError
Recall = Callable[[Page], SiteMemory]
_Tell = Callable[[str, str], None]


def nothing(_page: Page) -> SiteMemory:
    """Return the memory of nothing: each page stands alone."""
    return SiteMemory()


def repeated_sites(pages: Iterable[Page | RecordError]) -> frozenset[str]:
    """Return the sites of which a set has two pages or more; pages without an address have none."""
    sites = Counter(registered_domain(page.url) for page in pages if isinstance(page, Page))
    return frozenset(site for site, count in sites.items() if site and count > 1)


def learn_pages(
    pages: Iterable[Page | RecordError],
    repeated: frozenset[str],
    workers: ArticleWorkers,
    lessons: Lessons,
) -> Iterator[int]:
    """Fill the lessons with what a set of pages teaches; yield after each page how many are done.

    Pages that are alone on their site teach nothing and are not built: ``repeated`` are the others.
    """
    taught = (
        page for page in pages if isinstance(page, Page) and registered_domain(page.url) in repeated
    )
    # What goes wrong is told when the pages are built for good.
    for done, outcome in enumerate(_outcomes(taught, workers, nothing, logger.debug), start=1):
        if isinstance(outcome, Article):
            lessons.add(outcome)
        yield done


def extract_pages(
    pages: Iterable[Page | RecordError], workers: ArticleWorkers, recall: Recall = nothing
) -> Iterator[Outcome]:
    """Yield for each page its article or its rejection, and errors where they stood.

    ``recall`` is asked for what is known of a page's site when the page is handed out. What it
    learns from the outcomes that were yielded before then is there, but for the last
    ``PAGES_IN_FLIGHT``.
    """
    yield from _outcomes(pages, workers, recall, logger.exception)


def _outcomes(
    pages: Iterable[Page | RecordError], workers: ArticleWorkers, recall: Recall, tell: _Tell
) -> Iterator[Outcome]:
    in_flight: deque[tuple[Page, Future[Article]] | RecordError] = deque()
    for page in pages:
        if len(in_flight) >= PAGES_IN_FLIGHT:
            yield _take(in_flight.popleft(), tell)
        if isinstance(page, RecordError):
            in_flight.append(page)
        else:
            in_flight.append((page, _hand_out(page, recall(page), workers)))
    while in_flight:
        yield _take(in_flight.popleft(), tell)


def _hand_out(page: Page, memory: SiteMemory, workers: ArticleWorkers) -> Future[Article]:
    try:
        return workers.submit(page, memory)
    except MachineError:
        raise
    except Exception as error:  # noqa: BLE001 - kept for _take, which logs it: the page's border
        failed: Future[Article] = Future()
        failed.set_exception(error)
        return failed


def _take(piece: tuple[Page, Future[Article]] | RecordError, tell: _Tell) -> Outcome:
    if isinstance(piece, RecordError):
        return piece
    page, future = piece
    try:
        return future.result()
    except PageError as error:
        return Rejection.of(page, error.reason, error.message)
    except Exception:  # noqa: BLE001 - the per-page border: one page never ends the work
        tell("internal error on %s", page.url)
        return Rejection.of(page, "internal-error", "see the log")
