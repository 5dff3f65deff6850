"""The records of an archive file of ours, gzip member by gzip member.

For what the archive itself needs: its index and the repair of what a killed run left. Any other
WARC file is read by ``crawler.readers.warc``.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

_CHUNK_BYTES = 32_768
"""Small: what follows a member is copied each time."""
_GZIP_BITS = 31
_EMPTY_LINE = b"\r\n\r\n"
_BLOCK_END = b"\r\n\r\n"
OURS = b"software: newsdesk/"
"""Stands in the first record of each file that newsdesk wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """One record."""

    offset: int
    """First byte of its gzip member."""
    length: int
    """Bytes of its gzip member."""
    headers: Mapping[str, str]
    """Of the record, by lower-case names."""
    block: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """``WARC-Type``."""
        return self.headers.get("warc-type", "")

    @property
    def status(self) -> str:
        """The HTTP status of an answer, empty where there is none."""
        words = self.block.split(b"\r\n", 1)[0].split(None, 2)
        return words[1].decode("latin-1") if len(words) > 1 else ""

    @property
    def mime(self) -> str:
        """The media type that an answer names, ``unk`` where it names none."""
        head = self.block.partition(_EMPTY_LINE)[0]
        value = parse_headers(head).get("content-type", "")
        return value.partition(";")[0].strip().lower() or "unk"


def is_ours(path: Path) -> bool:
    """Return whether newsdesk wrote a file, as its first record says.

    Of any other one no more than its beginning is unpacked.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        start = stream.read(_CHUNK_BYTES)
    try:
        return OURS in zlib.decompressobj(_GZIP_BITS).decompress(start, _CHUNK_BYTES)
    except zlib.error:
        return False


def read_stored_records(path: Path) -> Iterator[StoredRecord]:
    """Yield the records of a file up to the first that is torn; the file may still grow.

    Raises:
        OSError: the file cannot be read.
    """
    offset = 0
    with path.open("rb") as stream:
        for data, length in _members(stream):
            record = _parsed(data, offset, length)
            if record is None:
                return
            yield record
            offset += length


def parse_member(member: bytes, offset: int) -> StoredRecord | None:
    """Return the record in a gzip member that stands at an offset; ``None`` when it is torn."""
    found = next(_members(BytesIO(member)), None)
    return None if found is None else _parsed(found[0], offset, found[1])


def parse_headers(head: bytes) -> dict[str, str]:
    """Return the headers below the first line, by lower-case names; the last of a name counts."""
    found: dict[str, str] = {}
    for line in head.split(b"\r\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            found[name.strip().lower().decode("latin-1")] = value.strip().decode("utf-8", "replace")
    return found


def _members(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Yield what each whole gzip member holds, and its length."""
    rest = b""
    while True:
        unpacker = zlib.decompressobj(_GZIP_BITS)
        pieces: list[bytes] = []
        taken = 0
        while not unpacker.eof:
            chunk = rest or stream.read(_CHUNK_BYTES)
            if not chunk:
                return
            try:
                pieces.append(unpacker.decompress(chunk))
            except zlib.error:
                return
            taken += len(chunk)
            rest = b""
        rest = unpacker.unused_data
        yield b"".join(pieces), taken - len(rest)


def _parsed(data: bytes, offset: int, length: int) -> StoredRecord | None:
    head, _, rest = data.partition(_EMPTY_LINE)
    if not head.startswith(b"WARC/") or not rest.endswith(_BLOCK_END):
        return None
    block = rest.removesuffix(_BLOCK_END)
    return StoredRecord(offset=offset, length=length, headers=parse_headers(head), block=block)
