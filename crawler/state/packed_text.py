"""Text that is kept for every URL and seldom read, packed."""

import zlib


def pack(text: str) -> bytes:
    """Return a text in a quarter to a half of its bytes (zlib, RFC 1950)."""
    return zlib.compress(text.encode())


def unpack(data: bytes) -> str:
    """Return the text that ``pack`` was given."""
    return zlib.decompress(data).decode()
