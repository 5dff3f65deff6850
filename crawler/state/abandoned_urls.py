"""Forgets what waits of sources that are no longer in the configuration.

Which sources there are, only a run knows, and several configurations may share a dataset; but what
is not read for months, on days on which others were, nobody crawls any more.
"""

import sqlite3

ABANDONED_DAYS = 60
"""Days on which other sources were read since a source was read last. Not days of the clock: a
dataset may rest for a year, and a clock may be wrong for an hour."""
_DAY_S = 86_400


def forget_abandoned(connection: sqlite3.Connection) -> None:
    """Forget the URLs that abandoned sources left pending.

    What has ended stays known, so a source that comes back brings nothing twice; what it still
    lists then is found anew.
    """
    for source_id, last_checked in connection.execute(
        "SELECT source_id, last_checked FROM sources"
        " WHERE last_checked < (SELECT max(last_checked) FROM sources) - ?"
        " AND EXISTS (SELECT 1 FROM frontier WHERE state = 'pending'"
        " AND source_id = sources.source_id)",
        (ABANDONED_DAYS * _DAY_S,),
    ).fetchall():
        others = connection.execute(
            "SELECT count(DISTINCT day) FROM source_days"
            " WHERE reads > 0 AND day > date(?, 'unixepoch')",
            (last_checked,),
        ).fetchone()[0]
        if others >= ABANDONED_DAYS:
            connection.execute(
                "DELETE FROM frontier"
                " WHERE source_id = ? AND state = 'pending' AND finished_at IS NULL",
                (source_id,),
            )
