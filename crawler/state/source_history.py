"""What the pages of each source were like, in short rows: what ``newsdesk doctor`` judges by.

Of the newest pages one row each, of every day one row a source, so that a source costs the same
after months as after weeks.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime

from crawler.state.database import storable
from crawler.state.moments import from_seconds, to_seconds

PAGES_KEPT = 400
"""Newest pages of a source that are remembered, at least."""
DAYS_KEPT = 120
"""Days of a source that are looked at."""
_PAGES_BETWEEN_EVICTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """One page that was fetched for a source."""

    at: datetime
    words: int | None = None
    """Length of the article; ``None`` when the page gave none."""
    is_dated: bool | None = None
    """Whether the article has a date of publication."""
    reason: str | None = None
    """Why the page gave no article; ``None`` when it gave one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDay:
    """One day (UTC) of a source."""

    day: date
    stories: int
    """First revisions."""
    reads: int
    """Times that the source itself could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How long a source has brought no story, in days on which it was read."""

    since: date
    """Day of its last story."""
    days: int
    """Later days on which it was read."""
    days_before: int
    """Days up to that one on which it was read, the newest ``DAYS_KEPT``…"""
    story_days_before: int
    """…and on how many of them it brought a story."""


class SourceHistory:
    """The pages and days of all sources, in tables of the state; the caller owns transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add_page(self, source_id: str, page: SeenPage, *, is_story: bool = False) -> None:
        """Add a page; ``is_story``: it is the first revision of a story."""
        number = self._connection.execute(
            "INSERT INTO source_pages (source_id, number, at, words, is_dated, reason)"
            " VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM source_pages"
            " WHERE source_id = ?1), ?, ?, ?, ?) RETURNING number",
            (source_id, to_seconds(page.at), page.words, page.is_dated, storable(page.reason)),
        ).fetchone()[0]
        if is_story:
            self._count(source_id, page.at, "stories")
        if number % _PAGES_BETWEEN_EVICTIONS == 0:
            self._connection.execute(
                "DELETE FROM source_pages WHERE source_id = ? AND number <= ?",
                (source_id, number - PAGES_KEPT),
            )

    def add_read(self, source_id: str, at: datetime) -> None:
        """Count that the source could be read."""
        self._count(source_id, at, "reads")

    def pages(self, source_id: str) -> tuple[SeenPage, ...]:
        """Return the newest pages of a source, oldest first."""
        rows = self._connection.execute(
            "SELECT at, words, is_dated, reason FROM source_pages WHERE source_id = ?"
            " ORDER BY number DESC LIMIT ?",
            (source_id, PAGES_KEPT),
        ).fetchall()
        return tuple(
            SeenPage(
                at=from_seconds(at),
                words=words,
                is_dated=None if is_dated is None else bool(is_dated),
                reason=reason,
            )
            for at, words, is_dated, reason in reversed(rows)
        )

    def days(self, source_id: str) -> tuple[SeenDay, ...]:
        """Return the newest days of a source on which anything happened, oldest first."""
        rows = self._connection.execute(
            "SELECT day, stories, reads FROM source_days WHERE source_id = ?"
            " ORDER BY day DESC LIMIT ?",
            (source_id, DAYS_KEPT),
        ).fetchall()
        return tuple(
            SeenDay(day=date.fromisoformat(day), stories=stories, reads=reads)
            for day, stories, reads in reversed(rows)
        )

    def silence(self, source_id: str) -> Silence | None:
        """Return how long a source has brought no story; ``None`` when it never brought any."""
        last = self._connection.execute(
            "SELECT max(day) FROM source_days WHERE source_id = ? AND stories > 0", (source_id,)
        ).fetchone()[0]
        if last is None:
            return None
        days, days_before, story_days_before = self._connection.execute(
            "SELECT (SELECT count(*) FROM source_days"
            " WHERE source_id = ?1 AND day > ?2 AND reads > 0), count(*), total(stories > 0)"
            " FROM (SELECT stories FROM source_days WHERE source_id = ?1 AND day <= ?2"
            " AND reads > 0 ORDER BY day DESC LIMIT ?3)",
            (source_id, last, DAYS_KEPT),
        ).fetchone()
        return Silence(
            since=date.fromisoformat(last),
            days=days,
            days_before=days_before,
            story_days_before=int(story_days_before),
        )

    def _count(self, source_id: str, at: datetime, column: str) -> None:
        self._connection.execute(
            f"INSERT INTO source_days (source_id, day, {column}) VALUES (?, ?, 1)"  # noqa: S608 - a name of ours
            f" ON CONFLICT (source_id, day) DO UPDATE SET {column} = {column} + 1",
            (source_id, at.astimezone(UTC).date().isoformat()),
        )
