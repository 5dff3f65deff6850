"""The records of any WARC file, one after another or one by its place. The only user of warcio."""

import gzip
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParser

from crawler.http_headers import read_http_date
from crawler.middlewares.unpacking import TooLargeError, UnpackError, encoding_layers, unpack
from crawler.readers.capture_times import read_capture_time
from crawler.readers.saved_files import GZIP
from crawler.readers.warc_layout import is_packed_whole, next_record
from crawler.readers.zstd_frames import ZstdError, ZstdFrames, is_zstd
from pipelines.errors import RecordError

# It tells of each address with a space in it, which it mends.
logging.getLogger("warcio").setLevel(logging.ERROR)

_MAX_BODY_BYTES = 52_428_800
"""As it stands there, and unpacked. As much as the sitemap protocol allows; no page is so large."""
_CHUNK_BYTES = 1_048_576
# warcio raises an AttributeError on a response without an address, and an OverflowError on one that
# says it is longer than any file.
BROKEN = (
    ArchiveLoadFailed, AttributeError, EOFError, OSError, OverflowError, ValueError, ZstdError,
    zlib.error,
)  # fmt: skip
"""What reading a file raises that is no WARC file, or that is broken."""
_START_BYTES = 65_536
_MAGIC_BYTES = 4
_HTTP = StatusAndHeadersParser(["HTTP/"], verify=False)


class _Records(ArchiveIterator):  # type: ignore[misc] # warcio has no types
    """The records of a file. warcio itself writes to stderr of a wrong length; this does not."""

    INC_RECORD = ""

    def __init__(self, stream: "_Readable") -> None:
        super().__init__(stream, arc2warc=True)
        self.reader = _Unpacked(self.fh)


class _Unpacked(DecompressingBufferedReader):  # type: ignore[misc] # warcio has no types
    """A gzip member, unpacked. warcio itself takes a break for the end; this raises there."""

    def _decompress(self, data: bytes) -> bytes:
        if self.num_block_read and self.decompressor and data:
            unpacked: bytes = self.decompressor.decompress(data)
        else:  # what cannot be unpacked from the first byte on is not packed
            unpacked = super()._decompress(data)
        return unpacked


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class WarcRecord:
    """One record while its file stands there; the next one ends it."""

    def __init__(
        self, record: ArcWarcRecord, path: Path, offset: int, *, has_place: bool = True
    ) -> None:
        self._record = record
        if record.http_headers is None and _is_answer(record):
            # warcio looks for a head of HTTP only where the scheme is in small letters.
            record.http_headers = _HTTP.parse(record.raw_stream)
        self.path = path
        self.offset = offset
        """First byte of the record; in a packed file, of its gzip member or Zstandard frame."""
        self.has_place = has_place
        """Whether the record can be read by its offset. It cannot in a file that was packed as a
        whole, where ``offset`` counts unpacked bytes, or is that of the first record."""

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

    @property
    def content_type(self) -> str:
        """``Content-Type`` of the record, in small letters; empty where it has none."""
        return (self.header("Content-Type") or "").strip().lower()

    def date(self) -> datetime:
        """Return ``WARC-Date`` in UTC; where there is none, what the server called the date.

        Raises:
            RecordError: there is neither, or no date stands there.
        """
        text = self.header("WARC-Date") or ""
        answered = None if text else read_http_date(self.http_header("date") or "")
        if answered is not None:
            return answered.astimezone(UTC)
        try:
            return read_capture_time(text)
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
    """Yield the records of a file in order, and in the place of what is broken an error.

    Behind a break it goes on with the next record that can be found, but not in a file that was
    packed as a whole.

    Raises:
        RecordError: the file cannot be opened.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise RecordError("unreadable-file", f"{path}: {error.strerror or error}") from error
    with stream:
        start = stream.peek(_START_BYTES)
        if is_zstd(start):
            yield from _records_in_frames(stream, path)
        elif start.startswith(GZIP) and is_packed_whole(path):
            yield from _records_in_whole(stream, path)
        else:
            yield from _records(stream, path)


def _records(stream: BinaryIO, path: Path) -> Iterator[WarcRecord | RecordError]:
    start: int | None = 0
    while start is not None:
        stream.seek(start)
        iterator = _Records(stream)
        last = start
        try:
            for record in iterator:
                last = max(iterator.offset, start)
                yield WarcRecord(record, path, iterator.offset)
            _check_end(stream, iterator.offset)
        except BROKEN as error:
            start, told = _past_break(stream, last, max(iterator.offset, last), error)
            yield broken_file(path, told[0], told[1], start)
        else:
            start = None


def _past_break(
    stream: BinaryIO, last: int, broken: int, error: Exception
) -> tuple[int | None, tuple[int, Exception]]:
    """Return where to read on, and what is wrong at which offset.

    ``last`` is where the last record began that was read, ``broken`` where none could be. A record
    that says it is longer than it is has the next one in itself.
    """
    start = next_record(stream, last + 1)
    if start == broken:
        start = next_record(stream, broken + 1)
    if start is not None and start < broken:
        return start, (last, ValueError("the record is shorter than it says"))
    return start, (broken, error)


def _records_in_whole(stream: BinaryIO, path: Path) -> Iterator[WarcRecord | RecordError]:
    """Yield the records of a file that was packed as a whole, as by ``gzip crawl.warc``."""
    with gzip.open(stream) as unpacked:
        iterator = _Records(unpacked)
        try:
            for record in iterator:
                yield WarcRecord(record, path, iterator.offset, has_place=False)
        except BROKEN as error:
            yield broken_file(path, None, error)


def _records_in_frames(stream: BinaryIO, path: Path) -> Iterator[WarcRecord | RecordError]:
    offset: int | None = None
    try:
        for frame in ZstdFrames(stream):
            offset = frame.offset
            for number, record in enumerate(_Records(frame)):
                offset = frame.offset if number == 0 else None
                yield WarcRecord(record, path, frame.offset, has_place=number == 0)
    except BROKEN as error:
        yield broken_file(path, offset, error)


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
            yield WarcRecord(next(_Records(_at(stream, offset))), path, offset)
    except FileNotFoundError as error:
        raise RecordError("unreadable-file", f"{path}: {error.strerror}") from error
    except (*BROKEN, StopIteration) as error:
        what = str(error) or "the file ends there"
        raise RecordError("broken-warc", f"{path}: offset {offset}: no record: {what}") from error


def _at(stream: BinaryIO, offset: int) -> _Readable:
    """Return what stands at an offset of a file.

    Raises:
        StopIteration: nothing does.
    """
    is_framed = is_zstd(stream.read(_MAGIC_BYTES))
    stream.seek(offset)
    return next(iter(ZstdFrames(stream))) if is_framed else stream


def broken_file(
    path: Path, offset: int | None, error: BaseException, goes_on: int | None = None
) -> RecordError:
    """Return the error for a file that is broken behind an offset, with the way out.

    Args:
        path: the file.
        offset: ``None`` where nothing can be cut off, as in a file that was packed as a whole.
        error: what is wrong.
        goes_on: the offset from which on it is read; ``None`` where it is not.
    """
    told = f"{path}" if offset is None else f"{path}: offset {offset}"
    what = " ".join(str(error).split())  # warcio writes some over several lines
    if goes_on is not None:
        rest = f"what stands from there to offset {goes_on} is lost: fetch the file again"
    elif offset is not None:
        rest = "the pages before it were read: fetch the file again, or keep what is whole of it: "
        rest += f"head -c {offset} {path}"
    else:
        rest = "the pages before it were read: fetch the file again"
    return RecordError("broken-warc", f"{told}: {what}; {rest}")


def _is_answer(record: ArcWarcRecord) -> bool:
    kind = (record.rec_headers.get_header("Content-Type") or "").strip().lower()
    return record.rec_type == "response" and kind.startswith("application/http")
