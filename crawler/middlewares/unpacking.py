"""Unpacks bodies piece by piece, so that a bomb costs no more than the limit."""

import zlib
from collections.abc import Callable
from typing import Protocol

import brotli

from pipelines.zstandard import zstd

_CHUNK_BYTES = 65_536
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_RAW_DEFLATE = -15
_MAX_WINDOW_LOG = 23  # 8 MiB, the most that HTTP allows (RFC 9659)


class UnpackError(ValueError):
    """The body is not what it is said to be."""


class TooLargeError(UnpackError):
    """It is larger than the limit, unpacked."""


class TornError(UnpackError):
    """It ends in the middle."""


class Unpacker(Protocol):
    """Takes a packed body in and gives it out in pieces."""

    @property
    def is_ended(self) -> bool:
        """Whether the end of the packed body was read."""

    def read(self) -> bytes:
        """Return the next piece; nothing when there is none left."""


def unpack(body: bytes, encoding: str, max_bytes: int) -> bytes:
    """Return a body without one of its content encodings.

    Args:
        body: the packed bytes.
        encoding: one of ``ENCODINGS``.
        max_bytes: of the body as unpacked.

    Raises:
        TooLargeError, TornError: see there.
        UnpackError: the body is broken.
    """
    if not body:
        return b""
    # Some servers announce gzip and send the page as it is.
    if encoding in _GZIP_NAMES and not body.startswith(_GZIP):
        return body
    unpacker = _UNPACKERS[encoding](body)
    pieces: list[bytes] = []
    room = max_bytes
    try:
        while piece := unpacker.read():
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                raise TooLargeError(f"more than {max_bytes} bytes unpacked")
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise UnpackError(f"the body is no valid {encoding}: {error}") from error
    if not unpacker.is_ended:
        raise TornError("the packed body ends in the middle")
    return b"".join(pieces)


def encoding_layers(header: str) -> tuple[list[str], list[str]]:
    """Return what a ``Content-Encoding`` header names, in lower case.

    First the encodings that can be taken off, the outermost first, then those below an unknown
    one, in the order of the header.
    """
    names = [name.strip().lower() for name in header.split(",") if name.strip()]
    known: list[str] = []
    while names and (names[-1] in ENCODINGS or names[-1] == "identity"):
        name = names.pop()
        if name != "identity":
            known.append(name)
    return known, names


class _Zlib:
    """gzip, of which several may stand in a row, and deflate in both of its forms."""

    def __init__(self, body: bytes, window_bits: int) -> None:
        self._rest = body
        self._window_bits = window_bits
        self._stream = zlib.decompressobj(window_bits)

    @property
    def is_ended(self) -> bool:
        return self._stream.eof

    def read(self) -> bytes:
        while self._rest:
            piece = self._stream.decompress(self._rest, _CHUNK_BYTES)
            self._rest = self._stream.unconsumed_tail
            if self._stream.eof:
                self._begin_next()
            if piece:
                return piece
        # What no input is needed for any more: a few hundred bytes.
        return b"" if self._stream.eof else self._stream.flush()

    def _begin_next(self) -> None:
        rest = self._stream.unused_data
        if rest.startswith(_GZIP) and self._window_bits > zlib.MAX_WBITS:
            self._rest = rest
            self._stream = zlib.decompressobj(self._window_bits)


class _Brotli:
    def __init__(self, body: bytes) -> None:
        self._rest = body
        self._stream = brotli.Decompressor()

    @property
    def is_ended(self) -> bool:
        return bool(self._stream.is_finished())

    def read(self) -> bytes:
        if self._stream.is_finished():
            return b""
        piece: bytes = self._stream.process(self._rest, output_buffer_limit=_CHUNK_BYTES)
        self._rest = b""
        return piece


class _Zstd:
    """Zstandard, of which several frames may stand in a row."""

    def __init__(self, body: bytes) -> None:
        self._rest = body
        self._stream = _zstd_stream()

    @property
    def is_ended(self) -> bool:
        return self._stream.eof

    def read(self) -> bytes:
        piece = b""
        while not piece and self._has_more():
            piece = self._stream.decompress(self._rest, _CHUNK_BYTES)
            if not piece and not self._stream.eof:
                break
            self._rest = b""
        return piece

    def _has_more(self) -> bool:
        if not self._stream.eof:
            return True
        if not self._stream.unused_data.startswith(_ZSTD):
            return False
        self._rest = self._stream.unused_data
        self._stream = _zstd_stream()
        return True


def _zstd_stream() -> zstd.ZstdDecompressor:
    options = {int(zstd.DecompressionParameter.window_log_max): _MAX_WINDOW_LOG}
    return zstd.ZstdDecompressor(options=options)


def _deflate(body: bytes) -> Unpacker:
    """Return what reads deflate as the standard has it, or raw, as some servers send it."""
    try:
        zlib.decompressobj().decompress(body, 1)
    except zlib.error:
        return _Zlib(body, _RAW_DEFLATE)
    return _Zlib(body, zlib.MAX_WBITS)


def _gzip(body: bytes) -> Unpacker:
    return _Zlib(body, zlib.MAX_WBITS + 16)


_GZIP_NAMES = frozenset({"gzip", "x-gzip"})
_UNPACKERS: dict[str, Callable[[bytes], Unpacker]] = {
    "br": _Brotli,
    "deflate": _deflate,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "zstd": _Zstd,
}
ENCODINGS = frozenset(_UNPACKERS)
"""Content encodings that can be unpacked (RFC 9110, section 8.4)."""
