"""Reads the documents of sources: what came back becomes entries, and entries become work.

Free of requests and responses: it is handed bytes and says what is to be fetched next.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from crawler.configuration.sources import Source
from crawler.discovery.detection import read_source
from crawler.discovery.discovered import KINDS_OF_SOURCES, DetectedKind, Discovered
from crawler.discovery.xpath_entries import read_by_xpath
from crawler.run import CrawlRun
from crawler.spiders.followed import FollowedEntries
from crawler.spiders.indexed_sitemaps import IndexedSitemaps
from crawler.spiders.page_feeds import PageFeeds
from crawler.spiders.source_tasks import (
    BELIEVED,
    SourceDocument,
    SourceTask,
    Work,
    feed_guess,
    further_tasks,
)
from crawler.state.frontier_rows import AnnouncedDocument, Announcement, QueuedUrl
from crawler.state.source_states import Validators
from pipelines.dates.order import order_evidence
from pipelines.errors import SourceError
from pipelines.items import Entry, SourceType

logger = logging.getLogger(__name__)

_AT_ONCE = 200
"""Entries that are taken up in one transaction; some 20 ms."""


def discover(document: SourceDocument, source: Source) -> Discovered:
    """Return what stands in a document of a source that was given.

    Raises:
        SourceError: nothing can be made of it.
    """
    if source.entries is not None:
        return read_by_xpath(document.body, document.content_type, document.url, source.entries)
    return read_source(document.body, document.content_type, document.url)


class SourceReader:
    """Turns source documents into further tasks and into URLs of stories to fetch.

    A document is asked for conditionally only when all it leads to has been read: if a run dies
    between two pages of a listing, the next one must not stop at a first page that did not change.
    """

    def __init__(self, run: CrawlRun) -> None:
        self._run = run
        self._indexed = IndexedSitemaps(run)
        self._page_feeds = PageFeeds(run)
        self._sources = {source.id: source for source in run.sources}
        self._listed: defaultdict[str, set[str]] = defaultdict(set)
        self._unsaved: dict[str, list[tuple[str, Validators, datetime]]] = {}

    def source(self, source_id: str) -> Source:
        """Return the source with this id."""
        return self._sources[source_id]

    def begin(self, source: Source) -> None:
        """Take a source that joins the run; what was kept of a reading before is forgotten."""
        self._sources[source.id] = source
        self._page_feeds.forget(source)
        self._listed.pop(source.id, None)
        self._unsaved.pop(source.id, None)

    def first_task(self, source: Source) -> SourceTask:
        """Return where reading a source begins: at the feed it was found to lead to, if any."""
        return self._page_feeds.first_task(source)

    def validators(self, task: SourceTask) -> Validators:
        """Return what to ask for a document with.

        Nothing when the source was changed in the configuration: its stories may be others now,
        though the document is the same. Nor when it was read in full long ago: some servers call a
        document unchanged for ever.
        """
        if not self._is_read_as_before(task):
            return Validators()
        return self._run.dataset.sources.validators(task.url, self._begun_at(task) - BELIEVED)

    def _begun_at(self, task: SourceTask) -> datetime:
        return self._run.begun_at(task.source_id)

    def _is_read_as_before(self, task: SourceTask) -> bool:
        source = self._sources[task.source_id]
        return self._run.dataset.sources.state(source.id).read_as == source.reading_key

    def read(self, document: SourceDocument, discovered: Discovered | None = None) -> Work:
        """Yield what is to be fetched next because of a document.

        ``discovered`` is what ``discover`` returned for it, where that was called before. Entries
        are taken up some hundred at a time, so who iterates may do other things in between.

        Raises:
            SourceError: nothing can be made of it.
        """
        task = document.task
        source = self._sources[task.source_id]
        self._run.was_read(source.id, document.fetched_at)
        if task.is_first:
            self._run.fresh_s[source.id] = document.fresh_s
        if document.is_conditional and document.status != 304:
            # Some servers stumble over the condition; what is read in full gets new ones.
            self._run.dataset.sources.forget_validators(task.url)
        if document.status == 304 and document.is_conditional:
            self._run.result(source.id).not_modified += 1
            self._save_validators(source)
            yield from self._unchanged(source, task, document.url, document.fetched_at)
            return
        if not document.is_given:
            raise SourceError(
                f"http-{document.status}", f"{document.url}: the server answered {document.status}"
            )
        discovered = discovered or discover(document, source)
        if self._page_feeds.are_to_try(source, task, discovered):
            yield self._page_feeds.begin(source, document, discovered)
            return
        if task.is_guess and source.kind == "auto" and not task.is_for_want_of_others:
            self._page_feeds.check(source, document, discovered)
        yield from self._entries_and_more(source, document, discovered)

    def failed(self, task: SourceTask, error: SourceError) -> Work:
        """Yield what to try instead of a document that could not be read.

        A feed that was only guessed gives way to the next guess, then to one that is kept up though
        it has other stories, then to the home page itself, read as a listing. When nothing is left,
        the source's result carries the error.
        """
        source = self._sources[task.source_id]
        self._unsaved.pop(source.id, None)
        if task.is_guess and task.other_guesses:
            yield feed_guess(source, task.other_guesses)
        elif task.is_guess and self._page_feeds.has_begun(source):
            yield from self._after_guesses(source, task, error)
        elif task.is_guess:
            self._run.dataset.sources.resolve(source.id, None)
            yield SourceTask(source_id=source.id, url=source.url)
        elif task.is_first:
            has_advice = error.reason == "no-entries" and source.entries is None
            advice = "; `newsdesk sources discover` looks for others" if has_advice else ""
            self._run.result(source.id).error = _tell(error, task.url) + advice
        else:
            self._run.result(source.id).warnings.append(_tell(error, task.url))

    def single_page(self, source: Source, now: datetime) -> Iterator[QueuedUrl]:
        """Yield the one page that a source of kind ``url`` stands for."""
        result = self._run.result(source.id)
        result.kind = "url"
        result.listed += 1
        result.read += 1
        self._run.was_read(source.id, now)
        yield from self._run.dataset.frontier.announce(
            Announcement(
                run_id=self._run.claim_of(source.id),
                source_id=source.id,
                source_type="url",
                source_url=None,
                entries=(Entry(url=source.url),),
                revisit_s=source.revisit_s,
                now=now,
            )
        )

    def left_overs(self, source: Source) -> Iterator[QueuedUrl]:
        """Yield URLs that earlier runs found and did not finish, as long as a page is left."""
        for queued in self._run.dataset.frontier.pending(source.id, self._run.claim_of(source.id)):
            if not self._run.is_page_left(source):
                return
            yield queued

    def revisits(self, source: Source, now: datetime) -> Iterator[QueuedUrl]:
        """Yield stories that are still listed and whose revisit window has passed."""
        if source.revisit_s is not None:
            yield from self._run.dataset.frontier.due_for_revisit(
                source.id, source.revisit_s, now, self._run.claim_of(source.id)
            )

    def _unchanged(
        self, source: Source, task: SourceTask, url: str, now: datetime
    ) -> Iterator[QueuedUrl]:
        """Yield the stories of a document that did not change whose revisit window has passed."""
        if task.is_first or source.revisit_s is None:
            yield from self.revisits(source, now)
            return
        listed = AnnouncedDocument(source_id=source.id, requested_url=task.url, url=url)
        yield from self._run.dataset.frontier.due_in_document(
            listed, source.revisit_s, now, self._run.claim_of(source.id)
        )

    def _after_guesses(self, source: Source, task: SourceTask, error: SourceError) -> Work:
        """Yield what follows from a home page when none of its feeds gave its stories."""
        spare = self._page_feeds.spare(source, task)
        if spare is not None:
            yield spare
            return
        page = self._page_feeds.end(source)
        try:
            if not page.discovered.entries:
                raise error
            if error.reason == "other-stories":
                self._run.dataset.sources.resolve(source.id, source.url)
            logger.info("%s: read as a listing: %s", source.id, error.message)
            yield from self._entries_and_more(source, page.document, page.discovered)
        except SourceError as last:
            self._run.result(source.id).error = _tell(last, page.document.url)

    def _entries_and_more(
        self, source: Source, document: SourceDocument, discovered: Discovered
    ) -> Work:
        task = document.task
        source_type = _source_type(source, document.url, discovered.kind)
        if task.is_guess and not discovered.entries:
            raise SourceError("no-entries", f"{document.url}: no entries")
        result = self._run.result(source.id)
        result.warnings += _missed_paths(source, discovered)
        followed = FollowedEntries(source, result, self._run.traps.options)
        further = further_tasks(source, task, discovered)
        if further and not discovered.child_sitemaps:
            urls = [entry.url for entry in discovered.entries if followed.leads_to(entry.url)]
            further = further if self._leads_to_more(source, document, urls) else ()
        followed.check(discovered.entries)
        result.read += not discovered.child_sitemaps
        result.kind = result.kind or source_type
        if task.is_guess or (document.has_moved and _is_feed_at_last(source, task, discovered)):
            self._run.dataset.sources.resolve(source.id, document.url)
        last = max(len(discovered.entries) - 1, 0) // _AT_ONCE
        for number in range(last + 1):
            some = discovered.entries[number * _AT_ONCE : (number + 1) * _AT_ONCE]
            entries = tuple(followed.follow(some))
            announcement = self._announcement(source, source_type, document, entries)
            announcement = replace(announcement, is_continued=number > 0)
            if further or number < last:
                announcement = replace(announcement, requested_url=None)
            yield from self._run.dataset.frontier.announce(announcement)
        followed.tell()
        self._indexed.note(document.url, task, discovered, document.fetched_at)
        yield from self._what_follows(source, document, discovered, further)

    def _what_follows(
        self,
        source: Source,
        document: SourceDocument,
        discovered: Discovered,
        further: tuple[SourceTask, ...],
    ) -> Work:
        """Yield what else is to be fetched once the entries of a document stand in the frontier."""
        if not further:
            self._save_validators(source)
        elif not discovered.child_sitemaps:
            # An index is never asked for conditionally: its children change without it.
            self._save_later(document)
        yield from self.revisits(source, document.fetched_at)
        for piece in further:
            if self._is_read_as_before(piece) and self._indexed.is_unchanged(piece):
                self._run.result(source.id).not_modified += 1
                yield from self._unchanged(source, piece, piece.url, document.fetched_at)
            else:
                yield piece

    def _leads_to_more(self, source: Source, document: SourceDocument, urls: list[str]) -> bool:
        """Return whether the page after one may name stories that are not known yet.

        Not after a page whose stories all stood on one before it in this run, as where pages go on
        without end, nor after one that names nothing new since it was read last: what stands behind
        it is older. A revisit needs all that is listed.
        """
        listed = self._listed[source.id]
        before = len(listed)
        listed.update(urls)
        if len(listed) == before:
            return False
        read_at = self._run.dataset.sources.read_at(document.task.url)
        is_lately = read_at is not None and read_at > self._begun_at(document.task) - BELIEVED
        if read_at is None or not is_lately or source.revisit_s is not None:
            return True
        is_known = self._run.dataset.frontier.are_known(urls, read_at)
        return not (is_known and self._is_read_as_before(document.task))

    def _save_later(self, document: SourceDocument) -> None:
        task = document.task
        read = (task.url, document.validators, document.fetched_at)
        self._unsaved.setdefault(task.source_id, []).append(read)

    def _save_validators(self, source: Source) -> None:
        """Save those of the pages that led here: the last one has been read."""
        for url, validators, read_at in self._unsaved.pop(source.id, ()):
            self._run.dataset.sources.save_validators(url, validators, read_at)

    def _announcement(
        self,
        source: Source,
        source_type: SourceType,
        document: SourceDocument,
        entries: tuple[Entry, ...],
    ) -> Announcement:
        if source_type == "listing":
            stamps = (entry.date_raw for entry in entries if entry.date_raw)
            self._run.dataset.sources.learn(source.id, order_evidence(stamps))
        return Announcement(
            run_id=self._run.claim_of(source.id),
            source_id=source.id,
            source_type=source_type,
            source_url=document.url,
            entries=entries,
            revisit_s=source.revisit_s,
            now=document.fetched_at,
            requested_url=document.task.url,
            validators=document.validators,
            is_first=document.task.is_first,
        )


def _is_feed_at_last(source: Source, task: SourceTask, discovered: Discovered) -> bool:
    """Return whether the address of a source leads to a feed, which can be asked for itself."""
    is_feed = discovered.kind in {"feed", "json_feed"} and bool(discovered.entries)
    return is_feed and task.is_first and source.kind in {"auto", "feed"}


def _missed_paths(source: Source, discovered: Discovered) -> tuple[str, ...]:
    """Return what the XPaths of a source missed. Other sources have faults that nobody can mend."""
    return () if source.entries is None else discovered.problems


def _source_type(source: Source, url: str, kind: DetectedKind) -> SourceType:
    """Return what a document counts as; a source that says its kind must be of it."""
    source_type = KINDS_OF_SOURCES[kind]
    if source.kind not in {"auto", source_type}:
        raise SourceError(
            "wrong-kind", f'{url} is a {source_type}, but the source says kind = "{source.kind}"'
        )
    return source_type


def _tell(error: SourceError, url: str) -> str:
    """Return the reason and the message of an error, which may not name its document itself."""
    is_named = "://" in error.message
    return f"{error.reason}: {error.message if is_named else f'{url}: {error.message}'}"
