"""The memory of earlier articles in SQLite.

Banding: near copies agree in a whole band of their signatures with high probability, so a look-up
reads only the few articles that share a band, and verifies them on the full signature.
"""

import sqlite3
import struct
from datetime import UTC, datetime

from pipelines.dedup.index import KnownArticle
from pipelines.dedup.minhash import bands, similarity
from pipelines.items import Duplicate
from pipelines.options import DedupOptions

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
    "CREATE INDEX IF NOT EXISTS dedup_by_text ON dedup_articles (text_sha256)",
    """CREATE TABLE IF NOT EXISTS dedup_bands (
        key INTEGER NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (key, number)
    ) WITHOUT ROWID""",
)
_MAX_CANDIDATES = 200
"""Articles of one band that are compared: more share only boilerplate."""


class SqliteDuplicateIndex:
    """A ``DuplicateIndex`` in tables of a connection; the caller owns the transaction."""

    def __init__(
        self, connection: sqlite3.Connection, options: DedupOptions = DedupOptions()
    ) -> None:
        self._connection = connection
        self._options = options
        for statement in _SCHEMA:
            connection.execute(statement)

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

        An exact copy names the first article with that text, a near copy the most similar one.
        """
        own_id = bytes.fromhex(article_id)
        row = self._connection.execute(
            "SELECT id FROM dedup_articles WHERE text_sha256 = ? AND id != ?"
            " ORDER BY number LIMIT 1",
            (bytes.fromhex(text_sha256), own_id),
        ).fetchone()
        if row is not None:
            return Duplicate(id=row[0].hex(), kind="exact", similarity=1.0)
        return self._nearest(own_id, signature) if signature else None

    def put(self, article: KnownArticle, signature: tuple[int, ...]) -> None:
        """Add an article, or replace what is known of it by its newest revision."""
        cluster = None if article.cluster_id is None else bytes.fromhex(article.cluster_id)
        number = self._connection.execute(
            "INSERT INTO dedup_articles"
            " (id, url_canonical, text_sha256, revision, first_seen, cluster_id, signature)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET text_sha256 = excluded.text_sha256,"
            " revision = excluded.revision, cluster_id = excluded.cluster_id,"
            " signature = excluded.signature RETURNING number",
            (
                bytes.fromhex(article.id),
                article.url_canonical,
                bytes.fromhex(article.text_sha256),
                article.revision,
                int(article.first_seen.timestamp()),
                cluster,
                _pack(signature),
            ),
        ).fetchone()[0]
        # Bands of earlier revisions stay: a copy of the older text still leads to the story, and
        # is then verified on the newest signature.
        self._connection.executemany(
            "INSERT OR IGNORE INTO dedup_bands (key, number) VALUES (?, ?)",
            [(key, number) for key in bands(signature, self._options)],
        )

    def _nearest(self, own_id: bytes, signature: tuple[int, ...]) -> Duplicate | None:
        keys = bands(signature, self._options)
        marks = ",".join("?" * len(keys))
        rows = self._connection.execute(
            "SELECT id, signature FROM dedup_articles WHERE number IN"  # noqa: S608 - only marks
            f" (SELECT DISTINCT number FROM dedup_bands WHERE key IN ({marks}) LIMIT ?)"
            " AND id != ? ORDER BY number",
            (*keys, _MAX_CANDIDATES, own_id),
        )
        best: Duplicate | None = None
        for found_id, packed in rows:
            score = similarity(signature, _unpack(packed))
            if score >= self._options.min_similarity and (best is None or score > best.similarity):
                best = Duplicate(id=found_id.hex(), kind="near", similarity=score)
        return best


def _pack(signature: tuple[int, ...]) -> bytes:
    return struct.pack(f"<{len(signature)}I", *signature)


def _unpack(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 4}I", packed)
