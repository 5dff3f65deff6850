"""The frames of a Zstandard file, one after another: a record each in ``.warc.zst`` files.

https://iipc.github.io/warc-specifications/specifications/warc-zstd/
"""

from collections.abc import Iterator
from typing import BinaryIO

from pipelines.zstandard import zstd

ZstdError = zstd.ZstdError
_CHUNK_BYTES = 65_536
_MAGIC = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The kind of skippable frame that holds the dictionary of all others; it may be packed itself."""
_HEAD_BYTES = 8
_MAX_DICTIONARY_BYTES = 104_857_600


def is_zstd(start: bytes) -> bool:
    """Return whether a file that begins so is packed with Zstandard."""
    return start.startswith(_MAGIC) or _is_skippable(start)


class Frame:
    """What one frame holds, as a file to read from."""

    def __init__(self, frames: "ZstdFrames", offset: int, dictionary: zstd.ZstdDict | None) -> None:
        self.offset = offset
        """First byte of the frame in its file."""
        self._frames = frames
        self._unpacker = zstd.ZstdDecompressor(zstd_dict=dictionary)

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, ``size`` at the most; nothing at the end of the frame.

        Raises:
            EOFError: the file ends within it.
            ZstdError: it is broken.
        """
        while not self._is_ended():
            packed = self._frames.take() if self._unpacker.needs_input else b""
            piece = self._unpacker.decompress(packed, size)
            if self._is_ended():
                self._frames.put_back(self._unpacker.unused_data)
            if piece:
                return piece
        return b""

    def _is_ended(self) -> bool:
        return self._unpacker.eof


class ZstdFrames:
    """The frames of a file from a place on."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read the dictionary at the start of the file; the frames come from where it stands."""
        offset = stream.tell()
        stream.seek(0)
        self._stream = stream
        self._ahead = b""
        self._dictionary = self._read_dictionary()
        self._ahead = b""
        stream.seek(offset)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames; what was not read of one is passed over when the next is asked for."""
        while head := self._peek(_HEAD_BYTES):
            if _is_skippable(head):
                self._skip(head)
                continue
            frame = Frame(self, self._offset(), self._dictionary)
            yield frame
            while frame.read(_CHUNK_BYTES):
                pass

    def take(self) -> bytes:
        """Return the next packed bytes.

        Raises:
            EOFError: there are none.
        """
        packed, self._ahead = self._ahead or self._stream.read(_CHUNK_BYTES), b""
        if not packed:
            raise EOFError("the file ends in the middle of a record")
        return packed

    def put_back(self, packed: bytes) -> None:
        """Take back what belongs to the next frame."""
        self._ahead = packed + self._ahead

    def _peek(self, size: int) -> bytes:
        while len(self._ahead) < size and (more := self._stream.read(_CHUNK_BYTES)):
            self._ahead += more
        return self._ahead[:size]

    def _offset(self) -> int:
        return self._stream.tell() - len(self._ahead)

    def _skip(self, head: bytes) -> None:
        end = self._offset() + _HEAD_BYTES + int.from_bytes(head[4:], "little")
        self._ahead = b""
        self._stream.seek(end)

    def _read_dictionary(self) -> zstd.ZstdDict | None:
        head = self._peek(_HEAD_BYTES)
        if not head.startswith(_DICTIONARY):
            return None
        size = min(int.from_bytes(head[4:], "little"), _MAX_DICTIONARY_BYTES)
        content = self._peek(_HEAD_BYTES + size)[_HEAD_BYTES:]
        if content.startswith(_MAGIC):
            content = zstd.ZstdDecompressor().decompress(content, _MAX_DICTIONARY_BYTES)
        try:
            return zstd.ZstdDict(content)
        except ValueError as error:
            raise ZstdError(f"the dictionary of the file cannot be read: {error}") from error


def _is_skippable(head: bytes) -> bool:
    return len(head) >= 4 and head[1:4] == b"\x2a\x4d\x18" and head[0] >> 4 == 5
