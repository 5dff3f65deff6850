"""The rows of the search index: what is kept of a line of a segment."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from crawler.readers.dataset.segments import PlacedLine, read_line_at
from crawler.serving.folding import folded
from crawler.serving.unspaced import paired, storable
from pipelines.errors import RecordError
from pipelines.exporters.feeds.feed_entry import story_age
from pipelines.serialization import Record, loads, read_record, upgrade
from pipelines.zstandard import zstd

_MAX_INTEGER = 2**63 - 1
_INSERT = "INSERT INTO found (rowid, title, text, authors, source) VALUES (?, ?, ?, ?, ?)"
_WITHDRAW = (
    "INSERT INTO found (found, rowid, title, text, authors, source)"
    " VALUES ('delete', ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlace:
    """Where a line can be read again."""

    part: str
    """``revisions`` or ``removed``: the table that knows it."""
    number: int
    segment: str
    offset: int | None
    """In bytes; ``None`` when the index keeps the line itself."""


class IndexRows:
    """The rows that lines give, and the way back from a row to its line."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def add_article(self, segment: int, placed: PlacedLine, name: str) -> None:
        """Enter a record; only the latest revision of its story will be found.

        Raises:
            RecordError: it is no record; the message begins with its ``name``.
        """
        record = read_record(placed.record, name)
        key = _key(record, name)
        latest = self._latest(key[0])
        is_latest = latest is None or key[1] >= latest[1]
        if latest is not None and is_latest:
            self._withdraw(latest[0])
        self._connection.execute("DELETE FROM revisions WHERE id = ? AND revision = ?", key)
        number = self._connection.execute(
            "INSERT INTO revisions (id, revision, source_id, age, fetched, segment, place,"
            " is_latest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*key, _encodable(str(record["source_id"])), story_age(record), record["date_fetched"],
             segment, placed.offset, is_latest),
        ).lastrowid  # fmt: skip
        self._pack("revisions", number, placed)
        if is_latest:
            self._connection.execute(_INSERT, (number, *indexed_texts(record)))

    def add_removed(self, segment: int, placed: PlacedLine, name: str) -> None:
        """Enter the line that keeps what was cut from an article.

        Raises:
            RecordError: it names no article.
        """
        key = _key(placed.record, name)
        self._connection.execute("DELETE FROM removed WHERE id = ? AND revision = ?", key)
        number = self._connection.execute(
            "INSERT INTO removed (id, revision, segment, place) VALUES (?, ?, ?, ?)",
            (*key, segment, placed.offset),
        ).lastrowid
        self._pack("removed", number, placed)

    def read_line(self, place: LinePlace) -> Record:
        """Return a line of the dataset.

        Raises:
            RecordError: it is there no more.
        """
        if place.offset is not None:
            return read_line_at(self._folder / place.segment, place.offset)
        row = self._connection.execute(
            "SELECT line FROM packed WHERE part = ? AND number = ?", (place.part, place.number)
        ).fetchone()
        if row is None:
            raise RecordError("no-line", f"{place.segment}: line is not in the index any more")
        return loads(zstd.decompress(row[0]))

    def _latest(self, article_id: str) -> tuple[int, int] | None:
        """Return number and revision of what is found of a story now."""
        found: tuple[int, int] | None = self._connection.execute(
            "SELECT number, revision FROM revisions WHERE id = ? AND is_latest", (article_id,)
        ).fetchone()
        return found

    def _withdraw(self, number: int) -> None:
        """Let a revision be found no more: its words must be named to be taken out."""
        segment, offset = self._connection.execute(
            "SELECT s.name, r.place FROM revisions r JOIN segments s ON s.number = r.segment"
            " WHERE r.number = ?",
            (number,),
        ).fetchone()
        place = LinePlace(part="revisions", number=number, segment=segment, offset=offset)
        texts = indexed_texts(upgrade(self.read_line(place)))
        self._connection.execute(_WITHDRAW, (number, *texts))
        self._connection.execute("UPDATE revisions SET is_latest = 0 WHERE number = ?", (number,))

    def _pack(self, part: str, number: int | None, placed: PlacedLine) -> None:
        if placed.offset is None:
            # Not serialization.dumps: it refuses NaN, and any line must come back as it was.
            text = json.dumps(placed.record, ensure_ascii=False, separators=(",", ":"))
            line = zstd.compress(text.encode("utf-8", "surrogatepass"))
            self._connection.execute(
                "INSERT OR REPLACE INTO packed VALUES (?, ?, ?)", (part, number, line)
            )


def story_texts(record: Record) -> tuple[str, str, str]:
    """Return title, text and authors of a record as texts that SQLite takes.

    The description belongs to the text, which never repeats it.
    """
    authors = record["authors"]
    names = map(str, authors) if isinstance(authors, list) else ()
    parts = (str(record[name] or "") for name in ("description", "text"))
    title, text, signed = map(
        storable, (str(record["title"] or ""), "\n\n".join(parts), "\n".join(names))
    )
    return title, text, signed


def indexed_texts(record: Record) -> tuple[str, str, str, str]:
    """Return what the full-text table gets of a record: title, text, authors, source."""
    title, text, authors = (paired(folded(text)) for text in story_texts(record))
    return title, text, authors, source_token(str(record["source_id"]))


def source_token(source_id: str) -> str:
    """Return the one token that stands for a source, whatever its id looks like."""
    return f"s{hashlib.sha256(source_id.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _key(line: Record, name: str) -> tuple[str, int]:
    article_id, revision = line.get("id"), line.get("revision")
    if not isinstance(article_id, str) or type(revision) is not int:
        raise RecordError("not-a-record", f"{name}: names no article")
    if not 1 <= revision <= _MAX_INTEGER:
        raise RecordError("wrong-type", f"{name}: revision must be 1 or more, not {revision}")
    return _encodable(article_id), revision


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
