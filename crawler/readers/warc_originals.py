"""What revisit records refer to: the answers that hold their payloads, in the same folder."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from crawler.readers.warc_layout import SUFFIXES
from crawler.readers.warc_records import WarcRecord, read_warc_records
from crawler.scratch import Scratch
from pipelines.errors import RecordError, SkippedError

_SCHEMA = """CREATE TABLE originals (
    folder TEXT, digest TEXT, file TEXT, offset INTEGER, PRIMARY KEY (folder, digest)
) WITHOUT ROWID"""


class Originals(Scratch):
    """The answers in full of folders of archives, by the digest of their payload.

    Records that name file and offset need no look-up. For others all archives of a folder are gone
    through once, when the first of them comes: whoever reads many files keeps one of these. SQLite
    keeps what was found on disk when it grows.
    """

    def __init__(self) -> None:
        self._folders: set[Path] = set()
        super().__init__(_SCHEMA)

    def place(self, revisit: WarcRecord) -> tuple[Path, int]:
        """Return file and offset of the answer that a revisit record refers to.

        Raises:
            SkippedError: it is in no archive of the folder.
        """
        folder = revisit.path.parent
        name = revisit.header("WARC-Refers-To-Filename")
        offset = revisit.header("WARC-Refers-To-File-Offset") or ""
        if name is not None and offset.isdecimal():
            path = folder / Path(name).name
            if path.is_file():
                return path, int(offset)
        found = self._find(folder, revisit.header("WARC-Payload-Digest"))
        if found is None:
            raise SkippedError("revisit-elsewhere", f"{revisit.place}: refers to another archive")
        return found

    def _find(self, folder: Path, digest: str | None) -> tuple[Path, int] | None:
        if digest is None:
            return None
        if folder not in self._folders:
            self._folders.add(folder)
            self._read_folder(folder)
        row = self._connection.execute(
            "SELECT file, offset FROM originals WHERE folder = ? AND digest = ?",
            (str(folder), digest),
        ).fetchone()
        return None if row is None else (folder / row[0], row[1])

    def _read_folder(self, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            if path.name.lower().endswith(SUFFIXES) and path.is_file():
                self._connection.executemany(
                    "INSERT OR IGNORE INTO originals VALUES (?, ?, ?, ?)", _rows(path)
                )


def _rows(path: Path) -> Iterator[tuple[str, str, str, int]]:
    """Yield folder, digest and place of the answers; what is broken is told when it is read."""
    with suppress(RecordError):
        for record in read_warc_records(path):
            if isinstance(record, RecordError) or record.kind != "response":
                continue
            digest = record.header("WARC-Payload-Digest")
            if digest is not None and record.has_place:
                yield str(path.parent), digest, path.name, record.offset
