"""The bytes of a document that a server may have packed with gzip, within a limit."""

import zlib

from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from pipelines.errors import SourceError

_GZIP = b"\x1f\x8b"
_CHUNK_BYTES = 65_536


def unpack_document(body: bytes, url: str) -> bytes:
    """Return the document of a source unpacked; ``url`` stands in messages.

    Raises:
        SourceError: ``too-large``, ``bad-gzip``, or ``empty-document`` when nothing is in it.
    """
    unpacked = gunzip(body, DEFAULT_DISCOVERY_OPTIONS.max_document_bytes)
    if not unpacked.strip():
        raise SourceError("empty-document", f"{url}: the document is empty")
    return unpacked


def gunzip(body: bytes, max_bytes: int) -> bytes:
    """Return the body unpacked if it is gzip, else as it is. A torn end gives what came before.

    Raises:
        SourceError: ``too-large`` beyond ``max_bytes``, ``bad-gzip`` when nothing can be unpacked.
    """
    for _ in range(2):  # servers pack files that are packed already
        if not body.startswith(_GZIP):
            break
        body = _unpacked(body, max_bytes)
    if len(body) > max_bytes:
        raise SourceError("too-large", f"the document is over {max_bytes} bytes")
    return body


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    """Return all members of a gzip file in one, up to the first broken place."""
    parts: list[bytes] = []
    room = max_bytes
    while body.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        for start in range(0, len(body), _CHUNK_BYTES):
            try:
                parts.append(unpacker.decompress(body[start : start + _CHUNK_BYTES], room + 1))
            except zlib.error:
                break
            room -= len(parts[-1])
            if room < 0:
                raise SourceError("too-large", f"the document is over {max_bytes} bytes unpacked")
            if unpacker.eof:
                break
        rest = unpacker.unused_data if unpacker.eof else b""
        body = rest + body[start + _CHUNK_BYTES :] if unpacker.eof else b""
    unpacked = b"".join(parts)
    if not unpacked:
        raise SourceError("bad-gzip", "the document cannot be unpacked")
    return unpacked
