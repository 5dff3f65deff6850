"""Which payloads the archive of a dataset holds: what came before need not be stored again.

A table beside the state. All that is in it stands in the ``.cdxj`` files too, so it is made again
when it is lost or damaged, and needs no repair.
"""

import json
import sqlite3
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from crawler.archive.record_bytes import Payload, digest
from crawler.archive.recovery import WARC_SUFFIX, archive_names, index_path
from pipelines.items import WarcPlace
from pipelines.transaction import transaction

_T = TypeVar("_T")
_ALGORITHM = "sha1:"
_OF_NOTHING = digest(b"")
"""Answers without a body are no copies of each other."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    is_complete INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS payloads (
    digest BLOB PRIMARY KEY,
    file INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    url TEXT NOT NULL,
    date TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS payloads_by_file ON payloads (file);
"""


class Payloads:
    """The payloads of a dataset's archive, by their digest."""

    def __init__(self, database: Path, folder: Path) -> None:
        """Open the table and bring it up to what stands in the folder of the archive."""
        self._database = database
        self._folder = folder
        try:
            self._open()
        except sqlite3.DatabaseError:
            self._make_again()

    def find(self, payload_digest: str) -> Payload | None:
        """Return where a payload is archived in full; ``None`` when it is new."""
        row = self._on_whole_table(lambda: self._row(payload_digest))
        if row is None:
            return None
        name, offset, url, date = row
        place = WarcPlace(file=f"{self._folder.name}/{name}", offset=offset)
        return Payload(place=place, url=url, date=date)

    def add(self, payload_digest: str, payload: Payload) -> None:
        """Note a payload that stands in the archive from now on."""
        name = payload.place.file.rpartition("/")[2]
        row = (payload_digest, name, payload.place.offset, payload.url, payload.date)
        self._on_whole_table(lambda: self._insert([row]))

    def complete(self, name: str) -> None:
        """Note that a file has its index: nothing more comes."""
        self._on_whole_table(lambda: self._complete(name))

    def close(self) -> None:
        """Close the table."""
        self._connection.close()

    def _on_whole_table(self, act: Callable[[], _T]) -> _T:
        """Return what an access gives; a table that turns out to be damaged is made again first."""
        try:
            return act()
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise  # its subclasses tell that the disk is full, or the like
        self._connection.close()
        self._make_again()
        return act()

    def _row(self, payload_digest: str) -> tuple[str, int, str, str] | None:
        row: tuple[str, int, str, str] | None = self._connection.execute(
            "SELECT name, offset, url, date FROM payloads"
            " JOIN files ON files.number = payloads.file WHERE digest = ?",
            (_packed(payload_digest),),
        ).fetchone()
        return row

    def _complete(self, name: str) -> None:
        self._connection.execute(
            "INSERT INTO files (name, is_complete) VALUES (?, 1)"
            " ON CONFLICT (name) DO UPDATE SET is_complete = 1",
            (name,),
        )

    def _make_again(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._database.with_name(f"{self._database.name}{suffix}").unlink(missing_ok=True)
        self._open()

    def _open(self) -> None:
        self._database.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(self._database, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.executescript(_SCHEMA)
            with transaction(self._connection):
                self._catch_up()
        except BaseException:
            self._connection.close()
            raise

    def _catch_up(self) -> None:
        """Forget files that are gone, and take in those that a killed run or another one left."""
        there = {name for name in archive_names(self._folder) if name.endswith(WARC_SUFFIX)}
        known = dict(self._connection.execute("SELECT name, is_complete FROM files").fetchall())
        for name in [*known]:
            if name not in there or not known[name]:
                self._connection.execute(
                    "DELETE FROM payloads WHERE file = (SELECT number FROM files WHERE name = ?)",
                    (name,),
                )
                self._connection.execute("DELETE FROM files WHERE name = ?", (name,))
                del known[name]
        for name in sorted(there - known.keys()):
            index = index_path(self._folder / name)
            if index.exists():
                self._insert(_rows(index, name))
                self._complete(name)

    def _insert(self, rows: "list[_Row] | Iterator[_Row]") -> None:
        numbers: dict[str, int] = {}
        for packed, name, offset, url, date in rows:
            if name not in numbers:
                self._connection.execute("INSERT OR IGNORE INTO files (name) VALUES (?)", (name,))
                numbers[name] = self._connection.execute(
                    "SELECT number FROM files WHERE name = ?", (name,)
                ).fetchone()[0]
            with suppress(ValueError, OverflowError):  # of the index of another program
                self._connection.execute(
                    "INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?, ?)",
                    (_packed(packed), numbers[name], offset, url, date),
                )


_Row = tuple[str, str, int, str, str]


def _rows(index: Path, name: str) -> Iterator[_Row]:
    """Yield the payloads that stand in a file in full; what is no line of ours is left out."""
    with index.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                _, stamp, text = line.split(" ", 2)
                fields = json.loads(text)
                if _is_original(fields["mime"], fields["digest"]) and "truncated" not in fields:
                    place = (name, int(fields["offset"]))
                    yield fields["digest"], *place, str(fields["url"]), _date(stamp)


def _is_original(mime: str, payload_digest: str) -> bool:
    return mime != "warc/revisit" and payload_digest not in {"", _OF_NOTHING}


def _date(stamp: str) -> str:
    day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    return f"{day}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}Z"


def _packed(payload_digest: str) -> bytes:
    return b32decode(payload_digest.removeprefix(_ALGORITHM))
