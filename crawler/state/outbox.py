"""Lines wait here, inside the state's transactions, until they stand in a finished segment.

A segment is sealed (its rows get its name), written, renamed, and only then its rows are forgotten.
Whatever moment the process dies at, recovery finds either the rows or the finished file.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.exporters.jsonl import Compression, segment_suffix, write_segment
from pipelines.exporters.segment_names import segment_name
from pipelines.transaction import transaction

Stream = Literal["articles", "removed", "rejected"]
STREAMS: tuple[Stream, ...] = ("articles", "removed", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxSettings:
    """Where segments go and what they are called."""

    folder: Path
    run_id: str
    compression: Compression = "none"
    segment_records: int = 1000
    """Lines that wait before a segment is written."""


class Outbox:
    """The lines of a dataset that are not yet in a segment."""

    def __init__(self, connection: sqlite3.Connection, settings: OutboxSettings) -> None:
        self._connection = connection
        self._settings = settings
        self._waiting = self._count()
        self._sequence = 0
        self.before_segments: Callable[[], None] = _nothing
        """Called before lines go to disk for good, so that what they name is there too."""

    def put(self, stream: Stream, day: str, line: str) -> None:
        """Add a line for the partition of a day (YYYY-MM-DD); the caller owns the transaction."""
        self._connection.execute(
            "INSERT INTO outbox (stream, day, line) VALUES (?, ?, ?)", (stream, day, line)
        )
        self._waiting += 1

    def recover(self) -> None:
        """Finish what a killed process left: segments that are sealed are written once more.

        Nothing is looked for in the folders: only what is sealed can be half written, and years of
        crawling leave hundreds of thousands of segments.
        """
        self._write_sealed()

    def drain(self, *, force: bool = False) -> None:
        """Write segments when enough lines wait, or when forced."""
        if self._waiting == 0 or (self._waiting < self._settings.segment_records and not force):
            return
        self.before_segments()
        self._seal()
        self._write_sealed()

    def _seal(self) -> None:
        """Give all waiting rows the names of the segments they will stand in."""
        with transaction(self._connection, durable=True):
            groups = self._connection.execute(
                "SELECT DISTINCT stream, day FROM outbox WHERE segment IS NULL ORDER BY stream, day"
            ).fetchall()
            for stream, day in groups:
                self._connection.execute(
                    "UPDATE outbox SET segment = ? WHERE segment IS NULL"
                    " AND stream = ? AND day = ?",
                    (self._next_name(stream, day), stream, day),
                )

    def _write_sealed(self) -> None:
        """Write all sealed segments, also those that an earlier call could not write."""
        for (name,) in self._connection.execute(
            "SELECT DISTINCT segment FROM outbox WHERE segment IS NOT NULL ORDER BY segment"
        ).fetchall():
            self._write(name)
        self._waiting = self._count()

    def _write(self, name: str) -> None:
        path = self._settings.folder / name
        if not path.exists():
            write_segment(path, self._lines(name))
        with transaction(self._connection, durable=True):
            self._connection.execute("DELETE FROM outbox WHERE segment = ?", (name,))

    def _lines(self, name: str) -> Iterator[str]:
        rows = self._connection.execute(
            "SELECT line FROM outbox WHERE segment = ? ORDER BY number", (name,)
        )
        return (line for (line,) in rows)

    def _next_name(self, stream: str, day: str) -> str:
        suffix = segment_suffix(self._settings.compression)
        while True:
            self._sequence += 1
            file = segment_name(self._settings.run_id, self._sequence, day, suffix)
            name = f"{stream}/{file}"
            if not (self._settings.folder / name).exists():
                return name

    def _count(self) -> int:
        row = self._connection.execute("SELECT count(*) FROM outbox").fetchone()
        return int(row[0])


def _nothing() -> None:
    """Do nothing."""
