import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.dedup.index import Duplicate
from pipelines.dedup.minhash import signature
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.options import DedupOptions
from tests.pipelines.dedup.examples import NOON, article_id, known, signature_like, text_hash


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as opened:
        yield opened


@pytest.fixture
def index(connection: sqlite3.Connection) -> SqliteDuplicateIndex:
    return SqliteDuplicateIndex(connection)


def test_new_index_knows_nothing(index: SqliteDuplicateIndex) -> None:
    assert index.known(article_id(1)) is None
    assert index.find(article_id(1), text_hash(1), signature_like(1)) is None


@pytest.mark.parametrize("number", [1, 2], ids=["in a cluster", "first of a cluster"])
def test_article_is_known_as_it_was_put(index: SqliteDuplicateIndex, number: int) -> None:
    index.put(known(number), signature_like(1))
    assert index.known(article_id(number)) == known(number)


def test_article_is_replaced_by_its_newest_revision(index: SqliteDuplicateIndex) -> None:
    newest = replace(
        known(1, text=2, revision=2),
        url_canonical="https://gazette.example/moved",
        first_seen=NOON + timedelta(days=1),
        cluster_id=None,
    )
    index.put(known(1), signature_like(1))
    index.put(newest, signature_like(2))
    assert index.known(article_id(1)) == newest


@pytest.mark.parametrize(
    ("texts", "text", "expected"),
    [
        ([1], 1, False),
        ([1, 2], 1, False),
        ([1, 2, 1], 2, True),
        ([1, 2, 1], 3, False),
        ([1, 2, 3], 1, False),
        ([1, 2, 3, 1], 2, True),
        ([1, 2, 1, 3], 2, True),
    ],
)
def test_article_alternates_once_it_came_back_to_an_earlier_text(
    index: SqliteDuplicateIndex, texts: list[int], text: int, expected: bool
) -> None:
    for revision, each in enumerate(texts, start=1):
        index.put(known(1, text=each, revision=revision), signature_like(each))
    index.put(known(2, text=text), signature_like(text))
    assert index.alternates(article_id(1), text_hash(text)) is expected


def test_the_earlier_texts_of_an_article_are_remembered(index: SqliteDuplicateIndex) -> None:
    for revision, text in enumerate((1, 2), start=1):
        index.put(known(1, text=text, revision=revision), signature_like(text))
    index.put(known(2, text=3), signature_like(3))
    had = [index.had(article_id(1), text_hash(text)) for text in (1, 2, 3)]
    assert had == [True, False, False]


def test_exact_copy_names_the_first_that_was_put_in(index: SqliteDuplicateIndex) -> None:
    index.put(known(9, text=1), signature_like(1))
    index.put(known(3, text=1), signature_like(1))
    assert index.find(article_id(5), text_hash(1), signature_like(1)) == Duplicate(
        id=article_id(9), kind="exact", similarity=1.0
    )


def test_exact_copy_goes_before_a_nearer_signature(index: SqliteDuplicateIndex) -> None:
    index.put(known(1, text=1), signature_like(1))
    index.put(known(2, text=2), signature_like(2))
    found = index.find(article_id(5), text_hash(2), signature_like(1))
    assert found is not None
    assert (found.id, found.kind) == (article_id(2), "exact")


def test_texts_whose_hashes_begin_alike_are_no_copies(index: SqliteDuplicateIndex) -> None:
    index.put(known(1, text=1), ())
    assert index.find(article_id(2), text_hash(1)[:32] + "0" * 32, ()) is None


def test_short_texts_are_copies_only_when_exact(index: SqliteDuplicateIndex) -> None:
    index.put(known(1, text=1), ())
    assert index.find(article_id(2), text_hash(2), ()) is None
    assert index.find(article_id(2), text_hash(1), ()) is not None


def test_near_copy_names_the_most_similar(index: SqliteDuplicateIndex) -> None:
    index.put(known(1, text=1), signature_like(1, changed=40))
    index.put(known(2, text=2), signature_like(1, changed=10))
    index.put(known(3, text=3), signature_like(1, changed=30))
    found = index.find(article_id(5), text_hash(5), signature_like(1))
    assert found == Duplicate(id=article_id(2), kind="near", similarity=118 / 128)


def test_near_copy_names_the_first_among_equals(index: SqliteDuplicateIndex) -> None:
    index.put(known(8, text=1), signature_like(1, changed=10))
    index.put(known(2, text=2), signature_like(1, changed=10))
    found = index.find(article_id(5), text_hash(5), signature_like(1))
    assert found is not None
    assert found.id == article_id(8)


def test_shared_band_alone_makes_no_copy(index: SqliteDuplicateIndex) -> None:
    """The signature is verified: below the threshold it is another story."""
    index.put(known(1, text=1), signature_like(1, changed=65))
    assert index.find(article_id(5), text_hash(5), signature_like(1)) is None
    assert index.find(article_id(5), text_hash(5), signature_like(1, changed=1)) is not None


def test_article_is_no_copy_of_its_earlier_revision(index: SqliteDuplicateIndex) -> None:
    index.put(known(1, text=1), signature_like(1))
    assert index.find(article_id(1), text_hash(1), signature_like(1)) is None


def test_replaced_text_finds_nothing_any_more(
    index: SqliteDuplicateIndex,
) -> None:
    index.put(known(1, text=1), signature_like(1))
    index.put(known(1, text=2, revision=2), signature_like(2))

    assert index.find(article_id(5), text_hash(1), signature_like(1)) is None
    assert index.find(article_id(5), text_hash(5), signature_like(2)) is not None


def test_candidates_of_another_length_are_no_copies(connection: sqlite3.Connection) -> None:
    """Signatures of other options share bands with those of today."""
    options = DedupOptions(permutations=64)
    SqliteDuplicateIndex(connection, options).put(known(1, text=1), signature_like(1)[:64])
    index = SqliteDuplicateIndex(connection)
    assert index.find(article_id(5), text_hash(5), signature_like(1)) is None
    index.put(known(2, text=2), signature_like(1, changed=20))
    found = index.find(article_id(5), text_hash(5), signature_like(1))
    assert found is not None
    assert found.id == article_id(2)


def test_what_was_rolled_back_is_not_found_after_a_merge(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None
    index = SqliteDuplicateIndex(connection, first_merge=2)
    index.find(article_id(9), text_hash(9), signature_like(1))
    connection.execute("BEGIN")
    index.put(known(1, text=1), signature_like(1))
    connection.execute("ROLLBACK")
    index.put(known(2, text=2), signature_like(2))
    index.merge_when_due()
    index.put(known(3, text=3), signature_like(3))
    assert index.find(article_id(9), text_hash(9), signature_like(1)) is None
    for number in (2, 3):
        found = index.find(article_id(9), text_hash(9), signature_like(number))
        assert found is not None
        assert found.id == article_id(number)


def test_near_copy_is_found_among_many_that_share_a_band(index: SqliteDuplicateIndex) -> None:
    """Boilerplate: a hundred earlier articles share one band and nothing else."""
    rows = DedupOptions().band_rows
    for number in range(100):
        shared = signature_like(1)[:rows] + signature_like(1000 + number)[rows:]
        index.put(known(number, text=number), shared)
    index.put(known(500, text=500), signature_like(1, changed=20))
    found = index.find(article_id(600), text_hash(600), signature_like(1))
    assert found is not None
    assert found.id == article_id(500)


def test_other_thresholds_can_be_set(connection: sqlite3.Connection) -> None:
    strict = SqliteDuplicateIndex(connection, DedupOptions(min_similarity=0.95))
    strict.put(known(1, text=1), signature_like(1, changed=10))
    assert strict.find(article_id(5), text_hash(5), signature_like(1)) is None
    assert strict.find(article_id(5), text_hash(5), signature_like(1, changed=8)) is not None


def test_index_is_kept_in_the_file(tmp_path: Path) -> None:
    for _ in range(2):
        with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
            SqliteDuplicateIndex(connection).put(known(1, text=1), signature_like(1))
            connection.commit()
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        index = SqliteDuplicateIndex(connection)
        assert index.known(article_id(1)) == known(1, text=1)
        assert index.find(article_id(2), text_hash(2), signature_like(1)) is not None


def test_nothing_is_committed_before_the_caller_does(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        index = SqliteDuplicateIndex(connection)
        index.put(known(1), signature_like(1))
        connection.rollback()
        assert index.known(article_id(1)) is None
        assert index.find(article_id(2), text_hash(0), signature_like(1)) is None


def test_rewritten_agency_text_joins_its_source(index: SqliteDuplicateIndex) -> None:
    original = " ".join(f"word{number}" for number in range(300))
    rewritten = f"LOWMERE — {original.replace('word100 ', 'somewhat ')} Our own report."
    index.put(known(1, text=1), signature(original))
    found = index.find(article_id(2), text_hash(2), signature(rewritten))
    assert found is not None
    assert (found.id, found.kind) == (article_id(1), "near")
    assert found.similarity > 0.85
