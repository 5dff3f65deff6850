"""Until when hosts and single pages asked not to be requested again."""

import sqlite3
from datetime import datetime

from crawler.state.database import storable
from crawler.state.moments import from_seconds, to_seconds

LONGEST_PAUSE_S = 30 * 86_400
"""A header that asks for more is a mistake, and would silence a source for ever."""
MISTAKEN_PAUSE_S = 86_400
"""What is waited in place of that: the longest that any failing source waits."""


class Pauses:
    """The pauses of a dataset, in a table of its state: what one run was told, the next one keeps.

    A *place* is a host name or the URL of a single page.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def active(self, now: datetime) -> dict[str, datetime]:
        """Return the end of each pause that has not passed, by place; forget those that have.

        Those that are longer than any were noted before the clock was set back: they go too.
        """
        seconds = to_seconds(now)
        self._connection.execute(
            "DELETE FROM pauses WHERE until <= ? OR until > ?", (seconds, seconds + LONGEST_PAUSE_S)
        )
        rows = self._connection.execute("SELECT place, until FROM pauses")
        return {place: from_seconds(until) for place, until in rows}

    def put(self, place: str, until: datetime) -> None:
        """Remember the end of a pause, ``LONGEST_PAUSE_S`` away at most; the last one counts."""
        self._connection.execute(
            "INSERT OR REPLACE INTO pauses (place, until) VALUES (?, ?)",
            (storable(place), to_seconds(until)),
        )
