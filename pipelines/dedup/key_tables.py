"""The keys of articles in SQLite: merged into sorted chunks, with filters that tell what is there.

A row for each key cost a random page for each, over twenty an article. Here the keys of new
articles are kept in memory; that they are lost there does no harm, as the rows of the articles tell
them again. From time to time they are merged into chunks that hold the keys in order. A filter in
memory tells of most keys that no chunk holds them, so a look-up reads one chunk or two, and an
addition none.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.dedup.article_keys import article_keys
from pipelines.dedup.key_entries import (
    ARTICLES_A_KEY,
    SLICE_KEY_BITS,
    Entries,
    between,
    chunks,
    dump,
    held,
    keys_of,
    likely_keys,
    load,
    make_filter,
    merge,
    numbers_of,
)
from pipelines.options import DedupOptions
from pipelines.transaction import transaction

# ``merged`` is the number of the last article that a slice holds. Numbers that were merged when
# their articles got another text wait in ``dedup_revised`` for the next time.
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS dedup_chunks (
        first_key INTEGER PRIMARY KEY,
        entries BLOB NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS dedup_slices (
        slice INTEGER PRIMARY KEY,
        merged INTEGER NOT NULL,
        filter BLOB NOT NULL
    )""",
    "CREATE TABLE IF NOT EXISTS dedup_revised (number INTEGER PRIMARY KEY)",
)
SLICES = 1 << (32 - SLICE_KEY_BITS)
"""Parts of the range of keys that are merged one after the other, each in a transaction."""
FIRST_MERGE = 4096
"""New articles that are merged at the least."""
MERGED_SHARE = 8
"""From there on a merge waits for one new article for so many that are merged: each entry is
written again so many times."""
LARGEST_MERGE = 131_072
"""New articles that are merged at the most: 22 entries of eight bytes each, 23 MB."""

_ROW = "number, id, text_sha256, signature"
_NO_FILTER = b"\0"
_TAIL = 2048
_LAST_CHUNK = (
    "SELECT entries FROM dedup_chunks WHERE first_key <= ? ORDER BY first_key DESC LIMIT 1"
)


class KeyTables:
    """Finds the articles that have a key. One process at a time may write."""

    def __init__(
        self, connection: sqlite3.Connection, options: DedupOptions, first_merge: int = FIRST_MERGE
    ) -> None:
        self._connection = connection
        self._options = options
        self._first_merge = first_merge
        self._merged = self._merged_up_to()
        self._waiting: int = connection.execute(
            "SELECT (SELECT count(*) FROM dedup_articles WHERE number > ?)"
            " + (SELECT count(*) FROM dedup_revised)",
            (self._merged,),
        ).fetchone()[0]
        self._recent: _Recent | None = None
        self._filters: list[bytes] = []

    def numbers(self, keys: Sequence[int]) -> Iterator[list[int]]:
        """Yield for each key that is there the numbers of the earliest articles that may have it.

        It may name an article that has another key by now, and one that is not there: what was
        rolled back stays in memory.
        """
        recent = self._load()
        shared = {key: self._chunk_numbers(key) for key in likely_keys(self._filters, keys)}
        for key, numbers in recent.numbers(keys):
            shared.setdefault(key, []).extend(numbers)
        for numbers in shared.values():
            yield numbers[:ARTICLES_A_KEY]

    def put(self, number: int, keys: Sequence[int]) -> None:
        """Add the keys of an article, in the transaction of the caller."""
        if number <= self._merged:
            self._connection.execute("INSERT OR IGNORE INTO dedup_revised VALUES (?)", (number,))
        self._waiting += 1
        if self._recent is not None:
            self._recent.put(number, keys)

    def merge_when_due(self) -> None:
        """Merge what waits into the chunks when it is much; not to be called in a transaction.

        Killed at any moment it loses nothing: what was merged already is merged once more.
        """
        while self._waiting >= min(
            max(self._first_merge, self._merged // MERGED_SHARE), LARGEST_MERGE
        ):
            self._merge()

    def _merged_up_to(self) -> int:
        count, merged = self._connection.execute(
            "SELECT count(*), min(merged) FROM dedup_slices"
        ).fetchone()
        return int(merged) if count == SLICES else 0

    def _load(self) -> "_Recent":
        if self._recent is None:
            self._recent = _Recent(self._new_entries(self._merged, -1).entries)
            self._filters = [_NO_FILTER] * SLICES
            for part, bits in self._connection.execute("SELECT slice, filter FROM dedup_slices"):
                self._filters[part] = bits
        return self._recent

    def _new_entries(self, after: int, limit: int) -> "_New":
        """Return the entries of the articles after a number, and of those that were revised."""
        rows: list[tuple[int, bytes, bytes, bytes]] = self._connection.execute(
            f"SELECT * FROM (SELECT {_ROW} FROM dedup_articles WHERE number > ?"  # noqa: S608 - names of ours
            f" ORDER BY number LIMIT ?) UNION ALL SELECT {_ROW} FROM dedup_articles"
            " WHERE number IN (SELECT number FROM dedup_revised)",
            (after, limit),
        ).fetchall()
        entries = [
            key << 32 | number
            for number, own_id, text, packed in rows
            for key in article_keys(own_id, text, packed, self._options)
        ]
        last = max((number for number, *_ in rows), default=after)
        return _New(np.sort(np.array(entries, np.uint64)), max(last, after), len(rows))

    def _chunk_numbers(self, key: int) -> list[int]:
        row = self._connection.execute(_LAST_CHUNK, (key,)).fetchone()
        return [] if row is None else numbers_of(load(row[0]), key)

    def _merge(self) -> None:
        new = self._new()
        filters = []
        for part in range(SLICES):
            with transaction(self._connection):
                filters.append(self._merge_slice(part, new))
        with transaction(self._connection):
            self._connection.execute("DELETE FROM dedup_revised")
        self._merged = new.last
        self._waiting -= new.count
        if self._recent is not None:
            self._recent, self._filters = _Recent(new.entries[:0]), filters

    def _new(self) -> "_New":
        """Return what is to be merged: all that is in memory, or a part of what is not."""
        if self._recent is None:
            return self._new_entries(self._merged, LARGEST_MERGE)
        last = self._connection.execute("SELECT max(number) FROM dedup_articles").fetchone()[0]
        return _New(self._recent.entries(), last or 0, self._waiting)

    def _merge_slice(self, part: int, new: "_New") -> bytes:
        """Write the chunks of a slice once more, and return its filter."""
        first, end = part << SLICE_KEY_BITS, (part + 1) << SLICE_KEY_BITS
        own = (first, end - 1)
        rows = self._connection.execute(
            "SELECT entries FROM dedup_chunks WHERE first_key BETWEEN ? AND ? ORDER BY first_key",
            own,
        )
        old = load(b"".join(packed for (packed,) in rows))
        merged = merge(old, between(new.entries, first, end))
        self._connection.execute("DELETE FROM dedup_chunks WHERE first_key BETWEEN ? AND ?", own)
        self._connection.executemany(
            "INSERT INTO dedup_chunks (first_key, entries) VALUES (?, ?)",
            [(int(keys_of(chunk[:1])[0]), dump(chunk)) for chunk in chunks(merged)],
        )
        bits = make_filter(merged)
        self._connection.execute(
            "INSERT OR REPLACE INTO dedup_slices (slice, merged, filter) VALUES (?, ?, ?)",
            (part, new.last, bits),
        )
        return bits


@dataclass(frozen=True, slots=True)
class _New:
    """What waits to be merged."""

    entries: Entries
    last: int
    """The highest number."""
    count: int
    """Articles that are merged with it."""


class _Recent:
    """The entries that are in no chunk: a sorted array, and what came last in a table."""

    def __init__(self, entries: Entries) -> None:
        self._sorted = entries
        self._last: dict[int, list[int]] = {}
        self._puts = 0

    def numbers(self, keys: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Yield the numbers of the keys that are there, the earliest first."""
        # For a single key it takes longer to ask whether it is there.
        for key in keys if len(keys) == 1 else held(self._sorted, keys):
            yield key, numbers_of(self._sorted, key)
        for key in keys:
            if key in self._last:
                yield key, self._last[key]

    def put(self, number: int, keys: Sequence[int]) -> None:
        """Add the keys of an article."""
        for key in keys:
            self._last.setdefault(key, []).append(number)
        self._puts += 1
        if self._puts == _TAIL:
            self.entries()

    def entries(self) -> Entries:
        """Return all entries, sorted."""
        entries = [key << 32 | number for key, there in self._last.items() for number in there]
        self._sorted = merge(self._sorted, np.sort(np.array(entries, np.uint64)))
        self._last.clear()
        self._puts = 0
        return self._sorted
