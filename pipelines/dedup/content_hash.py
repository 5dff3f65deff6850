"""Hashes by which exact copies are found."""

import hashlib

from pipelines.normalization import word_key


def content_sha256(body: bytes) -> str:
    """Return the SHA-256 of the payload bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def text_sha256(text: str) -> str:
    """Return the SHA-256 of the folded words: equal for texts that read the same, in hex."""
    return hashlib.sha256(word_key(text).encode("utf-8", "surrogatepass")).hexdigest()
