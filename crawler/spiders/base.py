"""What all spiders share: tasks become requests, responses become documents and pages.

The spider decides nothing: the source reader says what is fetched next, the frontier what is new,
the item pipelines build and deliver. It keeps one order: entries stand in the frontier before
their pages are requested.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure
from typing_extensions import override

from crawler import converters
from crawler.archive.writer import Archive
from crawler.configuration.sources import Source, SourceKind
from crawler.limits.traps import TrapWatch
from crawler.middlewares.host_delay import refusal_of
from crawler.run import CrawlRun
from crawler.spiders.failures import (
    DownloadFailure,
    describe_failure,
    describe_status,
    request_of,
)
from crawler.spiders.joining import let_sources_join
from crawler.spiders.page_conditions import as_known_now, conditions, is_unchanged
from crawler.spiders.reading_thread import discover_aside, room_for
from crawler.spiders.run_archive import close_archive, describe_story, open_archive
from crawler.spiders.source_reader import SourceReader
from crawler.spiders.source_tasks import SourceDocument, SourceTask, Work
from crawler.spiders.standalone import close_standalone_run, open_standalone_run
from crawler.state.database import STORAGE_ERRORS
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.pauses import Pauses
from crawler.state.robots_files import RobotsFiles
from crawler.story_pages import StoryPages
from pipelines.errors import DatasetError, SourceError
from pipelines.items import Page, Rejection, SourceHints
from pipelines.site_memory import SiteMemory

logger = logging.getLogger(__name__)

_PIECES_AT_ONCE = 50
"""Pieces of work after which the reactor has its turn, though no request may have come of them."""


class SourceSpider(Spider):
    """Crawls the sources of a run once: what is new is fetched, what is known is left alone."""

    kind: SourceKind = "auto"
    """What the sources are taken for when the spider is started through ``scrapy crawl``."""
    run: CrawlRun
    reader: SourceReader
    pauses: Pauses
    """What hosts asked earlier runs for; the downloader middlewares read and write it."""
    robots_files: RobotsFiles
    """What hosts told earlier runs of their rules; a downloader middleware reads and writes it."""
    traps: TrapWatch
    """What tells crawl traps; a downloader middleware asks it."""
    user_agent_for: Callable[[str], str | None]
    """Gives the name that the host of a URL is told; a downloader middleware asks it."""
    archive: Archive | None
    """Where answers are archived; a downloader middleware asks it."""
    one_reading: asyncio.Lock
    """Held while a large document is read."""
    queued: dict[str, QueuedUrl]
    """The URLs whose pages are on their way."""
    stories: dict[str, StoryPages]
    """By queued URL: stories of which a page is there and another one is on its way."""

    @classmethod
    @override
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider for ``run``, or for a run of its own made from ``-a`` arguments."""
        run = kwargs.pop("run", None)
        is_standalone = run is None
        if run is None:
            run = open_standalone_run(cls.kind, kwargs, crawler.settings)
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.run = run
        spider.reader = SourceReader(run)
        spider.pauses = run.dataset.pauses
        spider.robots_files = run.dataset.robots_files
        spider.traps = run.traps
        spider.user_agent_for = run.configuration.user_agent_for_url
        spider.archive = open_archive(run, crawler.settings)
        spider.one_reading = asyncio.Lock()
        spider.queued = {}
        spider.stories = {}
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        crawler.signals.connect(spider.close_archive, signals.spider_closed)
        let_sources_join(run, crawler, spider.begin_again, spider.end_early)
        if is_standalone:
            crawler.signals.connect(spider.close_own_run, signals.spider_closed)
        return spider

    @override
    async def start(self) -> AsyncIterator[Any]:
        """Yield the requests for what earlier runs left over and for the sources themselves."""
        try:
            self.run.note_rests(converters.now())
            for source in self.run.sources:
                for request in self._requests(source, self._first_work(source)):
                    yield request
        except STORAGE_ERRORS as error:
            self.end_early(error)

    def site_memory(self, page: Page) -> SiteMemory:
        """Return what other pages of the site taught, and of its dates those of the source.

        Nothing when the dataset cannot be read: then the run ends, and no page is delivered.
        """
        try:
            order = self.run.dataset.sources.memory(page.hints.source_id)
            memory = self.run.dataset.memory_for(page.url_requested, page.url)
        except STORAGE_ERRORS as error:
            self.end_early(error)
            return SiteMemory()
        return replace(memory, day_first=order.day_first, month_first=order.month_first)

    async def parse_source(
        self, response: Response, task: Mapping[str, Any]
    ) -> AsyncIterator[Request]:
        """Yield the requests that follow from a feed, sitemap or listing.

        Large ones are read in a thread, and taken up with pauses in which the reactor runs.
        """
        document = SourceDocument(
            task=SourceTask(**task),
            url=response.url,
            status=response.status,
            body=response.body,
            content_type=converters.content_type_of(response),
            validators=converters.validators_of(response),
            fetched_at=converters.now(),
            is_conditional=converters.is_conditional(response),
            fresh_s=converters.fresh_s_of(response),
            has_moved=converters.has_moved(response),
        )
        try:
            with room_for(self.crawler, len(document.body)):
                async for request in self._read_source(document):
                    yield request
        except STORAGE_ERRORS as error:
            self.run.storage_error = error
            raise CloseSpider("the dataset cannot be written") from error
        finally:
            self.run.documents_open[document.task.source_id] -= 1

    def source_failed(self, failure: Failure) -> Iterator[Request]:
        """Yield what to try instead of a source that could not be downloaded."""
        task = SourceTask(**request_of(failure).cb_kwargs["task"])
        self.run.documents_open[task.source_id] -= 1
        why = describe_failure(failure)
        if self.run.is_ending and not why.counts_as_attempt:
            return
        error = SourceError(why.reason, f"{task.url}: {why.detail}")
        source = self.reader.source(task.source_id)
        yield from self._requests(source, self.reader.failed(task, error))

    def parse_page(
        self, response: Response, queued_url: str
    ) -> Iterator[Page | Rejection | Request]:
        """Yield the page, or what it needs to be whole, or its rejection on an HTTP error."""
        queued = as_known_now(self.run, self.queued.pop(queued_url))
        if is_unchanged(self.run, queued, response):
            return
        is_refusal = refusal_of(response, converters.now().timestamp()) is not None
        failure = describe_status(response.status, is_refusal=is_refusal)
        hints = self._hints(queued, response.url)
        page = converters.page_from_response(response, queued, hints)
        if failure is None:
            if self.reader.source(queued.source_id).revisit_s is not None:
                self.run.page_validators[queued.url] = converters.validators_of(response)
            yield from self._follow(queued, StoryPages(first=page))
        else:
            yield from self._give_up(queued, failure, page)

    def parse_further_page(self, response: Response, queued_url: str) -> Iterator[Page | Request]:
        """Yield the whole story, or the request for its next page."""
        queued, story = self.queued.pop(queued_url), self.stories.pop(queued_url)
        if describe_status(response.status) is None:
            story.add(converters.page_from_response(response, queued, story.first.hints))
        else:
            story.miss()
        yield from self._follow(queued, story)

    def further_page_failed(self, failure: Failure) -> Iterator[Page | Rejection | Request]:
        """Yield the story without a page that could not be downloaded.

        Where nothing was asked for (the run was interrupted, the host asked to wait), the next run
        fetches the whole story.
        """
        queued_url = request_of(failure).cb_kwargs["queued_url"]
        queued, story = self.queued.pop(queued_url), self.stories.pop(queued_url)
        why = describe_failure(failure)
        if not why.counts_as_attempt:
            yield from self._give_up(queued, why, None)
            return
        story.miss()
        yield from self._follow(queued, story)

    def page_failed(self, failure: Failure) -> Iterator[Page | Rejection]:
        """Yield what stands in for a page that could not be downloaded, once that is final."""
        queued = as_known_now(
            self.run, self.queued.pop(request_of(failure).cb_kwargs["queued_url"])
        )
        yield from self._give_up(queued, describe_failure(failure), None)

    def begin_again(self, source: Source) -> Iterator[Request]:
        """Yield the requests with which a source is read that joins the run, or once more.

        Where stories of it are on their way, those that wait besides have their turn when it is
        done: thousands would be claimed anew at each reading of a slow site.
        """
        self.reader.begin(source)
        is_busy = source.id in self.run.pages_open.values()
        work = self._first_work(source)
        yield from self._requests(source, islice(work, 1) if is_busy else work)

    def callback_failed(self, failure: Failure, response: Response | None) -> None:
        """Let a source fail alone when reading it met a fault of our own; Scrapy logs the fault.

        Where the dataset could not be read, the run ends.
        """
        if isinstance(failure.value, (DatasetError, sqlite3.Error)):
            self.end_early(failure.value)
            return
        request = None if response is None else response.request
        task = None if request is None else request.cb_kwargs.get("task")
        if task is not None:
            result = self.run.result(task["source_id"])
            result.error = f"internal-error: {task['url']}: {failure.value!r}"

    def end_early(self, error: Exception) -> None:
        """End the crawl with an error; what is not done stays pending."""
        self.run.storage_error = self.run.storage_error or error
        deferred_from_coro(self.crawler.stop_async())

    def close_archive(self) -> None:
        """Finish the archive."""
        if self.archive is not None:
            close_archive(self.run, self.archive)
            self.archive = None

    def close_own_run(self, reason: str) -> None:
        """End the run that the spider opened for itself."""
        close_standalone_run(self.run, reason)

    async def _read_source(self, document: SourceDocument) -> AsyncIterator[Request]:
        source = self.reader.source(document.task.source_id)
        try:
            discovered = await discover_aside(document, source, self.one_reading)
            for number, piece in enumerate(self.reader.read(document, discovered), start=1):
                for request in self._requests(source, iter((piece,))):
                    yield request
                if number % _PIECES_AT_ONCE == 0:
                    await asyncio.sleep(0)
                    if self.run.is_ending:
                        return  # its validators are not saved yet: the next run reads it again
        except SourceError as error:
            for request in self._requests(source, self.reader.failed(document.task, error)):
                yield request

    def _first_work(self, source: Source) -> Work:
        # The source first: a page left over from earlier runs may close the host for this one.
        if source.kind == "url":
            yield from self.reader.single_page(source, converters.now())
        else:
            yield self.reader.first_task(source)
        yield from self.reader.left_overs(source)

    def _requests(self, source: Source, work: Work) -> Iterator[Request]:
        for piece in work:
            if isinstance(piece, SourceTask):
                yield self._source_request(source, piece)
            elif self.run.is_to_wait(piece.url):
                continue
            elif self.run.is_page_left(source) and self.traps.admits(source.id, piece.url):
                # What is over the limits stays pending in the frontier, for the next run.
                self.run.take_page(source)
                if self.run.dry_run:
                    self.run.would_fetch.append(piece.url)
                else:
                    yield self._page_request(source, piece)

    def _source_request(self, source: Source, task: SourceTask) -> Request:
        self.run.documents_open[source.id] += 1
        validators = self.reader.validators(task)
        callbacks = (self.parse_source, self.source_failed)
        arguments: dict[str, object] = {"task": asdict(task)}
        return converters.source_request(source, task.url, validators, callbacks, arguments)

    def _page_request(self, source: Source, queued: QueuedUrl) -> Request:
        self.queued[queued.url] = queued
        self.run.pages_open[queued.url] = source.id
        self.run.pages_queued += 1
        validators = conditions(source, queued, converters.now())
        callbacks = (self.parse_page, self.page_failed)
        return converters.page_request(source, queued, callbacks, validators=validators)

    def _follow(self, queued: QueuedUrl, story: StoryPages) -> Iterator[Page | Request]:
        url = story.next_url()
        if url is None:
            page = story.whole()
            describe_story(self.run, self.archive, page)
            yield page
            return
        self.run.page_validators.pop(queued.url, None)  # they are of the first page alone
        self.queued[queued.url] = queued
        self.stories[queued.url] = story
        callbacks = (self.parse_further_page, self.further_page_failed)
        source = self.reader.source(queued.source_id)
        yield converters.page_request(source, queued, callbacks, url)

    def _hints(self, queued: QueuedUrl, url: str) -> SourceHints:
        source = self.reader.source(queued.source_id)
        return converters.hints_for(source, queued, self.run.rules_for(url, queued.url))

    def _give_up(
        self, queued: QueuedUrl, failure: DownloadFailure, page: Page | None
    ) -> Iterator[Page | Rejection]:
        """Yield the rejection of a URL whose download failed for good.

        Where its feed carries a text, yield the page, for which that may stand in. Else the URL
        stays in the frontier for the next run, as often as the dataset allows.
        """
        if not failure.is_final and not self._has_used_up(queued, failure):
            self.run.result(queued.source_id).retry_later += 1
            self.run.pages_done += 1
            if not self.run.is_ending:  # else its source goes on at once
                self.run.pages_open.pop(queued.url, None)
            extra = {"source": queued.source_id, "url": queued.url, "reason": failure.reason}
            told = (queued.url, failure.reason, failure.detail)
            logger.info("to try again: %s: %s: %s", *told, extra=extra)
            return
        page = page or converters.page_without_answer(queued, self._hints(queued, queued.url))
        if failure.is_of_page_alone and page.entry is not None and page.entry.content_html:
            # Whether it is the story is told by the workers: markup of others may take its time.
            page = replace(page, failure=(failure.reason, failure.detail))
            describe_story(self.run, self.archive, page)
            yield page
        else:
            yield Rejection.of(page, failure.reason, failure.detail)

    def _has_used_up(self, queued: QueuedUrl, failure: DownloadFailure) -> bool:
        frontier = self.run.dataset.frontier
        outage_at = converters.now() if failure.is_outage else None
        return failure.counts_as_attempt and frontier.fail(queued.url, failure.reason, outage_at)
