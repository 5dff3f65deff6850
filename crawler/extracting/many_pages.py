"""Builds the articles of many pages on all cores, in the order the pages came."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from hashlib import blake2b

from crawler.extracting.learning import Lessons
from pipelines.errors import MachineError, PageError, RecordError
from pipelines.items import Article, Page, Rejection
from pipelines.options import SiteOptions
from pipelines.site_memory import SiteMemory
from pipelines.urls import registered_domain
from pipelines.workers.pool import ArticleWorkers

logger = logging.getLogger(__name__)

_MAX_PAGES_LEARNED = SiteOptions().max_pages_learned
PAGES_IN_FLIGHT = 32
"""Pages handed out and not yet taken back. It bounds memory, and because it is fixed, what a page
is told of its site does not depend on the number of cores or on which worker is quicker."""

Outcome = Article | Rejection | RecordError
Recall = Callable[[Page], SiteMemory]
_Tell = Callable[[str, str], None]


def no_memory(_page: Page) -> SiteMemory:
    """Return that nothing is known of a site: each page stands alone."""
    return SiteMemory()


def count_by_site(pages: Iterable[Page | RecordError]) -> Counter[str]:
    """Return how many pages of each site a set has; pages without an address are not counted."""
    sites = Counter(registered_domain(page.url) for page in pages if isinstance(page, Page))
    del sites[""]
    return sites


def learn_pages(
    pages: Iterable[Page | RecordError],
    sites: Mapping[str, int],
    workers: ArticleWorkers,
    lessons: Lessons,
) -> Iterator[int]:
    """Fill the lessons with what a set of pages teaches; yield after each page how many are done.

    ``sites`` is how many pages of each site there are. Pages that are alone on theirs teach nothing
    and are not built; of large sites a sample is.
    """
    taught = (page for page in pages if isinstance(page, Page) and _teaches(page, sites))
    # What goes wrong is told when the pages are built for good.
    for done, outcome in enumerate(_outcomes(taught, workers, no_memory, logger.debug), start=1):
        if isinstance(outcome, Article):
            lessons.add(outcome)
        yield done


def _teaches(page: Page, sites: Mapping[str, int]) -> bool:
    """Return whether a page is learned from. Its address decides, so that no order changes it."""
    count = sites.get(registered_domain(page.url), 0)
    if count <= _MAX_PAGES_LEARNED:
        return count > 1
    place = int.from_bytes(blake2b(page.url.encode(errors="replace"), digest_size=8).digest())
    return place * count < _MAX_PAGES_LEARNED << 64


def extract_pages(
    pages: Iterable[Page | RecordError], workers: ArticleWorkers, recall: Recall = no_memory
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
