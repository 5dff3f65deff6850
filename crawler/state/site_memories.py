"""What the articles of each site taught, as counts with the times they were first and last seen.

A site is a registered domain: its subdomains mostly share a template and always a publisher.

Only counts are kept, of hashes of lines, and of lines seen twice a sample of 80 characters for
people. A site has a limit of lines; past it those seen on one article go, the longest unseen first,
and only then those that repeat. It has a limit of articles too; past it all counts are halved, so
that what the site does today tells more than what it did years ago.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.state.database import storable
from crawler.state.moments import from_seconds, to_seconds
from pipelines.options import SiteOptions
from pipelines.site_memory import SiteMemory
from pipelines.urls import registered_domain

_ARTICLES_BETWEEN_EVICTIONS = 20
_KEPT_SHARE = 0.8
"""What an eviction leaves of the limit, so that not every article needs one."""
_MIN_ARTICLES_TOLD = 2
Mark = Literal["affix", "offset"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    """A line that stood on several articles of a site."""

    articles: int
    first_seen: datetime
    last_seen: datetime
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """What is remembered of one site, for people. Times are UTC."""

    site: str
    articles: int
    """Those that count: of a site with many, the older ones count less."""
    first_seen: datetime
    last_seen: datetime
    day_first: int
    month_first: int
    lines: tuple[SeenLine, ...]
    """Those on most articles first."""
    affixes: Mapping[str, int]
    offsets: Mapping[str, int]


class SiteMemories:
    """The sites of a dataset, in tables of its state."""

    def __init__(
        self, connection: sqlite3.Connection, options: SiteOptions = SiteOptions()
    ) -> None:
        self._connection = connection
        self._options = options

    def memory(self, url: str) -> SiteMemory:
        """Return what the articles of a URL's site taught; empty for a site never seen."""
        row = self._connection.execute(
            "SELECT number, articles, day_first, month_first FROM sites WHERE site = ?",
            (registered_domain(url),),
        ).fetchone()
        if row is None:
            return SiteMemory()
        number, articles, day_first, month_first = row
        return SiteMemory(
            articles=articles,
            day_first=day_first,
            month_first=month_first,
            lines=self._lines_to_tell(number, articles),
            affixes=self._marks(number, "affix"),
            offsets=self._marks(number, "offset"),
        )

    def learn(self, url: str, seen_at: datetime, learned: SiteMemory) -> None:
        """Add what one article taught; the caller owns the transaction and has made sure that the
        article is no other version of one that was learned.
        """  # noqa: D205 - one sentence
        site, moment = registered_domain(url), to_seconds(seen_at)
        if not site or not learned.articles:
            return
        number, articles = self._connection.execute(
            "INSERT INTO sites (site, articles, day_first, month_first, first_seen, last_seen)"
            " VALUES (?, ?, ?, ?, ?5, ?5) ON CONFLICT (site) DO UPDATE SET"
            " articles = articles + excluded.articles,"
            " day_first = day_first + excluded.day_first,"
            " month_first = month_first + excluded.month_first,"
            " first_seen = min(first_seen, excluded.first_seen),"
            " last_seen = max(last_seen, excluded.last_seen) RETURNING number, articles",
            (site, learned.articles, learned.day_first, learned.month_first, moment),
        ).fetchone()
        self._connection.executemany(
            "INSERT INTO site_lines (site, key, articles, first_seen, last_seen)"
            " VALUES (?, ?, ?, ?4, ?4) ON CONFLICT (site, key) DO UPDATE SET"
            " articles = articles + excluded.articles,"
            " first_seen = min(first_seen, excluded.first_seen),"
            " last_seen = max(last_seen, excluded.last_seen), sample = coalesce(sample, ?5)",
            [
                (number, key, count, moment, storable(learned.samples.get(key)))
                for key, count in learned.lines.items()
            ],
        )
        self._learn_marks(number, "affix", learned.affixes, moment)
        self._learn_marks(number, "offset", learned.offsets, moment)
        if articles % _ARTICLES_BETWEEN_EVICTIONS == 0:
            self._evict(number)
        if articles >= self._options.max_articles:
            self._fade(number)

    def sites(self) -> tuple[str, ...]:
        """Return the sites of which anything is remembered, in the order of the alphabet."""
        rows = self._connection.execute("SELECT site FROM sites ORDER BY site")
        return tuple(site for (site,) in rows)

    def facts(self, site: str, limit: int | None = None) -> SiteFacts | None:
        """Return what is remembered of a site, ``None`` when nothing is.

        ``limit`` is the number of lines, affixes and offsets that are wanted at most.
        """
        row = self._connection.execute(
            "SELECT number, articles, first_seen, last_seen, day_first, month_first"
            " FROM sites WHERE site = ?",
            (site,),
        ).fetchone()
        if row is None:
            return None
        return SiteFacts(
            site=site,
            articles=row[1],
            first_seen=from_seconds(row[2]),
            last_seen=from_seconds(row[3]),
            day_first=row[4],
            month_first=row[5],
            lines=self._seen_lines(row[0], -1 if limit is None else limit),
            affixes=self._marks(row[0], "affix"),
            offsets=self._marks(row[0], "offset"),
        )

    def forget(self, site: str) -> bool:
        """Forget a site; the caller owns the transaction. Return whether there was anything."""
        row = self._connection.execute(
            "DELETE FROM sites WHERE site = ? RETURNING number", (site,)
        ).fetchone()
        if row is None:
            return False
        self._connection.execute("DELETE FROM site_lines WHERE site = ?", row)
        self._connection.execute("DELETE FROM site_marks WHERE site = ?", row)
        return True

    def _lines_to_tell(self, number: int, articles: int) -> Mapping[int, int]:
        # Of a site of which few articles are known a line on a single one counts too.
        least = 1 if articles <= self._options.few_articles + 1 else _MIN_ARTICLES_TOLD
        repeated = "" if least == 1 else " AND articles > 1"  # words that the partial index knows
        rows = self._connection.execute(
            f"SELECT key, articles FROM site_lines WHERE site = ?{repeated}"  # noqa: S608 - of ours
            " ORDER BY articles DESC, key LIMIT ?",
            (number, self._options.max_lines_told),
        )
        return dict(rows.fetchall())

    def _marks(self, number: int, kind: Mark) -> Mapping[str, int]:
        rows = self._connection.execute(
            "SELECT value, articles FROM site_marks WHERE site = ? AND kind = ?"
            " AND (kind != 'affix' OR articles > 1) ORDER BY articles DESC, value",
            (number, kind),
        )
        return dict(rows.fetchall())

    def _learn_marks(self, number: int, kind: Mark, counts: Mapping[str, int], moment: int) -> None:
        self._connection.executemany(
            "INSERT INTO site_marks (site, kind, value, articles, last_seen)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (site, kind, value) DO UPDATE SET"
            " articles = articles + excluded.articles,"
            " last_seen = max(last_seen, excluded.last_seen)",
            [(number, kind, storable(value), count, moment) for value, count in counts.items()],
        )

    def _seen_lines(self, number: int, limit: int) -> tuple[SeenLine, ...]:
        rows = self._connection.execute(
            "SELECT articles, first_seen, last_seen, sample FROM site_lines"
            " WHERE site = ? AND articles > 1 ORDER BY articles DESC, key LIMIT ?",
            (number, limit),
        )
        return tuple(
            SeenLine(
                articles=articles,
                first_seen=from_seconds(first),
                last_seen=from_seconds(last),
                sample=sample or "",
            )
            for articles, first, last, sample in rows
        )

    def _evict(self, number: int) -> None:
        for table, key in (("site_lines", "key"), ("site_marks", "value")):
            count = self._connection.execute(
                f"SELECT count(*) FROM {table} WHERE site = ?",  # noqa: S608 - a name of ours
                (number,),
            ).fetchone()[0]
            if count > self._options.max_lines:
                self._connection.execute(
                    f"DELETE FROM {table} WHERE site = ?1 AND {key} IN (SELECT {key} FROM {table}"  # noqa: S608 - names of ours
                    f" WHERE site = ?1 ORDER BY articles > 1, last_seen, {key} LIMIT ?2)",
                    (number, count - int(_KEPT_SHARE * self._options.max_lines)),
                )

    def _fade(self, number: int) -> None:
        """Halve all counts of a site. What repeats goes on repeating."""
        self._connection.execute(
            "UPDATE sites SET articles = (articles + 1) / 2, day_first = (day_first + 1) / 2,"
            " month_first = (month_first + 1) / 2 WHERE number = ?",
            (number,),
        )
        for table in ("site_lines", "site_marks"):
            self._connection.execute(
                f"UPDATE {table} SET articles = (articles + 1) / 2"  # noqa: S608 - a name of ours
                " WHERE site = ? AND articles > 2",
                (number,),
            )
