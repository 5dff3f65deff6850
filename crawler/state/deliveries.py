"""What becomes of a page: a record, a revision, a copy, a rejection, or nothing new."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.state.copy_lines import rejection_of_copy, told_copy
from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import Ending, FrontierRow
from crawler.state.identities import Identities, Identity
from crawler.state.known_url import UrlState
from crawler.state.outbox import Outbox
from crawler.state.source_history import SeenPage, SourceHistory
from crawler.state.story_addresses import StoryAddresses
from crawler.state.trail import dump_evidence
from pipelines.dedup.index import Duplicate, KnownArticle
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.items import Article, Delivery, Rejection
from pipelines.serialization import (
    Record,
    dumps,
    format_time,
    to_record,
    to_rejected_record,
    to_removed_record,
)

Outcome = Literal["new", "updated", "unchanged", "older", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of an article."""

    outcome: Outcome
    record: Record | None
    """``None`` when nothing was written."""
    duplicate: Duplicate | None = None
    """The earlier article that says the same, exactly or nearly."""


class Deliveries:
    """Enters pages into the frontier, the index, the history and the outbox.

    The caller owns the transaction.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        index: SqliteDuplicateIndex,
        outbox: Outbox,
        *,
        run_id: str,
        keep_duplicates: bool = False,
    ) -> None:
        self._frontier = Frontier(connection)
        self._history = SourceHistory(connection)
        self._identities = Identities(self._frontier, StoryAddresses(connection), index)
        self._index = index
        self._outbox = outbox
        self._run_id = run_id
        self._keep_duplicates = keep_duplicates

    def take(self, article: Article) -> Delivered:
        """Take an article and return what became of it."""
        identity = self._identities.resolve(article)
        if identity.is_variant:
            return self._variant(identity)
        if identity.is_unchanged:
            self._finish(identity.article, "delivered", None, identity.remark)
            return Delivered(outcome="unchanged", record=None)
        return self._older(identity.article) if identity.is_older else self._new_text(identity)

    def reject(self, rejection: Rejection) -> None:
        """Take a page that gave no article."""
        self._put_rejected(rejection)
        self._frontier.finish(
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
        twin = self._index.find(article.id, article.text_sha256, article.signature)
        if twin is not None and twin.kind == "exact":
            return Delivered(outcome="duplicate", record=None, duplicate=twin)
        return Delivered(outcome="older", record=None)

    def _new_text(self, identity: Identity) -> Delivered:
        article, known = identity.article, identity.known
        twin = self._index.find(article.id, article.text_sha256, article.signature)
        if twin is not None and twin.kind == "exact" and not self._keep_duplicates:
            return self._text_of_another(identity, twin)
        delivery = self._delivery(article, known, twin)
        record = to_record(article, delivery)
        day = format_time(article.fetched_at)[:10]
        self._outbox.put("articles", day, dumps(record))
        if article.removed:
            self._outbox.put("removed", day, dumps(to_removed_record(article, delivery)))
        self._index.put(
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
        self._frontier.note_news(article.url_requested)
        seen = SeenPage(
            at=article.fetched_at,
            words=article.word_count,
            is_dated=article.published is not None,
        )
        self._history.add_page(article.hints.source_id, seen, is_story=known is None)
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
            run_id=self._run_id,
        )

    def _cluster(
        self, article_id: str, known: KnownArticle | None, twin: Duplicate | None
    ) -> str | None:
        """Return the cluster: a story never leaves one, and the first of one names none."""
        if known is not None and known.cluster_id is not None:
            return known.cluster_id
        if twin is None:
            return None
        first = self._index.known(twin.id)
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
        row = self._frontier.row(rejection.url_requested)
        fetched_at = rejection.fetched_at.replace(microsecond=0)
        if row is not None and _is_told(row, rejection.reason, fetched_at):
            return  # an archived page once more: its line is already written
        line = dumps(to_rejected_record(rejection, self._run_id))
        self._outbox.put("rejected", format_time(rejection.fetched_at)[:10], line)
        seen = SeenPage(at=rejection.fetched_at, reason=rejection.reason)
        self._history.add_page(rejection.hints.source_id, seen)

    def _finish(
        self,
        article: Article,
        state: UrlState,
        reason: str | None = None,
        detail: str | None = None,
        twin: Duplicate | None = None,
    ) -> None:
        self._frontier.finish(
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
