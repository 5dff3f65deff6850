"""MinHash signatures of texts, for finding near copies (Broder, 1997). The only user of rensa."""

import hashlib
import re
import struct

from rensa import RMinHash

from pipelines.normalization import words
from pipelines.options import DedupOptions

_SEED = 1
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def signature(text: str, options: DedupOptions = DedupOptions()) -> tuple[int, ...]:
    """Return the signature of a text: one 32-bit number a permutation.

    Empty when the text has too few words to be compared. Equal in every process.
    """
    tokens = _tokens(text)
    if len(tokens) < options.min_words:
        return ()
    size = options.shingle_words
    shingles = [" ".join(tokens[i : i + size]) for i in range(len(tokens) - size + 1)]
    minhash = RMinHash(num_perm=options.permutations, seed=_SEED)
    minhash.update(shingles)
    return tuple(minhash.digest())


def similarity(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Return the estimated Jaccard similarity of two texts, 0 to 1; 0 where one has none."""
    if not a or len(a) != len(b):
        return 0.0
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


def bands(values: tuple[int, ...], options: DedupOptions = DedupOptions()) -> tuple[int, ...]:
    """Return one signed 64-bit key a band: texts that share a key may be near copies."""
    rows = options.band_rows
    return tuple(
        _band_key(number, values[start : start + rows])
        for number, start in enumerate(range(0, len(values) - rows + 1, rows))
    )


def _tokens(text: str) -> list[str]:
    """Return the words; for scripts without spaces between words, the single characters."""
    found = words(text)
    if not _UNSPACED.search(text):
        return found
    return [part for word in found for part in (word if _UNSPACED.search(word) else (word,))]


def _band_key(number: int, values: tuple[int, ...]) -> int:
    # The number of the band is part of the key, so that one index serves all bands.
    packed = struct.pack(f"<B{len(values)}I", number, *values)
    digest = hashlib.blake2b(packed, digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
