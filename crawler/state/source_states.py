"""What is known of each source: where it leads, when it was read, what it taught."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.schedule import Rhythm, observe
from crawler.state.database import storable
from crawler.state.moments import from_seconds, to_seconds
from crawler.state.source_history import SourceHistory
from pipelines.site_memory import SiteMemory

_KEPT_S = 30 * 86_400
"""Documents that are read at all are read in full once a day."""
_AHEAD_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask again with (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """The history of one source. Times are UTC; ``None`` means never."""

    source_id: str
    resolved_url: str | None = None
    """The feed that the configured URL was found to lead to."""
    last_checked: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0
    """In a row, up to now."""
    last_error: str | None = None
    read_as: str | None = None
    """How the source was configured when it was last read: ``Source.reading_key``."""
    asked_as: str | None = None
    """The same of when it was last asked, also in vain; ``None`` when unknown."""
    rhythm: Rhythm = Rhythm()
    """How often it brought stories."""
    fresh_s: int = 0
    """For how long its document stayed what it was, by the answer of its server; 0 when unknown."""
    is_outage: bool = False
    """It failed, and no server answered in that run: it may be the network of this machine."""

    def is_changed(self, reading_key: str) -> bool:
        """Return whether the source is configured in another way since it was last asked."""
        return self.asked_as is not None and self.asked_as != reading_key


class SourceStates:
    """The sources of a dataset, in tables of its state."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def state(self, source_id: str) -> SourceState:
        """Return the history of a source; empty when it was never read."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM sources WHERE source_id = ?",  # noqa: S608 - only column names
            (source_id,),
        ).fetchone()
        return SourceState(source_id=source_id) if row is None else _state(row)

    def all(self) -> dict[str, SourceState]:
        """Return the histories of all sources that were ever read, by id."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM sources")  # noqa: S608 - only column names
        return {state.source_id: state for state in map(_state, rows)}

    def record_run(
        self,
        source_id: str,
        now: datetime,
        *,
        error: str | None,
        read_as: str | None = None,
        is_outage: bool = False,
    ) -> None:
        """Record how a run went for a source, and how it was configured (``read_as``).

        A run that went well also teaches how often the source brings stories. ``is_outage``: no
        server answered in it.
        """
        self._ensure(source_id)
        seconds = to_seconds(now)
        if error is None:
            self._learn_rhythm(source_id, seconds)
            SourceHistory(self._connection).add_read(source_id, now)
        self._connection.execute(
            "UPDATE sources SET last_checked = ?2, last_error = ?3,"
            " failures = CASE WHEN ?3 IS NULL THEN 0 ELSE failures + 1 END,"
            " last_success = CASE WHEN ?3 IS NULL THEN ?2 ELSE last_success END,"
            " read_as = CASE WHEN ?3 IS NULL THEN ?4 ELSE read_as END, asked_as = ?4,"
            " is_outage = ?3 IS NOT NULL AND ?5 WHERE source_id = ?1",
            (source_id, seconds, storable(error), read_as, is_outage),
        )

    def note_new(self, source_id: str, at: datetime) -> None:
        """Remember that a source brought stories of its own when it was read at a time."""
        self._ensure(source_id)
        self._connection.execute(
            "UPDATE sources SET last_new = ? WHERE source_id = ?", (to_seconds(at), source_id)
        )

    def note_freshness(self, source_id: str, fresh_s: float) -> None:
        """Remember for how long the document of a source stays what it is; 0 when unknown."""
        self._ensure(source_id)
        self._connection.execute(
            "UPDATE sources SET fresh_s = ? WHERE source_id = ?", (int(fresh_s), source_id)
        )

    def resolve(self, source_id: str, url: str | None) -> None:
        """Remember the feed that a source leads to; ``None`` forgets it."""
        self._ensure(source_id)
        self._connection.execute(
            "UPDATE sources SET resolved_url = ? WHERE source_id = ?", (url, source_id)
        )

    def validators(self, url: str, read_after: datetime | None = None) -> Validators:
        """Return the validators of a document; empty when it was not read in full after a time."""
        row = self._connection.execute(
            "SELECT etag, last_modified FROM validators"
            " WHERE url = ?1 AND (?2 IS NULL OR saved_at > ?2)",
            (url, None if read_after is None else to_seconds(read_after)),
        ).fetchone()
        return Validators() if row is None else Validators(etag=row[0], last_modified=row[1])

    def save_validators(self, url: str, validators: Validators, now: datetime) -> None:
        """Save the validators of a document whose entries stand in the frontier."""
        write_validators(self._connection, url, validators, now)

    def forget_validators(self, url: str) -> None:
        """Let a document be asked for in full the next time."""
        self._connection.execute("DELETE FROM validators WHERE url = ?", (url,))

    def forget_old_validators(self, now: datetime) -> None:
        """Forget those of documents that nobody reads any more, such as the sitemap of a day.

        And those from before the clock was set back: they would be taken for new until it is as
        late again.
        """
        seconds = to_seconds(now)
        self._connection.execute(
            "DELETE FROM validators WHERE saved_at < ? OR saved_at > ?",
            (seconds - _KEPT_S, seconds + _AHEAD_S),
        )

    def read_at(self, url: str) -> datetime | None:
        """Return when a document was read last, with all that it leads to; ``None``: never."""
        row = self._connection.execute(
            "SELECT nullif(saved_at, 0) FROM validators WHERE url = ?", (url,)
        ).fetchone()
        return None if row is None else _moment(row[0])

    def memory(self, source_id: str) -> SiteMemory:
        """Return what earlier pages of the source taught."""
        row = self._connection.execute(
            "SELECT day_first, month_first FROM sources WHERE source_id = ?", (source_id,)
        ).fetchone()
        return SiteMemory() if row is None else SiteMemory(day_first=row[0], month_first=row[1])

    def learn(self, source_id: str, learned: SiteMemory) -> None:
        """Add what a page taught of day and month; the caller may own a transaction."""
        if not learned.day_first and not learned.month_first:
            return
        self._ensure(source_id)
        self._connection.execute(
            "UPDATE sources SET day_first = day_first + ?, month_first = month_first + ?"
            " WHERE source_id = ?",
            (learned.day_first, learned.month_first, source_id),
        )

    def _learn_rhythm(self, source_id: str, now: int) -> None:
        """Add the stories that were found since the last run that went well."""
        state = self.state(source_id)
        if state.last_success is None:
            return  # what it lists at first gathered over nobody knows how long
        since = to_seconds(state.last_success)
        stories = self._connection.execute(
            "SELECT count(*) FROM frontier"
            " WHERE source_id = ? AND discovered_at > ? AND discovered_at <= ?",
            (source_id, since, now),  # found later were those before the clock was set back
        ).fetchone()[0]
        rhythm = observe(state.rhythm, stories, now - since)
        self._connection.execute(
            "UPDATE sources SET rhythm_stories = ?, rhythm_s = ? WHERE source_id = ?",
            (rhythm.stories, rhythm.seconds, source_id),
        )

    def _ensure(self, source_id: str) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO sources (source_id) VALUES (?)", (source_id,)
        )


_COLUMNS = (
    "source_id, resolved_url, last_checked, last_success, last_new, failures, last_error, read_as,"
    " rhythm_stories, rhythm_s, fresh_s, is_outage, asked_as"
)


def _state(row: tuple[Any, ...]) -> SourceState:
    return SourceState(
        source_id=row[0],
        resolved_url=row[1],
        last_checked=_moment(row[2]),
        last_success=_moment(row[3]),
        last_new=_moment(row[4]),
        failures=row[5],
        last_error=row[6],
        read_as=row[7],
        rhythm=Rhythm(stories=row[8], seconds=row[9]),
        fresh_s=row[10],
        is_outage=bool(row[11]),
        asked_as=row[12],
    )


def write_validators(
    connection: sqlite3.Connection, url: str, validators: Validators, now: datetime
) -> None:
    """Save the validators of a document that was read now; the caller owns the transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO validators (url, etag, last_modified, saved_at)"
        " VALUES (?, ?, ?, ?)",
        (url, validators.etag, validators.last_modified, to_seconds(now)),
    )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else from_seconds(seconds)
