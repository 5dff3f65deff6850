"""Which sitemaps of an index were read, and how new the index called them then."""

import sqlite3
from datetime import datetime

from crawler.state.database import storable

_KEPT_S = 30 * 86_400
"""A sitemap that was not read for so long is no longer in its index, or no longer believed."""


class ReadSitemaps:
    """The sitemaps of a dataset, in a table of its state."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read_at(self, url: str, lastmod: str, now: datetime) -> datetime | None:
        """Return when a sitemap was read that had this ``lastmod``; ``None``: it never was."""
        row = self._connection.execute(
            "SELECT read_at FROM read_sitemaps WHERE url = ? AND lastmod = ?",
            (storable(url), storable(lastmod)),
        ).fetchone()
        return None if row is None else datetime.fromtimestamp(row[0], now.tzinfo)

    def put(self, url: str, lastmod: str, now: datetime) -> None:
        """Remember that a sitemap was read; the last time counts."""
        seconds = int(now.timestamp())
        self._connection.execute(
            "DELETE FROM read_sitemaps WHERE read_at < ?", (seconds - _KEPT_S,)
        )
        self._connection.execute(
            "INSERT OR REPLACE INTO read_sitemaps (url, lastmod, read_at) VALUES (?, ?, ?)",
            (storable(url), storable(lastmod), seconds),
        )

    def forget(self, url: str) -> None:
        """Let a sitemap be read again, whatever its index says."""
        self._connection.execute("DELETE FROM read_sitemaps WHERE url = ?", (storable(url),))
