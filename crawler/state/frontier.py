"""What is known of each URL: found, to be requested, or ended in one of its terminal states.

A URL stands here before it is requested, so a run that is killed loses nothing: what is still
``pending`` is requested by the next one.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from crawler.state.announced_entries import record_entries
from crawler.state.database import storable
from crawler.state.entry_json import load_entry
from crawler.state.frontier_rows import (
    COLUMNS,
    AnnouncedDocument,
    Announcement,
    Ending,
    FrontierRow,
    QueuedUrl,
    key_of,
    row_of,
)
from crawler.state.known_url import AHEAD_S, COMES_LATER
from crawler.state.moments import from_seconds, to_seconds
from crawler.state.source_states import Validators, write_validators
from crawler.state.trail import told_by_feed
from pipelines.transaction import transaction
from pipelines.urls import canonicalize_url, url_id

MAX_ATTEMPTS = 3
"""Runs in which a download may fail before its URL is rejected."""
OUTAGE_S = 7 * 86_400
"""A host that is down for so long has most likely gone."""
_MAX_FINAL_URLS = 5000
_AT_ONCE = 200
"""Left-overs that are taken in one transaction; some 10 ms."""
_AWAITED = f"reason IN ({', '.join(map(repr, COMES_LATER))}) AND finished_at < discovered_at + ?4"
"""As ``KnownUrl.is_due`` has it."""


class Frontier:
    """The URLs of a dataset, in a table of its state."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def announce(self, announcement: Announcement) -> tuple[QueuedUrl, ...]:
        """Record the entries of a document and return those that this run should request.

        These are the unknown ones, the ones that an earlier run left pending, and known stories
        whose announced modification changed or whose revisit window has passed. What this run was
        already given is not given twice. Validators are saved in the same transaction: a source is
        never asked conditionally while its entries are not safe.

        What several sources or entries say of one URL is merged (``merged_entries``): the state
        that a source names later goes before its earlier one, but within a document the first.
        """
        with transaction(self._connection):
            keys = record_entries(self._connection, announcement)
            if announcement.requested_url is not None:
                write_validators(
                    self._connection,
                    announcement.requested_url,
                    announcement.validators,
                    announcement.now,
                )
            if announcement.is_first:
                self._connection.execute(
                    "INSERT INTO sources (source_id, last_listed) VALUES (?1, ?2)"
                    " ON CONFLICT (source_id) DO UPDATE SET last_listed = ?2",
                    (announcement.source_id, to_seconds(announcement.now)),
                )
            claimed = [key for key in keys if self._claim(key, announcement.run_id)]
        return tuple(self._queued(key) for key in claimed)

    def queued(self, url: str) -> QueuedUrl:
        """Return a URL that was queued as it is known now: more sources may have named it since."""
        return self._queued(key_of(url))

    def pending(self, source_id: str, run_id: str) -> Iterator[QueuedUrl]:
        """Yield the URLs of a source that earlier runs left pending, oldest first.

        Those whose download failed come after the others, so that they hold nothing up. Some
        hundred at a time are taken for this run; what nobody asks for stays for a later one.
        """
        rows = self._connection.execute(
            "SELECT key FROM frontier WHERE source_id = ? AND state = 'pending'"
            " AND claimed_run IS NOT ? ORDER BY attempts, discovered_at, key",
            (source_id, run_id),
        )
        # All at once: a source of which 50,000 wait would be sorted anew for each part.
        keys = [key for (key,) in rows]
        for start in range(0, len(keys), _AT_ONCE):
            with transaction(self._connection):
                some = keys[start : start + _AT_ONCE]
                claimed = [key for key in some if self._claim(key, run_id)]
            yield from map(self._queued, claimed)

    def sources_with_pending(self) -> tuple[str, ...]:
        """Return the sources of which URLs wait that were never asked for, by id."""
        # From one source to the next in the index: else every row of the table is read.
        rows = self._connection.execute(
            "WITH RECURSIVE every (id) AS (SELECT min(source_id) FROM frontier UNION ALL"
            " SELECT (SELECT min(source_id) FROM frontier WHERE source_id > id) FROM every"
            " WHERE id IS NOT NULL)"
            " SELECT id FROM every WHERE EXISTS (SELECT 1 FROM frontier"
            " WHERE source_id = id AND state = 'pending' AND attempts = 0)"
        )
        return tuple(source_id for (source_id,) in rows)

    def due_for_revisit(
        self, source_id: str, revisit_s: int, now: datetime, run_id: str
    ) -> tuple[QueuedUrl, ...]:
        """Return stories that are still listed and were fetched too long ago.

        And those pages, once, that had no text when they were found.
        """
        listed = "announced_at >= (SELECT last_listed FROM sources WHERE source_id = ?1)"
        due = (source_id, to_seconds(now) - revisit_s, run_id, revisit_s)
        return self._revisits(listed, due, run_id)

    def due_in_document(
        self, document: AnnouncedDocument, revisit_s: int, now: datetime, run_id: str
    ) -> tuple[QueuedUrl, ...]:
        """Return those of the delivered stories that a document listed when it was read last.

        For a part of a source that did not change, while the source as a whole did.
        """
        listed = (
            "announced_at >= (SELECT nullif(saved_at, 0) FROM validators WHERE url = ?5)"
            " AND source_url = ?6"
        )
        due = (document.source_id, to_seconds(now) - revisit_s, run_id, revisit_s)
        urls = (document.requested_url, storable(document.url))
        return self._revisits(listed, (*due, *urls), run_id)

    def fail(self, url: str, reason: str, outage_at: datetime | None = None) -> bool:
        """Record a failed download; return whether the URL has used up its attempts.

        Until then it stays pending, for the next run. ``outage_at`` is the present moment where
        the host was down, which is not the fault of the URL: three runs may fall into one outage.
        Then it is given up only when no source has named it for ``OUTAGE_S``.
        """
        rows = self._connection.execute(
            "UPDATE frontier SET attempts = attempts + 1, reason = ? WHERE key = ?"
            " RETURNING attempts, announced_at",
            (storable(reason), key_of(url)),
        ).fetchall()
        for attempts, announced_at in rows:
            is_recent = outage_at is not None and announced_at > to_seconds(outage_at) - OUTAGE_S
            return bool(attempts >= MAX_ATTEMPTS) and not is_recent
        return True

    def finish(self, ending: Ending) -> None:
        """Record how a URL ended; the caller owns the transaction. Unknown URLs are added.

        The text that its feed carries is forgotten: it was there to build the article. Of a URL
        that nobody queued, as of a page in an archive, the latest ending stays, whatever the order.
        """
        self._forget_feed_text(ending.url)
        changed = self._connection.execute(
            "INSERT INTO frontier (key, url, source_id, source_type, source_url, state,"
            " discovered_at, announced_at, finished_at, final_url, http_status, reason, detail,"
            " article_id, trail) VALUES (?, ?, ?, ?, ?, ?, ?7, ?7, ?7, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET state = excluded.state, attempts = 0,"
            " finished_at = excluded.finished_at, final_url = excluded.final_url,"
            " http_status = excluded.http_status, reason = excluded.reason,"
            " detail = excluded.detail,"
            " article_id = coalesce(excluded.article_id, article_id),"
            " idle_visits = idle_visits + (finished_at IS NOT NULL),"
            " trail = coalesce(excluded.trail, trail)"
            " WHERE state = 'pending' OR ifnull(finished_at, 0) <= excluded.finished_at",
            (
                key_of(ending.url),
                storable(ending.url),
                ending.source_id,
                ending.source_type,
                storable(ending.source_url),
                ending.state,
                to_seconds(ending.now),
                storable(ending.final_url),
                ending.http_status,
                storable(ending.reason),
                storable(ending.detail),
                ending.article_id,
                ending.trail,
            ),
        )
        if not changed.rowcount:
            self._connection.execute(
                "UPDATE frontier SET article_id = coalesce(article_id, ?) WHERE key = ?",
                (ending.article_id, key_of(ending.url)),
            )

    def note_news(self, url: str) -> None:
        """Remember that the last visit to a URL was no idle one: it brought a new text."""
        self._connection.execute(
            "UPDATE frontier SET idle_visits = 0 WHERE key = ?", (key_of(url),)
        )

    def save_validators(self, url: str, validators: Validators, read_at: datetime) -> None:
        """Save how to ask for the page of a delivered story again; empty ones forget it."""
        is_known = validators != Validators()
        self._connection.execute(
            "UPDATE frontier SET etag = ?, last_modified = ?, read_at = ?"
            " WHERE key = ? AND state = 'delivered'",
            (
                storable(validators.etag),
                storable(validators.last_modified),
                to_seconds(read_at) if is_known else None,
                key_of(url),
            ),
        )

    def forget_validators(self, url: str) -> None:
        """Let a page be asked for in full the next time."""
        self._connection.execute(
            "UPDATE frontier SET etag = NULL, last_modified = NULL, read_at = NULL WHERE key = ?",
            (key_of(url),),
        )

    def leave_unchanged(self, url: str, now: datetime) -> bool:
        """Let a story end as it had ended before; return whether it had, as a delivered one."""
        self._forget_feed_text(url)
        changed = self._connection.execute(
            "UPDATE frontier SET state = 'delivered', finished_at = ?, attempts = 0, reason = NULL,"
            " idle_visits = idle_visits + 1"
            " WHERE key = ? AND article_id IS NOT NULL",
            (to_seconds(now), key_of(url)),
        )
        return changed.rowcount == 1

    def are_known(self, urls: Iterable[str], since: datetime) -> bool:
        """Return whether all of the URLs had been found before or at a moment."""
        rows = map(self.row, urls)
        return all(row is not None and row.discovered_at <= since for row in rows)

    def row(self, url: str) -> FrontierRow | None:
        """Return what is known of a URL that was queued."""
        row = self._connection.execute(
            f"SELECT {COLUMNS} FROM frontier WHERE key = ?",  # noqa: S608 - only column names
            (key_of(url),),
        ).fetchone()
        return None if row is None else row_of(row)

    def look_up(self, url: str) -> FrontierRow | None:
        """Return what is known of a URL: as it was queued, was reached, or calls itself."""
        row = self._connection.execute(
            f"SELECT {COLUMNS} FROM frontier"  # noqa: S608 - only column names
            " WHERE key = ?1 OR final_url IN (?1, ?2) OR article_id = ?3"
            " ORDER BY key = ?1 DESC, state = 'delivered' DESC, key LIMIT 1",
            (key_of(url), storable(url), url_id(canonicalize_url(url))),
        ).fetchone()
        return None if row is None else row_of(row)

    def articles_beginning(self, prefix: str, count: int) -> tuple[str, ...]:
        """Return the first ids of articles that begin so, ``count`` at the most."""
        rows = self._connection.execute(
            "SELECT DISTINCT article_id FROM frontier"
            " WHERE article_id >= ?1 AND article_id < ?1 || 'g' ORDER BY article_id LIMIT ?2",
            (prefix, count),
        )
        return tuple(article_id for (article_id,) in rows)

    def final_urls(self, source_id: str) -> tuple[str, ...]:
        """Return where the URLs of a source ended, some thousands at most; empty when unknown."""
        rows = self._connection.execute(
            "SELECT final_url FROM frontier WHERE source_id = ? AND final_url IS NOT NULL LIMIT ?",
            (source_id, _MAX_FINAL_URLS),
        )
        return tuple(url for (url,) in rows)

    def counts(self, source_id: str | None = None) -> dict[tuple[str, str], int]:
        """Return how many URLs there are, by source id and state; of one source if it is named."""
        rows = self._connection.execute(
            "SELECT source_id, state, count(*) FROM frontier"
            " WHERE ?1 IS NULL OR source_id = ?1 GROUP BY source_id, state",
            (source_id,),
        )
        return {(source, state): count for source, state, count in rows}

    def _forget_feed_text(self, url: str) -> None:
        """Forget the text that the feed of a URL carries, and give free the room that it took.

        SQLite leaves a row that shrinks where it is: a row a page, of which it fills a quarter. As
        the last row it shares a page with others, and its own is used again.
        """
        self._connection.execute(
            "UPDATE frontier SET entry = json_remove(entry, '$.content_html'),"
            " rowid = (SELECT max(rowid) + 1 FROM frontier)"
            " WHERE key = ? AND json_type(entry, '$.content_html') IS NOT NULL",
            (key_of(url),),
        )

    def _revisits(
        self, listed: str, values: tuple[str | int | None, ...], run_id: str
    ) -> tuple[QueuedUrl, ...]:
        with transaction(self._connection):
            rows = self._connection.execute(
                "SELECT key, trail FROM frontier WHERE source_id = ?1"  # noqa: S608 - of ours
                " AND state IN ('delivered', 'rejected')"
                f" AND (finished_at <= ?2 OR finished_at >= ?2 + ?4 + {AHEAD_S})"
                " AND claimed_run IS NOT ?3"
                f" AND (state = 'delivered' OR {_AWAITED})"
                f" AND {listed}",
                values,
            ).fetchall()
            # What the feed told in place of the page waits until the feed is there again.
            due = [(key,) for key, trail in rows if not told_by_feed(trail)]
            self._connection.executemany("UPDATE frontier SET state = 'pending' WHERE key = ?", due)
            claimed = [key for (key,) in due if self._claim(key, run_id)]
        return tuple(self._queued(key) for key in sorted(claimed))

    def _claim(self, key: str, run_id: str) -> bool:
        changed = self._connection.execute(
            "UPDATE frontier SET claimed_run = ?2 WHERE key = ?1 AND state = 'pending'"
            " AND claimed_run IS NOT ?2",
            (key, run_id),
        )
        return changed.rowcount == 1

    def _queued(self, key: str) -> QueuedUrl:
        row = self._connection.execute(
            "SELECT url, source_id, source_type, source_url, entry, attempts, etag, last_modified,"
            " read_at FROM frontier WHERE key = ?",
            (key,),
        ).fetchone()
        return QueuedUrl(
            url=row[0],
            source_id=row[1],
            source_type=row[2],
            source_url=row[3],
            entry=None if row[4] is None else load_entry(row[4]),
            attempts=row[5],
            validators=Validators(etag=row[6], last_modified=row[7]),
            read_at=None if row[8] is None else from_seconds(row[8]),
        )
