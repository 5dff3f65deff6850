"""Takes over what can still be read in a state file that is damaged or out of date."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from pipelines.errors import RecordError
from pipelines.serialization import loads

_TABLES: tuple[tuple[str, str], ...] = (
    (
        "frontier",
        "SELECT key, url, source_id, source_type, source_url, entry, state, attempts,"
        " announced_modified, discovered_at, announced_at FROM frontier WHERE state = 'pending'",
    ),
    (
        "sources",
        "SELECT source_id, resolved_url, last_checked, last_success, last_listed, last_new,"
        " failures, last_error, day_first, month_first, rhythm_stories, rhythm_s FROM sources",
    ),
    ("source_days", "SELECT source_id, day, stories, reads FROM source_days"),
    ("pauses", "SELECT place, until FROM pauses"),
    ("slowed_sites", "SELECT site, delay_s, noted_at FROM slowed_sites"),
)


def salvage(
    connection: sqlite3.Connection,
    old: Path,
    folder: Path,
    take_line: Callable[[str, str], None] | None,
) -> Counter[str]:
    """Return how many rows of an old state file were taken into a new one, by table.

    Args:
        connection: to the new state, in a transaction.
        old: the file that was there.
        folder: the dataset.
        take_line: told stream and text of each line that waits to be written; ``None`` where
            these lines are not wanted.
    """
    salvaged: Counter[str] = Counter()
    with suppress(sqlite3.Error), closing(_open_damaged(old)) as damaged:
        if take_line is not None:
            for stream, line in _waiting_lines(damaged, folder):
                take_line(stream, line)
                connection.execute(
                    "INSERT INTO outbox (stream, day, line) VALUES (?, ?, ?)",
                    (stream, _day_of(line), line),
                )
                salvaged["outbox"] += 1
        for table, query in _TABLES:
            salvaged[table] += _copy(connection, damaged, table, query)
        _add_reads(connection, damaged)
    return salvaged


def _open_damaged(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _waiting_lines(damaged: sqlite3.Connection, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the lines of the outbox that stand in no segment."""
    for row in _readable(damaged, "SELECT stream, line, segment FROM outbox ORDER BY number"):
        stream, line, segment = row
        if segment is None or not (folder / str(segment)).exists():
            yield str(stream), str(line)


def _day_of(line: str) -> str:
    with suppress(RecordError, KeyError, TypeError):
        return str(loads(line)["date_fetched"])[:10]
    return "1970-01-01"


def _copy(
    connection: sqlite3.Connection, damaged: sqlite3.Connection, table: str, query: str
) -> int:
    count = 0
    for row in _readable(damaged, query):
        names = query.removeprefix("SELECT ").partition(" FROM ")[0]
        marks = ", ".join("?" * len(row))
        with suppress(sqlite3.IntegrityError, sqlite3.InterfaceError):
            count += connection.execute(
                f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of ours
                row,
            ).rowcount
    return count


def _add_reads(connection: sqlite3.Connection, damaged: sqlite3.Connection) -> None:
    """Enter on which days sources were read: segments tell the stories of a day alone."""
    for row in _readable(damaged, "SELECT reads, source_id, day FROM source_days"):
        with suppress(sqlite3.IntegrityError, sqlite3.InterfaceError):
            connection.execute(
                "UPDATE source_days SET reads = ? WHERE source_id = ? AND day = ?", row
            )


def _readable(damaged: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows up to the first that cannot be read."""
    with suppress(sqlite3.DatabaseError):
        yield from damaged.execute(query)
