"""The memory of earlier articles in SQLite.

Banding: near copies agree in a whole band of their signatures with high probability, so a look-up
reads only the few articles that share a band, and verifies them on the full signature. How bands
are kept: ``band_tables``.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

import numpy as np

from pipelines.dedup.band_tables import FIRST_MERGE, BandTables
from pipelines.dedup.band_tables import SCHEMA as BAND_SCHEMA
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.minhash import pack
from pipelines.items import Duplicate
from pipelines.options import DedupOptions

# Hashes and ids are bytes and the index on texts holds the first eight of them: half the space.
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS dedup_articles (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        url_canonical TEXT NOT NULL,
        text_sha256 BLOB NOT NULL,
        revision INTEGER NOT NULL,
        first_seen INTEGER NOT NULL,
        cluster_id BLOB,
        signature BLOB NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS dedup_by_text ON dedup_articles (substr(text_sha256, 1, 8))",
    *BAND_SCHEMA,
)
_PUT = """INSERT INTO dedup_articles
    (id, url_canonical, text_sha256, revision, first_seen, cluster_id, signature)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        url_canonical = excluded.url_canonical, text_sha256 = excluded.text_sha256,
        revision = excluded.revision, first_seen = excluded.first_seen,
        cluster_id = excluded.cluster_id, signature = excluded.signature
    RETURNING number"""
_CANDIDATES = 50
"""Articles that are compared, those first that share most bands."""


class SqliteDuplicateIndex:
    """A ``DuplicateIndex`` in tables of a connection; the caller owns the transaction.

    Nothing is committed here but that the tables are made when they are missing.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        options: DedupOptions = DedupOptions(),
        first_merge: int = FIRST_MERGE,
    ) -> None:
        self._connection = connection
        self._options = options
        for statement in _SCHEMA:
            connection.execute(statement)
        self._bands = BandTables(connection, options, first_merge)

    def known(self, article_id: str) -> KnownArticle | None:
        """Return the article with this id as it was last delivered."""
        row = self._connection.execute(
            "SELECT url_canonical, text_sha256, revision, first_seen, cluster_id"
            " FROM dedup_articles WHERE id = ?",
            (bytes.fromhex(article_id),),
        ).fetchone()
        if row is None:
            return None
        return KnownArticle(
            id=article_id,
            url_canonical=row[0],
            text_sha256=row[1].hex(),
            revision=row[2],
            first_seen=datetime.fromtimestamp(row[3], UTC),
            cluster_id=None if row[4] is None else row[4].hex(),
        )

    def find(
        self, article_id: str, text_sha256: str, signature: tuple[int, ...]
    ) -> Duplicate | None:
        """Return the earlier article under another id that says the same, exact copies first.

        Of exact copies it names the first that was put in, of near copies the most similar one, and
        the first among equals. An article is never a copy of its own earlier revision.
        """
        own_id, text = bytes.fromhex(article_id), bytes.fromhex(text_sha256)
        row = self._connection.execute(
            "SELECT id FROM dedup_articles"
            " WHERE substr(text_sha256, 1, 8) = ? AND text_sha256 = ? AND id != ?"
            " ORDER BY number LIMIT 1",
            (text[:8], text, own_id),
        ).fetchone()
        if row is not None:
            return Duplicate(id=row[0].hex(), kind="exact", similarity=1.0)
        return self._nearest(own_id, signature)

    def put(self, article: KnownArticle, signature: tuple[int, ...]) -> None:
        """Add an article, or replace what is known of it by its newest revision."""
        number = self._connection.execute(
            _PUT,
            (
                bytes.fromhex(article.id),
                article.url_canonical,
                bytes.fromhex(article.text_sha256),
                article.revision,
                int(article.first_seen.timestamp()),
                None if article.cluster_id is None else bytes.fromhex(article.cluster_id),
                pack(signature),
            ),
        ).fetchone()[0]
        self._bands.put(number, signature)

    def merge_when_due(self) -> None:
        """Put the bands of what is new in order when it is much; not to be called in a transaction.

        Nothing is lost when it is killed or never called, but without it memory grows.
        """
        self._bands.merge_when_due()

    def _nearest(self, own_id: bytes, signature: tuple[int, ...]) -> Duplicate | None:
        """Return the most similar article, the first among equals; ``None`` below the threshold."""
        packed = pack(signature)
        rows = [
            (found_id, other)
            for found_id, other in self._candidates(signature)
            if found_id != own_id and len(other) == len(packed)
        ]
        if not rows:
            return None
        others = np.frombuffer(b"".join(other for _, other in rows), "<u2")
        alike = others.reshape(len(rows), -1) == np.frombuffer(packed, "<u2")
        scores = alike.mean(axis=1)
        best = int(scores.argmax())
        score = float(scores[best])
        if score < self._options.min_similarity:
            return None
        return Duplicate(id=rows[best][0].hex(), kind="near", similarity=score)

    def _candidates(self, signature: tuple[int, ...]) -> Iterator[tuple[bytes, bytes]]:
        """Yield id and signature of the articles that share most bands, the earliest first."""
        shared = Counter(chain.from_iterable(self._bands.numbers(signature)))
        most = sorted(shared, key=lambda number: (-shared[number], number))[:_CANDIDATES]
        for number in sorted(most):
            row = self._connection.execute(
                "SELECT id, signature FROM dedup_articles WHERE number = ?", (number,)
            ).fetchone()
            if row is not None:
                yield row
