"""Lets sources join a run that goes on: a slow one holds up no other in a watch."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawler import converters
from crawler.configuration.sources import Source
from crawler.middlewares.host_delay import HostDelayMiddleware
from crawler.run import CrawlRun
from crawler.state.database import STORAGE_ERRORS


def let_sources_join(
    run: CrawlRun,
    crawler: Crawler,
    begin: Callable[[Source], Iterable[Request]],
    fail: Callable[[Exception], None],
) -> None:
    """Let ``run.read_more`` have sources read from the start of its spider until nothing is left.

    Args:
        run: what the spider crawls.
        crawler: the spider's.
        begin: gives the requests with which the reading of a source begins.
        fail: told when the dataset cannot be read.
    """
    read_more = partial(_read_more, run, crawler, begin, fail)

    def open_run() -> None:
        run.read_more = read_more

    def close_run() -> None:
        run.read_more = None

    crawler.signals.connect(open_run, signals.spider_opened, weak=False)
    crawler.signals.connect(close_run, signals.spider_idle, weak=False)
    crawler.signals.connect(close_run, signals.spider_closed, weak=False)


def _read_more(
    run: CrawlRun,
    crawler: Crawler,
    begin: Callable[[Source], Iterable[Request]],
    fail: Callable[[Exception], None],
    sources: Sequence[Source],
) -> None:
    engine = crawler.engine
    if engine is None:
        raise RuntimeError("the engine is not running")
    run.join(sources, converters.now())
    pace = crawler.get_downloader_middleware(HostDelayMiddleware)
    if pace is not None:
        pace.take_over_pauses()
    try:
        for source in sources:
            for request in begin(source):
                engine.crawl(request)
    except STORAGE_ERRORS as error:
        fail(error)
