"""The 32-bit keys by which an article is found: of its id, its text and its bands.

All of them are checksums, so one look-up structure serves all. Two articles that share a key by
chance are told apart by what stands in their rows.
"""

import zlib

from pipelines.dedup.minhash import packed_bands
from pipelines.options import DedupOptions

_ID, _TEXT = 1 << 20, 1 << 21
"""Where the checksums start; those of bands start at the place of the band in the signature."""


def id_key(article_id: bytes) -> int:
    """Return the key of an id."""
    return zlib.crc32(article_id, _ID)


def text_key(text_sha256: bytes) -> int:
    """Return the key of the hash of a text."""
    return zlib.crc32(text_sha256, _TEXT)


def article_keys(
    article_id: bytes, text_sha256: bytes, packed: bytes, options: DedupOptions
) -> tuple[int, ...]:
    """Return all keys of an article with a packed signature."""
    return (id_key(article_id), text_key(text_sha256), *packed_bands(packed, options))
