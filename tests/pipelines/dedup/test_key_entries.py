from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dedup.key_entries import (
    ARTICLES_A_KEY,
    CHUNK_ENTRIES,
    SLICE_KEY_BITS,
    Entries,
    between,
    chunks,
    dump,
    held,
    keys_of,
    likely_keys,
    load,
    make_filter,
    may_hold,
    merge,
    numbers_of,
)

_PAIRS = st.tuples(st.integers(0, 5) | st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
_ENTRIES = st.sets(_PAIRS, max_size=60).map(lambda pairs: entries(*pairs))
HIGHEST = 2**32 - 1


def entries(*pairs: tuple[int, int]) -> Entries:
    return np.array(sorted(key << 32 | number for key, number in pairs), np.uint64)


@given(_ENTRIES, _ENTRIES)
def test_merged_entries_are_those_of_both_once_and_in_order(a: Entries, b: Entries) -> None:
    merged = merge(a, b).tolist()
    everything = sorted({*a.tolist(), *b.tolist()})
    expected = [
        entry
        for entry in everything
        if sum(other >> 32 == entry >> 32 and other < entry for other in everything)
        < ARTICLES_A_KEY
    ]
    assert merged == expected


def test_of_a_key_that_thousands_share_the_earliest_are_kept() -> None:
    crowd = entries(*((7, number) for number in range(5000)), (6, 1), (8, 1))
    kept = merge(crowd[::2], crowd[1::2])
    assert numbers_of(kept, 7) == list(range(ARTICLES_A_KEY))
    assert (numbers_of(kept, 6), numbers_of(kept, 8)) == ([1], [1])


@given(_ENTRIES, st.integers(0, 6) | st.just(HIGHEST))
def test_numbers_of_a_key_are_found(there: Entries, key: int) -> None:
    numbers = [entry & HIGHEST for entry in there.tolist() if entry >> 32 == key]
    assert numbers_of(there, key) == numbers[:ARTICLES_A_KEY]
    assert held(there, (key,)) == ([key] if numbers else [])


def test_keys_that_are_there_are_told_in_the_order_asked() -> None:
    assert held(entries((1, 1), (HIGHEST, HIGHEST)), (HIGHEST, 2, 1, 0)) == [HIGHEST, 1]
    assert held(entries(), (1, 2)) == []


def test_what_stands_between_two_keys_is_cut_out() -> None:
    there = entries((1, 1), (2, 0), (3, HIGHEST), (4, 0), (HIGHEST, HIGHEST))
    assert keys_of(between(there, 2, 4)).tolist() == [2, 3]
    assert keys_of(between(there, 4, 2**32)).tolist() == [4, HIGHEST]


@given(st.integers(0, 3 * CHUNK_ENTRIES), st.integers(1, 60))
def test_chunks_are_small_and_part_no_key(count: int, articles: int) -> None:
    articles = min(articles, ARTICLES_A_KEY)
    there = entries(*((at // articles, at) for at in range(count)))
    parts = chunks(there)
    assert [entry for part in parts for entry in part.tolist()] == there.tolist()
    assert all(0 < len(part) < CHUNK_ENTRIES + ARTICLES_A_KEY for part in parts)
    assert all(keys_of(a)[-1] < keys_of(b)[0] for a, b in pairwise(parts))


@given(_ENTRIES)
def test_entries_are_loaded_as_they_were_dumped(there: Entries) -> None:
    assert load(dump(there)).tolist() == there.tolist()


@given(st.sets(st.integers(0, 2**SLICE_KEY_BITS - 1), max_size=200), st.integers(0, 63))
def test_filter_denies_no_key_that_is_there(keys: set[int], part: int) -> None:
    first = part << SLICE_KEY_BITS
    bits = make_filter(entries(*((first + key, 1) for key in keys)))
    assert all(may_hold(bits, first + key) for key in keys)
    filters = [make_filter(entries())] * 64
    asked = [first + key for key in sorted(keys)]
    assert likely_keys(filters, asked) == []
    filters[part] = bits
    assert likely_keys(filters, asked) == asked


def test_filter_denies_most_keys_that_are_not_there() -> None:
    step = 2**SLICE_KEY_BITS // 10_000
    bits = make_filter(entries(*((at * step, 1) for at in range(10_000))))
    wrong = sum(may_hold(bits, at * step + step // 2) for at in range(10_000))
    assert wrong < 0.08 * 10_000


def test_filter_of_nothing_denies_everything() -> None:
    assert not any(may_hold(make_filter(entries()), key) for key in range(0, 2**32, 2**27 + 1))
