"""The memory of earlier articles in SQLite.

Articles are found by 32-bit keys, of which ``key_tables`` keeps account, and their rows verify what
was found: an index of SQLite would change a random page for each article and each key.

Banding: near copies agree in a whole band of their signatures with high probability, so a look-up
reads only the few articles that share a band, and verifies them on the full signature.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.dedup.article_keys import id_key, text_key
from pipelines.dedup.index import Duplicate, KnownArticle
from pipelines.dedup.key_tables import FIRST_MERGE, KeyTables
from pipelines.dedup.key_tables import SCHEMA as KEY_SCHEMA
from pipelines.dedup.minhash import pack, packed_bands
from pipelines.options import DedupOptions

# Hashes and ids are bytes: half the space.
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS dedup_articles (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL,
        url_canonical TEXT NOT NULL,
        text_sha256 BLOB NOT NULL,
        revision INTEGER NOT NULL,
        first_seen INTEGER NOT NULL,
        cluster_id BLOB,
        signature BLOB NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS dedup_earlier (
        id BLOB NOT NULL,
        text_sha256 BLOB NOT NULL,
        PRIMARY KEY (id, text_sha256)
    ) WITHOUT ROWID""",
    *KEY_SCHEMA,
)
_INSERT = """INSERT INTO dedup_articles
    (id, url_canonical, text_sha256, revision, first_seen, cluster_id, signature)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
_UPDATE = """UPDATE dedup_articles SET
    id = ?, url_canonical = ?, text_sha256 = ?, revision = ?, first_seen = ?, cluster_id = ?,
    signature = ? WHERE number = ? AND id = ?"""
_KEEP_EARLIER = """INSERT OR IGNORE INTO dedup_earlier (id, text_sha256)
    SELECT id, text_sha256 FROM dedup_articles WHERE number = ? AND id = ? AND text_sha256 != ?"""
_CANDIDATES = 50
"""Articles that are compared, those first that share most bands."""


class _Packed(NamedTuple):
    """A signature in the forms that are needed."""

    signature: tuple[int, ...]
    packed: bytes
    bands: tuple[int, ...]


class SqliteDuplicateIndex:
    """Remembers articles and finds earlier ones, in tables of a connection.

    The caller owns the transaction: nothing is committed here but that the tables are made when
    they are missing.
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
        self._tables = KeyTables(connection, options, first_merge)
        self._asked = _Packed((), b"", ())
        self._looked_up: tuple[bytes, int | None] = (b"", None)

    def known(self, article_id: str) -> KnownArticle | None:
        """Return the article with this id as it was last delivered."""
        own_id = bytes.fromhex(article_id)
        row = self._connection.execute(
            "SELECT url_canonical, text_sha256, revision, first_seen, cluster_id"
            " FROM dedup_articles WHERE number = ? AND id = ?",
            (self._number_of(own_id), own_id),
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

    def similarity(self, article_id: str, signature: tuple[int, ...]) -> float | None:
        """Return how alike a text is to the newest one of an article, 0 to 1.

        ``None`` when there is no such article, or one of the texts is too short to tell.
        """
        own_id = bytes.fromhex(article_id)
        row = self._connection.execute(
            "SELECT signature FROM dedup_articles WHERE number = ? AND id = ?",
            (self._number_of(own_id), own_id),
        ).fetchone()
        packed = self._packed(signature).packed
        if row is None or not packed or len(row[0]) != len(packed):
            return None
        return float(_similarities([row[0]], packed)[0])

    def find(
        self, article_id: str, text_sha256: str, signature: tuple[int, ...]
    ) -> Duplicate | None:
        """Return the earlier article under another id that says the same, exact copies first.

        Of exact copies it names the first that was put in, of near copies the most similar one, and
        the first among equals. An article is never a copy of its own earlier revision.
        """
        own_id, text = bytes.fromhex(article_id), bytes.fromhex(text_sha256)
        for number in sorted(chain.from_iterable(self._tables.numbers((text_key(text),)))):
            row = self._connection.execute(
                "SELECT id FROM dedup_articles WHERE number = ? AND text_sha256 = ? AND id != ?",
                (number, text, own_id),
            ).fetchone()
            if row is not None:
                return Duplicate(id=row[0].hex(), kind="exact", similarity=1.0)
        return self._nearest(own_id, signature)

    def alternates(self, article_id: str, text_sha256: str) -> bool:
        """Return whether an article had a text before and has come back to one once already."""
        own_id, text = bytes.fromhex(article_id), bytes.fromhex(text_sha256)
        # More revisions than texts, of which the newest may be an earlier one too.
        row = self._connection.execute(
            "SELECT revision > (SELECT count(*) FROM dedup_earlier"
            " WHERE id = a.id AND text_sha256 != a.text_sha256) + 1 FROM dedup_articles AS a"
            " JOIN dedup_earlier AS earlier ON earlier.id = a.id AND earlier.text_sha256 = ?"
            " WHERE a.number = ? AND a.id = ?",
            (text, self._number_of(own_id), own_id),
        ).fetchone()
        return row is not None and bool(row[0])

    def had(self, article_id: str, text_sha256: str) -> bool:
        """Return whether an article had a text before its newest one."""
        row = self._connection.execute(
            "SELECT 1 FROM dedup_earlier WHERE id = ? AND text_sha256 = ?",
            (bytes.fromhex(article_id), bytes.fromhex(text_sha256)),
        ).fetchone()
        return row is not None

    def remember_earlier(self, article_id: str, text_sha256: str) -> None:
        """Note a text that an article had before its newest one."""
        self._connection.execute(
            "INSERT OR IGNORE INTO dedup_earlier (id, text_sha256) VALUES (?, ?)",
            (bytes.fromhex(article_id), bytes.fromhex(text_sha256)),
        )

    def put(self, article: KnownArticle, signature: tuple[int, ...]) -> None:
        """Add an article, or replace what is known of it by its newest revision."""
        asked = self._packed(signature)
        own_id, text = bytes.fromhex(article.id), bytes.fromhex(article.text_sha256)
        row = (
            own_id,
            article.url_canonical,
            text,
            article.revision,
            int(article.first_seen.timestamp()),
            None if article.cluster_id is None else bytes.fromhex(article.cluster_id),
            asked.packed,
        )
        number = self._number_of(own_id)
        if number is not None:
            self._connection.execute(_KEEP_EARLIER, (number, own_id, text))
        if number is None or not self._connection.execute(_UPDATE, (*row, number, own_id)).rowcount:
            number = self._connection.execute(_INSERT, row).lastrowid or 0
        self._looked_up = own_id, number
        self._tables.put(number, (id_key(own_id), text_key(text), *asked.bands))

    def merge_when_due(self) -> None:
        """Put the keys of what is new in order when it is much; not to be called in a transaction.

        Nothing is lost when it is killed or never called, but without it memory grows.
        """
        self._tables.merge_when_due()

    def _number_of(self, own_id: bytes) -> int | None:
        """Return the number of the row of an article; after a rollback it may be gone."""
        # An article is looked up before it is put in.
        if own_id == self._looked_up[0]:
            return self._looked_up[1]
        self._looked_up = own_id, self._find_number(own_id)
        return self._looked_up[1]

    def _find_number(self, own_id: bytes) -> int | None:
        for number in chain.from_iterable(self._tables.numbers((id_key(own_id),))):
            row = self._connection.execute(
                "SELECT 1 FROM dedup_articles WHERE number = ? AND id = ?", (number, own_id)
            ).fetchone()
            if row is not None:
                return number
        return None

    def _packed(self, signature: tuple[int, ...]) -> "_Packed":
        # An article is looked up before it is put in: the same signature comes twice.
        if signature is not self._asked.signature:
            packed = pack(signature)
            self._asked = _Packed(signature, packed, packed_bands(packed, self._options))
        return self._asked

    def _nearest(self, own_id: bytes, signature: tuple[int, ...]) -> Duplicate | None:
        """Return the most similar article, the first among equals; ``None`` below the threshold."""
        packed = self._packed(signature).packed
        rows = [
            (found_id, other)
            for found_id, other in self._candidates(signature)
            if found_id != own_id and len(other) == len(packed)
        ]
        if not rows:
            return None
        scores = _similarities([other for _, other in rows], packed)
        best = int(scores.argmax())
        score = float(scores[best])
        if score < self._options.min_similarity:
            return None
        return Duplicate(id=rows[best][0].hex(), kind="near", similarity=score)

    def _candidates(self, signature: tuple[int, ...]) -> Iterator[tuple[bytes, bytes]]:
        """Yield id and signature of the articles that share most bands, the earliest first."""
        shared = Counter(chain.from_iterable(self._tables.numbers(self._packed(signature).bands)))
        most = sorted(shared, key=lambda number: (-shared[number], number))[:_CANDIDATES]
        for number in sorted(most):
            row = self._connection.execute(
                "SELECT id, signature FROM dedup_articles WHERE number = ?", (number,)
            ).fetchone()
            if row is not None:
                yield row


def _similarities(others: Sequence[bytes], packed: bytes) -> NDArray[np.float64]:
    """Return the ``minhash.similarity`` of packed signatures, of one length, to another one."""
    numbers = np.frombuffer(b"".join(others), "<u2").reshape(len(others), -1)
    return np.asarray((numbers == np.frombuffer(packed, "<u2")).mean(axis=1))
