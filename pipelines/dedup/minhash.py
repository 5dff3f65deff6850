"""MinHash signatures of texts, for finding near copies (Broder, 1997). The only user of rensa.

Of each number only 16 bits are kept (Li and König, b-bit minwise hashing, 2010): two texts agree
in one by chance once in 65,536 times, and a signature takes 256 bytes.
"""

import re
import struct
import zlib
from collections.abc import Sequence

from rensa import RMinHash

from pipelines.normalization import folded_words
from pipelines.options import DedupOptions

_SEED = 1
_SIXTEEN_BITS = 0xFFFF
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")


def signature(text: str, options: DedupOptions = DedupOptions()) -> tuple[int, ...]:
    """Return the signature of a text: one 16-bit number a permutation.

    Empty when the text has too few words to be compared. In scripts that put no space between
    words each character counts as one. Equal in every process.
    """
    tokens = _tokens(text)
    if len(tokens) < options.min_words:
        return ()
    following = [tokens[start:] for start in range(options.shingle_words)]
    shingles = [" ".join(shingle) for shingle in zip(*following, strict=False)]
    minhash = RMinHash(num_perm=options.permutations, seed=_SEED)
    minhash.update(shingles)
    return tuple(number & _SIXTEEN_BITS for number in minhash.digest())


def similarity(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Return the estimated Jaccard similarity of two texts, 0 to 1; 0 where one has none."""
    if not a or len(a) != len(b):
        return 0.0
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


def bands(signature: tuple[int, ...], options: DedupOptions = DedupOptions()) -> tuple[int, ...]:
    """Return one 32-bit key a band: texts that share a key may be near copies.

    The number of the band is part of its key, so that one look-up table serves all bands.
    """
    return packed_bands(pack(signature), options)


def packed_bands(packed: bytes, options: DedupOptions = DedupOptions()) -> tuple[int, ...]:
    """Return the ``bands`` of a signature that ``pack`` packed."""
    width = 2 * options.band_rows
    starts = range(0, min(options.bands * width, len(packed) - width + 1), width)
    # The numbers are hashes already: a checksum spreads as well as a hash and costs a tenth.
    return tuple([zlib.crc32(packed[at : at + width], at) for at in starts])


def pack(signature: tuple[int, ...]) -> bytes:
    """Return a signature as bytes, the same on every machine."""
    return struct.pack(f"<{len(signature)}H", *signature)


def _tokens(text: str) -> Sequence[str]:
    said = folded_words(text)
    if text.isascii():
        return said
    return [
        token for word in said for token in ([word] if word.isascii() else _TOKEN.findall(word))
    ]
