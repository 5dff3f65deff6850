"""The records of any WARC file, one after another or one by its place. The only user of warcio."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from crawler.middlewares.unpacking import TooLargeError, UnpackError, encoding_layers, unpack
from pipelines.errors import RecordError

_MAX_BODY_BYTES = 52_428_800
"""As it stands there, and unpacked. As much as the sitemap protocol allows; no page is so large."""
_CHUNK_BYTES = 1_048_576
# warcio raises an AttributeError on a response without an address, and an OverflowError on one that
# says it is longer than any file.
BROKEN = (
    ArchiveLoadFailed, AttributeError, EOFError, OSError, OverflowError, ValueError, zlib.error,
)  # fmt: skip
"""What reading a file raises that is no WARC file, or that is broken."""


class WarcRecord:
    """One record while its file stands there; the next one ends it."""

    def __init__(self, record: ArcWarcRecord, path: Path, offset: int) -> None:
        self._record = record
        self.path = path
        self.offset = offset
        """First byte of the record; in a packed file, of its gzip member."""

    @property
    def kind(self) -> str:
        """``WARC-Type``."""
        return str(self._record.rec_type)

    @property
    def place(self) -> str:
        """File and offset, for messages."""
        return f"{self.path}: offset {self.offset}"

    @property
    def url(self) -> str:
        """The address of the record.

        Raises:
            ValueError: it has none.
        """
        url = self.header("WARC-Target-URI")
        if url is None:
            raise ValueError("a record without WARC-Target-URI")
        # Some writers put it in angle brackets, as an early draft of WARC 1.1 had it.
        return url.strip("<>")

    @property
    def has_http_head(self) -> bool:
        """Whether a status line and headers of HTTP stand in the record."""
        return self._record.http_headers is not None and bool(self.status)

    @property
    def status(self) -> str:
        """The HTTP status; empty where there is none."""
        head = self._record.http_headers
        return "" if head is None else str(head.get_statuscode())

    def header(self, name: str) -> str | None:
        """Return a header of the record, whatever its case."""
        value: str | None = self._record.rec_headers.get_header(name)
        return value

    def http_header(self, name: str) -> str | None:
        """Return a header of the answer; the last of several, as a crawl does."""
        head = self._record.http_headers
        values = [] if head is None else [v for key, v in head.headers if key.lower() == name]
        return str(values[-1]) if values else None

    def date(self) -> datetime:
        """Return ``WARC-Date`` in UTC.

        Raises:
            RecordError: there is none, or it is no date.
        """
        try:
            moment = datetime.fromisoformat(self.header("WARC-Date") or "")
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise RecordError("bad-warc-record", f"{self.place}: WARC-Date: {error}") from error

    def block(self) -> bytes:
        """Return what stands below the headers; below those of HTTP, where there are any.

        Raises:
            RecordError: it is larger than any page.
            EOFError: the file ends within it; warcio itself says nothing then.
        """
        return self._read(self._record.raw_stream)

    def body(self) -> bytes:
        """Return the body of the answer without transfer and content encoding.

        Where either was taken off before it was archived though the header still names it, as
        Common Crawl's archives have it, the body is what stands there.

        Raises:
            RecordError: it is broken, or larger than any page.
            EOFError: the file ends within it.
        """
        stream = self._record.raw_stream
        if (self.http_header("transfer-encoding") or "").strip().lower() == "chunked":
            stream = ChunkedDataReader(stream, decomp_type=None)
        body = self._read(stream)
        known, _ = encoding_layers(self.http_header("content-encoding") or "")
        try:
            for encoding in known:
                body = unpack(body, encoding, _MAX_BODY_BYTES)
        except UnpackError as error:
            if body.lstrip().startswith(b"<") and not isinstance(error, TooLargeError):
                return body
            raise RecordError("bad-warc-record", f"{self.place}: {error}") from error
        return body

    def _read(self, stream: "ChunkedDataReader") -> bytes:
        pieces: list[bytes] = []
        room = _MAX_BODY_BYTES
        while piece := stream.read(_CHUNK_BYTES):
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                message = f"{self.place}: more than {_MAX_BODY_BYTES} bytes"
                raise RecordError("bad-warc-record", message)
        while self._record.raw_stream.read(_CHUNK_BYTES):
            pass  # what a server sent behind the last chunk
        if self._record.raw_stream.limit > 0:
            raise EOFError("the file ends in the middle of a page")
        return b"".join(pieces)


def read_warc_records(path: Path) -> Iterator[WarcRecord | RecordError]:
    """Yield the records of a file in order; at the first that is broken, one error that says so.

    Raises:
        RecordError: the file cannot be opened.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise RecordError("unreadable-file", f"{path}: {error.strerror or error}") from error
    with stream:
        iterator = ArchiveIterator(stream)
        try:
            for record in iterator:
                yield WarcRecord(record, path, iterator.offset)
            _check_end(stream, iterator.offset)
        except BROKEN as error:
            yield broken_file(path, iterator.offset, error)


def _check_end(stream: BinaryIO, offset: int) -> None:
    """Return when nothing stands behind the last record; warcio itself passes over a short rest.

    Raises:
        EOFError: a record that is cut does.
    """
    stream.seek(offset)
    if stream.read(_CHUNK_BYTES).strip():
        raise EOFError("the file ends in the middle of a record")


@contextmanager
def warc_record_at(path: Path, offset: int) -> Iterator[WarcRecord]:
    """Give the record at an offset.

    Raises:
        RecordError: there is no record there, or it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            yield WarcRecord(next(ArchiveIterator(stream)), path, offset)
    except FileNotFoundError as error:
        raise RecordError("unreadable-file", f"{path}: {error.strerror}") from error
    except (*BROKEN, StopIteration) as error:
        what = str(error) or "the file ends there"
        raise RecordError("broken-warc", f"{path}: offset {offset}: no record: {what}") from error


def broken_file(path: Path, offset: int, error: BaseException) -> RecordError:
    """Return the error for a file that is broken behind an offset, with the way out."""
    return RecordError(
        "broken-warc",
        f"{path}: offset {offset}: {error}; the pages before it were read: fetch the file again, "
        f"or keep what is whole of it: head -c {offset} {path}",
    )
