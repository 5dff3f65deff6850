"""How WARC files are named and packed, and where their records begin."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from crawler.readers.saved_files import GZIP

SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
_GZIP_MEMBER = GZIP + b"\x08"
_GZIP_BITS = 31
VERSION = b"WARC/"
"""Each record begins with it."""
_RECORD = re.compile(rb"WARC/\d\.\d+\r?\nWARC-|WARC/\d\.\d+\r?\nContent-", re.IGNORECASE)
"""Headers of a record come in any order; these names begin them all."""
_RECORD_HEAD = re.compile(rb"WARC/.*?\r?\n\r?\n", re.DOTALL)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHUNK_BYTES = 1_048_576
_START_BYTES = 65_536
_BREAK_BYTES = 64
"""Hold the empty lines behind a record and the start of the next one."""
_TRIED_BYTES = 4096


def is_packed_whole(path: Path) -> bool:
    """Return whether the first gzip member of a file goes on behind its first record."""
    try:
        with path.open("rb") as stream:
            return _goes_on(stream)
    except (OSError, zlib.error):
        return False  # told by whoever reads on


def next_record(stream: BinaryIO, offset: int) -> int | None:
    """Return where the first record at an offset or behind it begins; ``None`` when none does.

    Of a file of gzip members that is the first member that holds one.
    """
    stream.seek(0)
    is_packed = stream.read(len(GZIP)) == GZIP
    if is_packed:
        places = _places(stream, offset, re.compile(re.escape(_GZIP_MEMBER)))
        return next((place for place in places if _begins_record(stream, place)), None)
    return next(_places(stream, offset, _RECORD), None)


def _places(stream: BinaryIO, offset: int, pattern: re.Pattern[bytes]) -> Iterator[int]:
    """Yield where a pattern of some bytes stands."""
    stream.seek(offset)
    start, rest = offset, b""
    while chunk := stream.read(_CHUNK_BYTES):
        data = rest + chunk
        end = stream.tell()
        taken = 0
        for found in pattern.finditer(data):
            taken = found.end()
            yield start + found.start()
        stream.seek(end)
        # What stands across the border of two chunks is looked for again with the next one.
        kept = max(taken, len(data) - _BREAK_BYTES)
        start, rest = start + kept, data[kept:]


def _begins_record(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    try:
        start = zlib.decompressobj(_GZIP_BITS).decompress(stream.read(_TRIED_BYTES), _BREAK_BYTES)
    except zlib.error:
        return False
    return start.startswith(VERSION)


def _goes_on(stream: BinaryIO) -> bool:
    unpacker = zlib.decompressobj(_GZIP_BITS)
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
    return behind.lstrip().startswith(VERSION)
