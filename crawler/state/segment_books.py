"""Fills the tables of a state from the lines of segments."""

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Literal

from crawler.state.copy_lines import copied_article
from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import Ending
from crawler.state.moments import to_seconds
from crawler.state.source_history import SeenPage, SourceHistory
from crawler.state.source_states import SourceStates
from crawler.state.trail import dump_record_evidence
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.minhash import signature
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import RecordError
from pipelines.serialization import Record, loads

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "articles": ("id", "url", "url_requested", "url_canonical", "text_sha256", "text", "revision",
                 "word_count", "date_fetched", "date_first_seen", "date_published", "source_id",
                 "source_type"),
    "rejected": ("url", "url_requested", "reason", "date_fetched", "source_id", "source_type"),
}  # fmt: skip


def is_ours(stream: str, record: Record) -> bool:
    """Return whether a line of a stream is one that ``Books`` can take."""
    if stream not in _NEEDED or not all(name in record for name in _NEEDED[stream]):
        return False
    try:
        _time(record, "date_fetched")
        if stream == "articles":
            _time(record, "date_first_seen")
            bytes.fromhex(str(record["id"]) + str(record["text_sha256"]))
            _whole(record, "revision")
            _whole(record, "word_count")
    except (TypeError, ValueError):
        return False
    return True


class Books:
    """The tables that are filled from lines."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._frontier = Frontier(connection)
        self._index = SqliteDuplicateIndex(connection)
        self._history = SourceHistory(connection)
        self._connection = connection
        self._sources: dict[str, tuple[datetime, datetime | None]] = {}

    def take(self, stream: str, record: Record) -> None:
        """Enter one line.

        Raises:
            KeyError, TypeError, ValueError: it is no line that newsdesk wrote.
        """
        if stream == "articles":
            self._take_article(record)
        else:
            self._take_rejected(record)

    def take_line(self, stream: str, line: str) -> None:
        """Enter a line that waits to be written, if it is one of newsdesk."""
        with suppress(RecordError):
            record = loads(line)
            if is_ours(stream, record):
                self.take(stream, record)

    def merge_when_due(self) -> None:
        """Keep memory small; not to be called in a transaction."""
        self._index.merge_when_due()

    def close(self) -> None:
        """Enter when each source was last heard of, where nothing better is known."""
        SourceStates(self._connection)
        self._connection.executemany(
            "INSERT INTO sources (source_id, last_checked, last_success, last_new)"
            " VALUES (?1, ?2, ?2, ?3) ON CONFLICT (source_id) DO UPDATE SET"
            " last_checked = coalesce(last_checked, ?2), last_success = coalesce(last_success, ?2),"
            " last_new = coalesce(last_new, ?3)",
            [
                (source_id, to_seconds(last), None if new is None else to_seconds(new))
                for source_id, (last, new) in self._sources.items()
            ],
        )

    def _take_article(self, record: Record) -> None:
        fetched_at, text = _time(record, "date_fetched"), str(record["text"])
        is_story = record["revision"] == 1
        ending = _ending(record, "delivered", fetched_at, article_id=str(record["id"]))
        # What told a story, how much of it and under which headline decides on what may follow it.
        ending = replace(ending, trail=dump_record_evidence(record))
        self._frontier.finish(ending)
        article = KnownArticle(
            id=str(record["id"]),
            url_canonical=str(record["url_canonical"]),
            text_sha256=str(record["text_sha256"]),
            revision=_whole(record, "revision"),
            first_seen=_time(record, "date_first_seen"),
            cluster_id=_text(record, "cluster_id"),
        )
        newest = self._index.known(article.id)
        if newest is None or newest.revision <= article.revision:
            self._index.put(article, signature(text))
        else:  # days are gone through in order, and a clock was put back, or an archive was older
            self._index.remember_earlier(article.id, article.text_sha256)
        seen = SeenPage(
            at=fetched_at,
            words=_whole(record, "word_count"),
            is_dated=record["date_published"] is not None,
        )
        self._add(record, seen, is_story=is_story)

    def _take_rejected(self, record: Record) -> None:
        reason, detail = str(record["reason"]), _text(record, "detail") or ""
        copied = copied_article(reason, detail)
        fetched_at = _time(record, "date_fetched")
        self._frontier.finish(
            _ending(
                record,
                "rejected" if copied is None else "duplicate",
                fetched_at,
                article_id=copied,
            )
        )
        self._add(record, SeenPage(at=fetched_at, reason=reason))

    def _add(self, record: Record, seen: SeenPage, *, is_story: bool = False) -> None:
        source_id = str(record["source_id"])
        self._history.add_page(source_id, seen, is_story=is_story)
        last, new = self._sources.get(source_id, (seen.at, None))
        if is_story:
            new = seen.at if new is None else max(new, seen.at)
        self._sources[source_id] = (max(last, seen.at), new)


def _ending(
    record: Record, state: Literal["delivered", "duplicate", "rejected"], at: datetime, *,
    article_id: str | None,
) -> Ending:  # fmt: skip
    status = record.get("http_status")
    return Ending(
        url=str(record["url_requested"]),
        source_id=str(record["source_id"]),
        source_type=record["source_type"],  # type: ignore[arg-type] # one of ours
        source_url=_text(record, "source_url"),
        state=state,
        now=at,
        final_url=str(record["url"]),
        http_status=status if isinstance(status, int) else None,
        reason=_text(record, "reason"),
        detail=_text(record, "detail"),
        article_id=article_id,
    )


def _time(record: Record, name: str) -> datetime:
    moment = datetime.fromisoformat(str(record[name]))
    if moment.tzinfo is None:
        raise ValueError(name)
    return moment


def _whole(record: Record, name: str) -> int:
    value = record[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return value


def _text(record: Record, name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) else None
