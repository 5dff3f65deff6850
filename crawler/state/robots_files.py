"""The robots.txt of hosts, for as long as they may be believed without asking again."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from crawler.state.database import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """What a host said about its rules."""

    body: bytes
    """Empty where there is no file."""
    asked_at: datetime


class RobotsFiles:
    """The files of a dataset, in a table of its state. A *host* is scheme, name and port."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, host: str, now: datetime) -> RobotsFile | None:
        """Return the file of a host that is fresh now; ``None``: ask for it."""
        row = self._connection.execute(
            "SELECT body, asked_at FROM robots_files"
            " WHERE host = ?1 AND fresh_until > ?2 AND asked_at <= ?2",
            (storable(host), int(now.timestamp())),
        ).fetchone()
        if row is None:
            return None
        return RobotsFile(body=row[0], asked_at=datetime.fromtimestamp(row[1], now.tzinfo))

    def put(self, host: str, file: RobotsFile, fresh_until: datetime) -> None:
        """Keep the file of a host until a time; forget all that are fresh no more."""
        asked_at = int(file.asked_at.timestamp())
        self._connection.execute("DELETE FROM robots_files WHERE fresh_until <= ?", (asked_at,))
        self._connection.execute(
            "INSERT OR REPLACE INTO robots_files (host, body, asked_at, fresh_until)"
            " VALUES (?, ?, ?, ?)",
            (storable(host), file.body, asked_at, int(fresh_until.timestamp())),
        )
