"""The records of any WARC file, one after another or one by its place. The only user of warcio."""

import gzip
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParser

from crawler.http_dates import read_http_date
from crawler.middlewares.unpacking import TooLargeError, UnpackError, encoding_layers, unpack
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
_HTTP = StatusAndHeadersParser(["HTTP/"], verify=False)
_GZIP = b"\x1f\x8b"
_START_BYTES = 65_536
_BREAK_BYTES = 64
"""Hold the empty lines behind a record and the start of the next one."""
_RECORD_HEAD = re.compile(rb"WARC/.*?\r?\n\r?\n", re.DOTALL)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PART_OF_A_DATE = re.compile(r"(\d{4})(?:-(\d\d))?")
_STAMP = re.compile(r"\d{14}")


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
        answered = read_http_date(self.http_header("date") or "")
        if not text and answered is not None:
            return answered.astimezone(UTC)
        try:
            moment = _read_date(text)
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
        start = stream.peek(_START_BYTES)
        if is_zstd(start):
            yield from _records_in_frames(stream, path)
        elif start.startswith(_GZIP) and _is_packed_whole(path):
            yield from _records_in_whole(stream, path)
        else:
            yield from _records(stream, path)


def _records(stream: BinaryIO, path: Path) -> Iterator[WarcRecord | RecordError]:
    iterator = ArchiveIterator(stream, arc2warc=True)
    try:
        for record in iterator:
            yield WarcRecord(record, path, iterator.offset)
        _check_end(stream, iterator.offset)
    except BROKEN as error:
        yield broken_file(path, iterator.offset, error)


def _records_in_whole(stream: BinaryIO, path: Path) -> Iterator[WarcRecord | RecordError]:
    """Yield the records of a file that was packed as a whole, as by ``gzip crawl.warc``."""
    with gzip.open(stream) as unpacked:
        iterator = ArchiveIterator(unpacked, arc2warc=True)
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
            for number, record in enumerate(ArchiveIterator(frame, arc2warc=True)):
                offset = frame.offset if number == 0 else None
                yield WarcRecord(record, path, frame.offset, has_place=number == 0)
    except BROKEN as error:
        yield broken_file(path, offset, error)


def _is_packed_whole(path: Path) -> bool:
    """Return whether the first gzip member of a file goes on behind its first record."""
    try:
        with path.open("rb") as stream:
            return _goes_on(stream)
    except (OSError, zlib.error):
        return False  # told by whoever reads on


def _goes_on(stream: BinaryIO) -> bool:
    unpacker = zlib.decompressobj(31)
    start = unpacker.decompress(stream.read(_START_BYTES), _START_BYTES)
    head = _RECORD_HEAD.match(start)
    length = None if head is None else _LENGTH.search(head[0])
    if head is None or length is None:
        return False
    end = head.end() + int(length[1])
    behind, left = start[end:], max(end - len(start), 0)
    while len(behind) < _BREAK_BYTES and not unpacker.eof:
        packed = unpacker.unconsumed_tail or stream.read(_START_BYTES)
        if not packed:
            break
        piece = unpacker.decompress(packed, _CHUNK_BYTES)
        behind += piece[left:]
        left = max(left - len(piece), 0)
    return behind.lstrip().startswith(b"WARC/")


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
            yield WarcRecord(
                next(ArchiveIterator(_at(stream, offset), arc2warc=True)), path, offset
            )
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
    is_framed = is_zstd(stream.read(len(_GZIP) * 2))
    stream.seek(offset)
    return next(iter(ZstdFrames(stream))) if is_framed else stream


def broken_file(path: Path, offset: int | None, error: BaseException) -> RecordError:
    """Return the error for a file that is broken behind an offset, with the way out.

    ``offset`` is ``None`` where nothing can be cut off, as in a file that was packed as a whole.
    """
    if offset is None:
        told, hint = f"{path}", ""
    else:
        told = f"{path}: offset {offset}"
        hint = f", or keep what is whole of it: head -c {offset} {path}"
    return RecordError(
        "broken-warc",
        f"{told}: {error}; the pages before it were read: fetch the file again{hint}",
    )


def _is_answer(record: ArcWarcRecord) -> bool:
    kind = (record.rec_headers.get_header("Content-Type") or "").strip().lower()
    return record.rec_type == "response" and kind.startswith("application/http")


def _read_date(text: str) -> datetime:
    """Return the moment of a ``WARC-Date``.

    WARC 1.1 lets it be as short as a year, and old tools wrote fourteen figures.

    Raises:
        ValueError: it is no date.
    """
    part = _PART_OF_A_DATE.fullmatch(text)
    if part is not None:
        return datetime(int(part[1]), int(part[2] or 1), 1, tzinfo=UTC)
    if _STAMP.fullmatch(text):
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return datetime.fromisoformat(text)
