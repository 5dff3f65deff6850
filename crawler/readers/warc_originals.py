"""What revisit records refer to: the answers that hold their payloads, within one folder."""

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from typing_extensions import override

from crawler.readers.warc_records import WarcRecord, read_warc_records
from pipelines.errors import RecordError, SkippedError

SUFFIXES = (".warc", ".warc.gz")


class Originals(AbstractContextManager["Originals"]):
    """The answers in full of a folder's archives, by the digest of their payload.

    Records that name file and offset need no look-up. For others all archives of the folder are
    gone through once, when the first of them comes; SQLite keeps what was found on disk when it
    grows.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: sqlite3.Connection | None = None

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._index is not None:
            self._index.close()

    def place(self, revisit: WarcRecord) -> tuple[Path, int]:
        """Return file and offset of the answer that a revisit record refers to.

        Raises:
            SkippedError: it is in no archive of the folder.
        """
        name = revisit.header("WARC-Refers-To-Filename")
        offset = revisit.header("WARC-Refers-To-File-Offset") or ""
        if name is not None and offset.isdecimal():
            path = self._folder / Path(name).name
            if path.is_file():
                return path, int(offset)
        found = self._find(revisit.header("WARC-Payload-Digest"))
        if found is None:
            raise SkippedError("revisit-elsewhere", f"{revisit.place}: refers to another archive")
        return found

    def _find(self, digest: str | None) -> tuple[Path, int] | None:
        if digest is None:
            return None
        if self._index is None:
            self._index = self._new_index()
        row = self._index.execute(
            "SELECT file, offset FROM originals WHERE digest = ?", (digest,)
        ).fetchone()
        return None if row is None else (self._folder / row[0], row[1])

    def _new_index(self) -> sqlite3.Connection:
        index = sqlite3.connect("", isolation_level=None)
        index.execute(
            "CREATE TABLE originals (digest TEXT PRIMARY KEY, file TEXT, offset INTEGER)"
            " WITHOUT ROWID"
        )
        for path in sorted(self._folder.iterdir()):
            if path.name.lower().endswith(SUFFIXES) and path.is_file():
                index.executemany("INSERT OR IGNORE INTO originals VALUES (?, ?, ?)", _rows(path))
        return index


def _rows(path: Path) -> list[tuple[str, str, int]]:
    """Return digests and places of a file's answers; what is broken is told when it is read."""
    return [
        (digest, path.name, record.offset)
        for record in read_warc_records(path)
        if not isinstance(record, RecordError)
        and record.kind == "response"
        and (digest := record.header("WARC-Payload-Digest")) is not None
    ]
