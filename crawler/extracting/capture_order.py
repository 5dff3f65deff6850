"""Pages of one address in the order in which they were fetched, whatever the order of files.

An archive holds an address many times over the years. Later texts are revisions of earlier ones, so
the earliest has to come first; newest first is how many exports are sorted.
"""

import pickle
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from crawler.extracting.many_pages import Outcome
from crawler.scratch import Scratch
from pipelines.errors import RecordError
from pipelines.items import Page
from pipelines.urls import canonicalize_url

_SCHEMA = """
CREATE TABLE captures (number INTEGER PRIMARY KEY, address BLOB NOT NULL, at REAL NOT NULL);
CREATE TABLE held (address BLOB NOT NULL, at REAL NOT NULL, number INTEGER PRIMARY KEY,
    outcome BLOB NOT NULL);
CREATE INDEX held_by_address ON held (address, at, number);
"""
_VARYING = re.compile(r"^https?://(?:www\.)?")
_MIXED = """SELECT address, count(*) FROM captures WHERE address IN (
    SELECT address FROM (
        SELECT address, at, lag(at) OVER (PARTITION BY address ORDER BY number) AS before
        FROM captures)
    WHERE at < before)
GROUP BY address"""


class CaptureOrder(Scratch):
    """What a first reading told of all pages; SQLite keeps it on disk when it grows."""

    def __init__(self) -> None:
        super().__init__(_SCHEMA)

    def noting(self, pages: Iterable[Page | RecordError]) -> Iterator[Page | RecordError]:
        """Yield the pages of the first reading as they come."""
        for page in pages:
            if isinstance(page, Page):
                self._connection.execute(
                    "INSERT INTO captures (address, at) VALUES (?, ?)",
                    (_address(page.url_requested), page.fetched_at.timestamp()),
                )
            yield page

    def count(self) -> int:
        """Return how many pages the first reading came to; 0 when there was none."""
        (count,) = self._connection.execute("SELECT count(*) FROM captures").fetchone()
        return int(count)

    def restored(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield what came of the pages of the second reading, each address by time.

        Only where an address does not come in that order already, its outcomes are held back until
        the last of them is there. All others keep their place.
        """
        awaited: dict[bytes, int] = dict(self._connection.execute(_MIXED).fetchall())
        for outcome in outcomes:
            if isinstance(outcome, RecordError) or not awaited:
                yield outcome
                continue
            address = _address(outcome.url_requested)
            if address not in awaited:
                yield outcome
                continue
            self._hold(address, outcome.fetched_at.timestamp(), outcome)
            awaited[address] -= 1
            if not awaited[address]:
                del awaited[address]
                yield from self._release(address)
        for address in awaited:  # of files that became shorter meanwhile
            yield from self._release(address)

    def _hold(self, address: bytes, at: float, outcome: Outcome) -> None:
        self._connection.execute(
            "INSERT INTO held (address, at, outcome) VALUES (?, ?, ?)",
            (address, at, pickle.dumps(outcome)),
        )

    def _release(self, address: bytes) -> Iterator[Outcome]:
        rows = self._connection.execute(
            "SELECT outcome FROM held WHERE address = ? ORDER BY at, number", (address,)
        ).fetchall()
        self._connection.execute("DELETE FROM held WHERE address = ?", (address,))
        for (outcome,) in rows:
            yield pickle.loads(outcome)  # noqa: S301 - written by this very process


def _address(url: str) -> bytes:
    """Return what forms of an address have in common that most likely lead to one story."""
    bare = _VARYING.sub("", canonicalize_url(url)).rstrip("/")
    return blake2b(bare.encode("utf-8", "replace"), digest_size=12).digest()
