"""Until when hosts and single pages asked not to be requested again, and which sites slowed us."""

import sqlite3
from datetime import datetime

from crawler.limits.pacing import remembered
from crawler.state.database import storable
from crawler.state.moments import from_seconds, to_seconds

LONGEST_PAUSE_S = 30 * 86_400
"""A header that asks for more is a mistake, and would silence a source for ever."""
MISTAKEN_PAUSE_S = 86_400
"""What is waited in place of that: the longest that any failing source waits."""
_AHEAD_S = 3600


class Pauses:
    """The pauses of a dataset, in tables of its state: what one run was told, the next one keeps.

    A *place* is a host name or the URL of a single page; a *site* is a registered domain.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def active(self, now: datetime) -> dict[str, datetime]:
        """Return the end of each pause that has not passed, by place; forget those that have.

        Those that were noted before the clock was set back go too: they would last for longer than
        any host asked for.
        """
        self._connection.execute(
            "DELETE FROM pauses WHERE until <= ?1 OR until > ?1 + ?2 OR noted_at > ?1 + ?3",
            (to_seconds(now), LONGEST_PAUSE_S, _AHEAD_S),
        )
        rows = self._connection.execute("SELECT place, until FROM pauses")
        return {place: from_seconds(until) for place, until in rows}

    def put(self, place: str, until: datetime, now: datetime) -> None:
        """Remember the end of a pause, ``LONGEST_PAUSE_S`` away at most; the last one counts."""
        self._connection.execute(
            "INSERT OR REPLACE INTO pauses (place, until, noted_at) VALUES (?, ?, ?)",
            (storable(place), to_seconds(until), to_seconds(now)),
        )

    def slowed(self, now: datetime) -> dict[str, float]:
        """Return by site the seconds between two requests that its refusals led to.

        They fade with the time since a run noted them; those that have faded are forgotten.
        """
        rows = self._connection.execute("SELECT site, delay_s, noted_at FROM slowed_sites")
        seconds = to_seconds(now)
        left_s = {site: remembered(delay_s, seconds - at) for site, delay_s, at in rows}
        for site in [site for site, delay_s in left_s.items() if not delay_s]:
            self.note_slowed(site, left_s.pop(site), now)
        return left_s

    def note_slowed(self, site: str, delay_s: float, now: datetime) -> None:
        """Remember the delay that the refusals of a site led to; 0 forgets it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO slowed_sites (site, delay_s, noted_at) VALUES (?, ?, ?)"
            if delay_s
            else "DELETE FROM slowed_sites WHERE site = ?",
            (site, delay_s, to_seconds(now)) if delay_s else (site,),
        )
