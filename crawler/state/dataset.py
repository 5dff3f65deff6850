"""One folder is one dataset with its memory: what is delivered, and what is known."""

import json
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from typing_extensions import override

from crawler.state.database import open_copy, open_database
from crawler.state.frontier import Ending, Frontier, UrlState
from crawler.state.lock import DatasetLock
from crawler.state.outbox import Outbox, OutboxSettings
from crawler.state.source_states import SourceStates
from crawler.state.transaction import transaction
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import DatasetError
from pipelines.exporters.jsonl import Compression
from pipelines.items import Article, Delivery, Duplicate, Rejection
from pipelines.serialization import (
    Record,
    dumps,
    format_time,
    to_record,
    to_rejected_record,
    to_removed_record,
)
from pipelines.urls import canonicalize_url

Outcome = Literal["new", "updated", "unchanged", "duplicate"]


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
        self.index = SqliteDuplicateIndex(connection)

    @classmethod
    def open(cls, folder: Path, settings: DatasetSettings) -> Self:
        """Return the dataset of a folder, made when it is missing, recovered when a run was killed.

        Raises:
            DatasetLockedError: another process works on it.
            DatasetError: the folder or its state cannot be used.
        """
        database = folder / "state" / "newsdesk.sqlite"
        outbox_settings = OutboxSettings(
            folder=folder,
            run_id=settings.run_id,
            compression=settings.compression,
            segment_records=settings.segment_records,
        )
        if settings.in_memory:
            connection = open_copy(database)
            return cls(connection, settings, Outbox(connection, outbox_settings), None)
        lock = DatasetLock(folder / "state" / "lock")
        try:
            lock.acquire(settings.command, settings.now)
            connection = open_database(database)
        except OSError as error:
            raise DatasetError("folder-unusable", f"{folder}: {error.strerror}") from error
        outbox = Outbox(connection, outbox_settings)
        outbox.recover()
        return cls(connection, settings, outbox, lock)

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
        revision. A copy of another article gives a line in ``rejected/`` that names it.
        """
        with transaction(self._connection):
            known = self.index.known(article.id)
            if known is not None and known.text_sha256 == article.text_sha256:
                delivered = self._unchanged(article, known)
            else:
                delivered = self._new_text(article, known)
            self.sources.learn(article.hints.source_id, article.learned)
        return delivered

    def reject(self, rejection: Rejection) -> None:
        """Take a rejection: in one transaction its URL ends and its line waits to be written."""
        with transaction(self._connection):
            self._reject(rejection, "rejected")

    def drain(self, *, force: bool = False) -> None:
        """Write segments when enough lines wait, or when forced."""
        if not self._settings.in_memory:
            self._outbox.drain(force=force)

    def close(self) -> None:
        """Write what waits, and give the dataset free."""
        self.drain(force=True)
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def _unchanged(self, article: Article, known: KnownArticle) -> Delivered:
        row = self.frontier.look_up(article.url_requested)
        is_revisit = row is not None and row.article_id == article.id
        if is_revisit:
            self._finish(article, "delivered")
            return Delivered(outcome="unchanged", record=None)
        twin = Duplicate(id=known.id, kind="canonical_url", similarity=1.0)
        return self._duplicate(article, twin)

    def _new_text(self, article: Article, known: KnownArticle | None) -> Delivered:
        twin = self.index.find(article.id, article.text_sha256, article.signature)
        is_copy = twin is not None and twin.kind == "exact"
        if twin is not None and is_copy and not self._settings.keep_duplicates:
            return self._duplicate(article, twin)
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
        self._finish(article, "delivered")
        return Delivered(
            outcome="new" if known is None else "updated", record=record, duplicate=twin
        )

    def _delivery(
        self, article: Article, known: KnownArticle | None, twin: Duplicate | None
    ) -> Delivery:
        return Delivery(
            revision=1 if known is None else known.revision + 1,
            change="new" if known is None else "updated",
            first_seen=article.fetched_at if known is None else known.first_seen,
            duplicate_of=twin.id if twin is not None and twin.kind == "exact" else None,
            cluster_id=self._cluster(twin),
            run_id=self._settings.run_id,
        )

    def _cluster(self, twin: Duplicate | None) -> str | None:
        if twin is None:
            return None
        known = self.index.known(twin.id)
        return twin.id if known is None or known.cluster_id is None else known.cluster_id

    def _duplicate(self, article: Article, twin: Duplicate) -> Delivered:
        rejection = Rejection(
            url=article.url,
            url_requested=article.url_requested,
            hints=article.hints,
            reason=f"duplicate-{twin.kind.replace('_', '-')}",
            detail=f"the same as article {twin.id}",
            http_status=article.http_status,
            fetched_at=article.fetched_at,
        )
        self._reject(rejection, "duplicate", twin.id)
        return Delivered(outcome="duplicate", record=None, duplicate=twin)

    def _reject(self, rejection: Rejection, state: UrlState, article_id: str | None = None) -> None:
        day = format_time(rejection.fetched_at)[:10]
        line = dumps(to_rejected_record(rejection, self._settings.run_id))
        self._outbox.put("rejected", day, line)
        self.frontier.finish(
            Ending(
                url=rejection.url_requested,
                source_id=rejection.hints.source_id,
                source_type=rejection.hints.source_type,
                source_url=rejection.hints.source_url,
                state=state,
                now=rejection.fetched_at,
                final_url=rejection.url,
                http_status=rejection.http_status,
                reason=rejection.reason,
                detail=rejection.detail,
                article_id=article_id,
            )
        )

    def _finish(self, article: Article, state: UrlState) -> None:
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
                article_id=article.id,
                trail=_trail(article),
            )
        )


def _trail(article: Article) -> str:
    """Return what ``newsdesk explain`` tells about a page, as JSON."""
    rules: dict[str, int] = {}
    for block in article.removed:
        rules[block.rule] = rules.get(block.rule, 0) + 1
    return json.dumps(
        {
            "url_queued": canonicalize_url(article.url_requested),
            "url_final": article.url,
            "url_canonical": article.url_canonical,
            "title": article.title,
            "title_source": article.title_source,
            "word_count": article.word_count,
            "dates": [asdict(date) for date in article.dates_considered],
            "removed_by_rule": rules,
            "quality_flags": article.quality_flags,
            "extractor": article.extractor,
            "cleaner": article.cleaner,
        },
        default=format_time,
    )
