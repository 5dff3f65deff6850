"""What the frontier tells of a story: its headline, and the addresses that lead to it."""

import sqlite3
from datetime import datetime

from crawler.state.database import storable
from crawler.state.frontier_rows import Follower, FrontierRow, key_of
from crawler.state.moments import from_seconds, to_seconds
from crawler.state.trail import load_evidence

_FAR = 2**40
"""Seconds since 1970 that no moment reaches."""
_ENOUGH = 20
"""Addresses under a guid that are looked at: some feeds give one guid to all they have."""
_IS_STORY = "article_id IS NOT NULL AND ifnull(reason, '') NOT LIKE 'duplicate-%'"


class StoryAddresses:
    """Reads the frontier by story."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def headline(self, article_id: str) -> str | None:
        """Return the headline that a story had when it was visited last; ``None`` when unknown."""
        row = self._connection.execute(
            "SELECT trail FROM frontier WHERE article_id = ? AND trail IS NOT NULL"
            " ORDER BY ifnull(reason, '') LIKE 'duplicate-%', key LIMIT 1",
            (article_id,),
        ).fetchone()
        return None if row is None else load_evidence(row[0]).title

    def article_at(self, url: str) -> str | None:
        """Return the story to which a link led that ended at a URL."""
        row = self._connection.execute(
            "SELECT article_id FROM frontier WHERE final_url = ? AND state = 'delivered' LIMIT 1",
            (storable(url),),
        ).fetchone()
        return None if row is None else row[0]

    def followers(
        self, article_id: str, besides: str, since: datetime | None
    ) -> tuple[Follower, ...]:
        """Return the addresses at which a story is visited again, without that of ``besides``.

        Those named not before ``since`` count as listed, whatever their source has listed since;
        so do all of a source that is not read.
        """
        rows = self._connection.execute(
            "SELECT key, source_id, announced_at >= ifnull(min(last_listed, ?3), 0)"
            " FROM frontier LEFT JOIN sources USING (source_id)"
            " WHERE article_id = ?1 AND key != ?2 AND state != 'rejected'"
            " AND ifnull(reason, '') NOT LIKE 'duplicate-%'",
            (article_id, key_of(besides), _FAR if since is None else to_seconds(since)),
        )
        return tuple(Follower(key, source_id, bool(listed)) for key, source_id, listed in rows)

    def last_visit(self, article_id: str) -> datetime | None:
        """Return when a page of a story was fetched last, whatever came of it."""
        row = self._connection.execute(
            "SELECT max(finished_at) FROM frontier WHERE article_id = ?", (article_id,)
        ).fetchone()
        return None if row[0] is None else from_seconds(row[0])

    def under_guid(self, row: FrontierRow) -> str | None:
        """Return the story that a source named before by the guid of a URL, at another address.

        ``None`` when there is none, and where the guid tells no story: it led to several, or the
        source named the other address as well when it named this one.
        """
        guid = None if row.entry is None else row.entry.guid
        if not guid:
            return None
        rows = self._connection.execute(
            "SELECT article_id, announced_at FROM frontier"  # noqa: S608 - of ours
            " WHERE source_id = ?1 AND json_extract(entry, '$.guid') = ?2"
            "  AND json_extract(entry, '$.guid') != url AND length(entry) <= 5000"
            f" AND key != ?3 AND {_IS_STORY}"
            " UNION SELECT article_id, announced_at FROM frontier"
            f" WHERE key = ?4 AND source_id = ?1 AND key != ?3 AND {_IS_STORY}"
            f" LIMIT {_ENOUGH}",
            (row.source_id, guid, key_of(row.url), key_of(guid)),
        ).fetchall()
        stories = {story for story, _ in rows}
        was_replaced = all(named_at < row.discovered_at.timestamp() for _, named_at in rows)
        return stories.pop() if len(stories) == 1 and was_replaced else None
