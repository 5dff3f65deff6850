"""Entries of keys as sorted arrays: the key above the number of its article.

An entry is one 64-bit number, so that sorting brings the articles of a key together, the earliest
first, and eight bytes hold what a row of a table takes fifteen for.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Entries = NDArray[np.uint64]

ARTICLES_A_KEY = 50
"""Articles of one key that are kept and looked at, the earliest first: more share boilerplate."""
CHUNK_ENTRIES = 500
"""Entries that are stored together: what fits into a page of SQLite."""
FILTER_BITS_A_KEY = 8
"""At the least; from it on the next power of two. One key in 20 to 70 passes that is not there."""
LARGEST_FILTER_BITS = 22
"""As a power of two: 64 slices then take 32 MB, however many articles there are."""
SLICE_KEY_BITS = 26
"""The keys of a slice differ in the lowest bits only."""

_ODD = 0x9E3779B1
"""The golden ratio in 32 bits (Knuth): spreads the keys of a slice a second time."""
_NUMBER_BITS = np.uint64(32)


def load(packed: bytes) -> Entries:
    """Return the entries that ``dump`` packed."""
    return np.frombuffer(packed, "<u8").astype(np.uint64, copy=False)


def dump(entries: Entries) -> bytes:
    """Return entries as bytes, the same on every machine."""
    return entries.astype("<u8", copy=False).tobytes()


def keys_of(entries: Entries) -> NDArray[np.uint32]:
    """Return the key of each entry."""
    return (entries >> _NUMBER_BITS).astype(np.uint32)


def merge(a: Entries, b: Entries) -> Entries:
    """Return all entries once, sorted; of each key the earliest ``ARTICLES_A_KEY``."""
    both = np.concatenate((a, b))
    both.sort(kind="stable")  # finds the two sorted halves
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    keys = keys_of(both)
    crowded = keys[ARTICLES_A_KEY:] == keys[:-ARTICLES_A_KEY]
    return np.delete(both, np.flatnonzero(crowded) + ARTICLES_A_KEY)


def between(entries: Entries, first: int, end: int) -> Entries:
    """Return the entries with keys from the first to before the end."""
    low = entries.searchsorted(np.uint64(first << 32))
    high = entries.searchsorted(np.uint64((end << 32) - 1), side="right")
    return entries[low:high]


def numbers_of(entries: Entries, key: int) -> list[int]:
    """Return the numbers of the earliest articles with a key."""
    at = int(entries.searchsorted(np.uint64(key << 32)))
    return [
        entry & 0xFFFFFFFF
        for entry in entries[at : at + ARTICLES_A_KEY].tolist()
        if entry >> 32 == key
    ]


def held(entries: Entries, keys: Sequence[int]) -> list[int]:
    """Return those of the keys that have an entry."""
    if not len(entries):
        return []
    wanted = np.array(keys, np.uint64)
    at = entries.searchsorted(wanted << _NUMBER_BITS)
    found = entries.take(at, mode="clip") >> _NUMBER_BITS == wanted
    return [keys[place] for place in np.flatnonzero(found).tolist()]


def chunks(entries: Entries) -> list[Entries]:
    """Return the entries in pieces; the entries of a key stay together."""
    keys = keys_of(entries)
    starts = np.unique(keys.searchsorted(keys[::CHUNK_ENTRIES])).tolist()
    return [entries[start:end] for start, end in pairwise([*starts, len(entries)])]


def make_filter(entries: Entries) -> bytes:
    """Return a Bloom filter of the keys of a slice; ``may_hold`` asks it."""
    wanted = max(len(entries) * FILTER_BITS_A_KEY, 8)
    power = min((wanted - 1).bit_length(), LARGEST_FILTER_BITS)
    bits = np.zeros(1 << power, np.bool_)
    keys = keys_of(entries)
    for hashes in (keys << np.uint32(32 - SLICE_KEY_BITS), keys * np.uint32(_ODD)):
        bits[hashes >> np.uint32(32 - power)] = True
    return np.packbits(bits, bitorder="little").tobytes()


def may_hold(bits: bytes, key: int) -> bool:
    """Return whether a slice with this filter may hold a key: always when it does."""
    # The key is a hash itself; what is above the slice is cut off. 2**29 bytes have 2**32 bits.
    at = ((key << (32 - SLICE_KEY_BITS)) & 0xFFFFFFFF) * len(bits) >> 29
    if not bits[at >> 3] >> (at & 7) & 1:
        return False
    at = (key * _ODD & 0xFFFFFFFF) * len(bits) >> 29
    return bool(bits[at >> 3] >> (at & 7) & 1)


def likely_keys(filters: Sequence[bytes], keys: Sequence[int]) -> list[int]:
    """Return the keys that slices may hold, by the filters of all slices; few others among them."""
    likely = []
    for key in keys:
        bits = filters[key >> SLICE_KEY_BITS]
        # The first half of ``may_hold``, which rules out nearly every key: twenty calls an article.
        at = ((key << (32 - SLICE_KEY_BITS)) & 0xFFFFFFFF) * len(bits) >> 29
        if bits[at >> 3] >> (at & 7) & 1 and may_hold(bits, key):
            likely.append(key)
    return likely
