"""One folder is one dataset with its memory: what is delivered, and what is known."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from typing_extensions import override

from crawler.state.copy_lines import rejection_of_copy, told_copy
from crawler.state.database import (
    check_state,
    open_copy,
    open_database,
    open_reader,
    state_path,
)
from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import Ending, FrontierRow
from crawler.state.identities import Identities, Identity
from crawler.state.known_url import UrlState
from crawler.state.lock import DatasetLock
from crawler.state.manifest import mark_killed_runs
from crawler.state.outbox import Outbox, OutboxSettings
from crawler.state.pauses import Pauses
from crawler.state.read_sitemaps import ReadSitemaps
from crawler.state.robots_files import RobotsFiles
from crawler.state.site_memories import SiteMemories
from crawler.state.source_history import SeenPage, SourceHistory
from crawler.state.source_states import SourceStates
from crawler.state.story_addresses import StoryAddresses
from crawler.state.trail import Trail, dump_evidence, load_evidence
from crawler.state.up_to_date import check_up_to_date
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import DatasetError
from pipelines.exporters.huggingface import write_huggingface_yaml
from pipelines.exporters.jsonl import Compression
from pipelines.items import Article, Delivery, Duplicate, Rejection
from pipelines.options import DedupOptions
from pipelines.serialization import (
    Record,
    dumps,
    format_time,
    to_record,
    to_rejected_record,
    to_removed_record,
)
from pipelines.site_memory import SiteMemory
from pipelines.transaction import transaction
from pipelines.urls import is_same_site, registered_domain

Outcome = Literal["new", "updated", "unchanged", "older", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSettings:
    """How one run writes to a dataset."""

    run_id: str
    now: datetime
    """When the run started, UTC."""
    command: str = ""
    """Shown to another process that finds the dataset locked."""
    keep_duplicates: bool = False
    """Write exact copies too, with ``duplicate_of``."""
    compression: Compression = "none"
    segment_records: int = 1000
    in_memory: bool = False
    """Work on a copy of the state in memory: nothing is written to disk, no lock is taken."""
    read_only: bool = False
    """Only ask the state, which another run may write meanwhile: copies may take gigabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of an article."""

    outcome: Outcome
    record: Record | None
    """``None`` when nothing was written."""
    duplicate: Duplicate | None = None
    """The earlier article that says the same, exactly or nearly."""


class Dataset(AbstractContextManager["Dataset"]):
    """A dataset that is open for one run. Use it from one thread."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: DatasetSettings,
        outbox: Outbox,
        lock: DatasetLock | None,
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._outbox = outbox
        self._lock = lock
        self.frontier = Frontier(connection)
        self.sources = SourceStates(connection)
        self.sites = SiteMemories(connection)
        self.pauses = Pauses(connection)
        self.robots_files = RobotsFiles(connection)
        self.read_sitemaps = ReadSitemaps(connection)
        self.history = SourceHistory(connection)
        dedup = DedupOptions()
        self.index = SqliteDuplicateIndex(connection, dedup)
        self._identities = Identities(self.frontier, StoryAddresses(connection), self.index, dedup)
        if not settings.read_only:
            self.index.merge_when_due()

    @classmethod
    def open(cls, folder: Path, settings: DatasetSettings) -> Self:
        """Return the dataset of a folder, made when it is missing, recovered when a run was killed.

        Raises:
            DatasetLockedError: another process works on it.
            DatasetError: the folder or its state cannot be used.
        """
        database = state_path(folder)
        outbox_settings = OutboxSettings(
            folder=folder,
            run_id=settings.run_id,
            compression=settings.compression,
            segment_records=settings.segment_records,
        )
        if settings.in_memory or settings.read_only:
            with ExitStack() as undo:
                connection = open_reader(database) if settings.read_only else open_copy(database)
                undo.callback(connection.close)
                dataset = cls(connection, settings, Outbox(connection, outbox_settings), None)
                undo.pop_all()
            return dataset
        with ExitStack() as undo:
            try:
                lock = DatasetLock(folder / "state" / "lock")
                undo.callback(lock.release)
                lock.acquire(settings.command, settings.now)
                check_state(folder)
                connection = open_database(database)
                undo.callback(connection.close)
                outbox = Outbox(connection, outbox_settings)
                dataset = cls(connection, settings, outbox, lock)
                check_up_to_date(folder, dataset.index)
                outbox.recover()
                # All that a killed run found is there before it counts as ended: who takes over
                # what came up to its end would miss what is written later.
                outbox.drain(force=True)
                mark_killed_runs(folder)
                write_huggingface_yaml(folder)
            except OSError as error:
                why = error.strerror or error
                raise DatasetError(
                    "folder-unusable", f"{folder}: cannot be written: {why}"
                ) from error
            undo.pop_all()
        return dataset

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def deliver(self, article: Article) -> Delivered:
        """Take an article and return what became of it.

        In one transaction its URL ends, its record waits to be written, and the index knows it.

        An article that is already known is written again only when its text changed, as the next
        revision; a page that is older than what is known of its story gives none. A copy of another
        article gives a line in ``rejected/`` that names it. A page that calls itself a known story
        and tells another one is a story under its own address.
        """
        with transaction(self._connection):
            identity = self._identities.resolve(article)
            article = identity.article
            if identity.is_variant:
                delivered = self._variant(identity)
            elif identity.is_unchanged:
                self._finish(article, "delivered", None, identity.remark)
                delivered = Delivered(outcome="unchanged", record=None)
            elif identity.is_older:
                delivered = self._older(article)
            else:
                delivered = self._new_text(identity)
            self.sources.learn(article.hints.source_id, article.learned)
            if self._is_another_story(article, delivered):
                self.sites.learn(article.url, article.fetched_at, article.learned)
        self.index.merge_when_due()
        return delivered

    def memory_for(self, url_requested: str, url: str) -> SiteMemory:
        """Return what other articles of the site of a page taught."""
        memory = self.sites.memory(url)
        row = self.frontier.row(url_requested)
        return memory if row is None or row.article_id is None else memory.without_one()

    def reject(self, rejection: Rejection) -> None:
        """Take a rejection: in one transaction its URL ends and its line waits to be written."""
        with transaction(self._connection):
            self._put_rejected(rejection)
            self.frontier.finish(
                Ending(
                    url=rejection.url_requested,
                    source_id=rejection.hints.source_id,
                    source_type=rejection.hints.source_type,
                    source_url=rejection.hints.source_url,
                    state="rejected",
                    now=rejection.fetched_at,
                    final_url=rejection.url,
                    http_status=rejection.http_status,
                    reason=rejection.reason,
                    detail=rejection.detail,
                )
            )

    def before_segments(self, call: Callable[[], None]) -> None:
        """Have something called each time before segments are written."""
        self._outbox.before_segments = call

    def drain(self, *, force: bool = False) -> None:
        """Write segments when enough lines wait, or when forced."""
        if not self._settings.in_memory and not self._settings.read_only:
            self._outbox.drain(force=force)

    def close(self) -> None:
        """Write what waits, and give the dataset free."""
        try:
            self.drain(force=True)
        finally:
            self._connection.close()
            if self._lock is not None:
                self._lock.release()

    def trail(self, url: str) -> Trail | None:
        """Return all that is known of a URL; ``None`` when it was never seen."""
        row = self.frontier.look_up(url)
        if row is None:
            return None
        return Trail(
            row=row,
            source=self.sources.state(row.source_id),
            source_validators=self.sources.validators(row.source_url or ""),
            article=None if row.article_id is None else self.index.known(row.article_id),
            evidence=None if row.trail is None else load_evidence(row.trail),
        )

    def sites_of(self, name: str) -> tuple[str, ...]:
        """Return the sites on which a source led to articles; for a host or URL the site of it."""
        urls = self.frontier.final_urls(name)
        return tuple(dict.fromkeys(map(registered_domain, urls or (name,))))

    def forget_site(self, site: str) -> None:
        """Forget what was learned of a site; articles that are known stay known."""
        with transaction(self._connection):
            self.sites.forget(site)

    def _is_another_story(self, article: Article, delivered: Delivered) -> bool:
        """Return whether an article teaches of its site: what it shares with others is not its own.

        A page fetched again, or another version of a story, shares the text of the story too.
        """
        twin = delivered.duplicate
        if delivered.outcome != "new" or twin is None:
            return delivered.outcome == "new"
        first = self.index.known(twin.id)
        return first is None or not is_same_site(first.url_canonical, article.url)

    def _variant(self, identity: Identity) -> Delivered:
        """Take another address of a known story."""
        article, row = identity.article, identity.row
        twin = Duplicate(id=article.id, kind="canonical_url", similarity=1.0)
        if row is None or row.article_id != article.id or not identity.is_unchanged:
            return self._duplicate(article, twin)
        # Fetched once more: its line is already written.
        if row.is_left_alone:
            self._finish(article, "duplicate", row.reason, row.detail, twin)
        else:
            self._finish(article, "delivered")
        return Delivered(outcome="unchanged", record=None)

    def _older(self, article: Article) -> Delivered:
        """Take a page that comes too late; where it is a copy, that was told in its time."""
        twin = self.index.find(article.id, article.text_sha256, article.signature)
        if twin is not None and twin.kind == "exact":
            return Delivered(outcome="duplicate", record=None, duplicate=twin)
        return Delivered(outcome="older", record=None)

    def _new_text(self, identity: Identity) -> Delivered:
        article, known = identity.article, identity.known
        twin = self.index.find(article.id, article.text_sha256, article.signature)
        if twin is not None and twin.kind == "exact" and not self._settings.keep_duplicates:
            return self._text_of_another(identity, twin)
        delivery = self._delivery(article, known, twin)
        record = to_record(article, delivery)
        day = format_time(article.fetched_at)[:10]
        self._outbox.put("articles", day, dumps(record))
        if article.removed:
            self._outbox.put("removed", day, dumps(to_removed_record(article, delivery)))
        self.index.put(
            KnownArticle(
                id=article.id,
                url_canonical=article.url_canonical,
                text_sha256=article.text_sha256,
                revision=delivery.revision,
                first_seen=delivery.first_seen,
                cluster_id=delivery.cluster_id,
            ),
            article.signature,
        )
        self._finish(article, "delivered", twin=twin)
        seen = SeenPage(
            at=article.fetched_at,
            words=article.word_count,
            is_dated=article.published is not None,
        )
        self.history.add_page(article.hints.source_id, seen, is_story=known is None)
        outcome: Outcome = "new" if known is None else "updated"
        return Delivered(outcome=outcome, record=record, duplicate=twin)

    def _delivery(
        self, article: Article, known: KnownArticle | None, twin: Duplicate | None
    ) -> Delivery:
        return Delivery(
            revision=1 if known is None else known.revision + 1,
            change="new" if known is None else "updated",
            first_seen=article.fetched_at if known is None else known.first_seen,
            duplicate_of=twin.id if twin is not None and twin.kind == "exact" else None,
            cluster_id=self._cluster(article.id, known, twin),
            run_id=self._settings.run_id,
        )

    def _cluster(
        self, article_id: str, known: KnownArticle | None, twin: Duplicate | None
    ) -> str | None:
        """Return the cluster: a story never leaves one, and the first of one names none."""
        if known is not None and known.cluster_id is not None:
            return known.cluster_id
        if twin is None:
            return None
        first = self.index.known(twin.id)
        cluster = twin.id if first is None or first.cluster_id is None else first.cluster_id
        return None if cluster == article_id else cluster

    def _text_of_another(self, identity: Identity, twin: Duplicate) -> Delivered:
        """Take a copy; a known story whose page shows it for a while is followed all the same."""
        article, row, detail = identity.article, identity.row, told_copy(twin)
        if identity.known is None:
            return self._duplicate(article, twin)
        has_line = row is not None and (row.article_id, row.detail) == (article.id, detail)
        if not has_line:
            self._put_rejected(rejection_of_copy(article, twin))
        self._finish(article, "delivered", None, detail, twin)
        outcome: Outcome = "unchanged" if has_line else "duplicate"
        return Delivered(outcome=outcome, record=None, duplicate=twin)

    def _duplicate(self, article: Article, twin: Duplicate) -> Delivered:
        rejection = rejection_of_copy(article, twin)
        self._put_rejected(rejection)
        self._finish(article, "duplicate", rejection.reason, rejection.detail, twin)
        return Delivered(outcome="duplicate", record=None, duplicate=twin)

    def _put_rejected(self, rejection: Rejection) -> None:
        row = self.frontier.row(rejection.url_requested)
        fetched_at = rejection.fetched_at.replace(microsecond=0)
        if row is not None and _is_told(row, rejection.reason, fetched_at):
            return  # an archived page once more: its line is already written
        line = dumps(to_rejected_record(rejection, self._settings.run_id))
        self._outbox.put("rejected", format_time(rejection.fetched_at)[:10], line)
        seen = SeenPage(at=rejection.fetched_at, reason=rejection.reason)
        self.history.add_page(rejection.hints.source_id, seen)

    def _finish(
        self,
        article: Article,
        state: UrlState,
        reason: str | None = None,
        detail: str | None = None,
        twin: Duplicate | None = None,
    ) -> None:
        self.frontier.finish(
            Ending(
                url=article.url_requested,
                source_id=article.hints.source_id,
                source_type=article.hints.source_type,
                source_url=article.hints.source_url,
                state=state,
                now=article.fetched_at,
                final_url=article.url,
                http_status=article.http_status,
                reason=reason,
                detail=detail,
                article_id=article.id if twin is None or state == "delivered" else twin.id,
                trail=dump_evidence(article, twin),
            )
        )


def _is_told(row: FrontierRow, reason: str, fetched_at: datetime) -> bool:
    """Return whether something as late is known of an address that nobody asked to fetch."""
    if row.finished_at is None or row.state == "pending":
        return False
    return row.finished_at > fetched_at or (row.reason, row.finished_at) == (reason, fetched_at)
