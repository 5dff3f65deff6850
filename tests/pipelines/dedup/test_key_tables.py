import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.dedup.key_tables import SLICES
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.options import DedupOptions
from tests.pipelines.dedup.examples import article_id, known, signature_like, text_hash


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)) as opened:
        yield opened


def open_index(connection: sqlite3.Connection, first_merge: int = 5) -> SqliteDuplicateIndex:
    return SqliteDuplicateIndex(connection, first_merge=first_merge)


def fill(index: SqliteDuplicateIndex, numbers: range, revision: int = 1) -> None:
    for number in numbers:
        base = number + 1000 * revision
        index.put(known(number, text=base, revision=revision), signature_like(base))


def found(index: SqliteDuplicateIndex, base: int) -> str | None:
    duplicate = index.find(article_id(999_999), text_hash(999_999), signature_like(base, 20))
    return None if duplicate is None else duplicate.id


def merged(connection: sqlite3.Connection) -> set[int]:
    return {number for (number,) in connection.execute("SELECT merged FROM dedup_slices")}


def test_few_articles_are_not_merged(connection: sqlite3.Connection) -> None:
    index = open_index(connection)
    fill(index, range(4))
    index.merge_when_due()
    assert merged(connection) == set()
    assert found(index, 1003) == article_id(3)


@pytest.mark.parametrize("is_opened_again", [False, True])
def test_merged_articles_are_found(connection: sqlite3.Connection, is_opened_again: bool) -> None:
    index = open_index(connection)
    for start in range(0, 40, 4):
        assert found(index, 1000 + start) is None
        fill(index, range(start, start + 4))
        index.merge_when_due()
    if is_opened_again:
        index = open_index(connection)
    assert merged(connection) == {40}
    assert [found(index, 1000 + number) for number in range(40)] == [*map(article_id, range(40))]


def test_what_waits_is_counted_when_the_index_is_opened(connection: sqlite3.Connection) -> None:
    fill(open_index(connection), range(5))
    open_index(connection, first_merge=6).merge_when_due()
    assert merged(connection) == set()
    open_index(connection, first_merge=5).merge_when_due()
    assert merged(connection) == {5}


def test_another_text_of_a_merged_article_is_found(connection: sqlite3.Connection) -> None:
    index = open_index(connection)
    fill(index, range(5))
    index.merge_when_due()
    fill(index, range(2), revision=2)
    for again in (index, open_index(connection)):
        assert found(again, 2001) == article_id(1)
        assert found(again, 1001) is None
    fill(index, range(5, 8))
    index.merge_when_due()
    assert connection.execute("SELECT count(*) FROM dedup_revised").fetchone() == (0,)
    for again in (index, open_index(connection)):
        assert found(again, 2001) == article_id(1)
        assert found(again, 1001) is None


@pytest.mark.parametrize("part", [0, 1, 40, SLICES - 1])
def test_a_merge_that_is_broken_off_loses_nothing(
    connection: sqlite3.Connection, part: int
) -> None:
    index = open_index(connection)
    fill(index, range(5))
    index.merge_when_due()
    fill(index, range(5, 10))
    fill(index, range(1), revision=2)
    connection.execute(
        "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.dedup_slices"
        f" WHEN new.slice = {part} BEGIN SELECT raise(ABORT, 'no space'); END"
    )
    with pytest.raises(sqlite3.Error, match="no space"):
        index.merge_when_due()
    expected = [article_id(0), *map(article_id, range(1, 10))]
    bases = [2000, *range(1001, 1010)]
    assert not connection.in_transaction
    assert [found(index, base) for base in bases] == expected
    connection.execute("DROP TRIGGER broken")
    for again in (open_index(connection), index):
        assert [found(again, base) for base in bases] == expected
        again.merge_when_due()
        assert [found(again, base) for base in bases] == expected
    assert merged(connection) == {10}


def test_a_band_that_thousands_share_hides_no_other(connection: sqlite3.Connection) -> None:
    rows = DedupOptions().band_rows
    index = open_index(connection, first_merge=300)
    for number in range(1200):
        shared = signature_like(1)[:rows] + signature_like(1000 + number)[rows:]
        index.put(known(number, text=number), shared)
        index.merge_when_due()
    for number in (0, 600, 1199):
        assert found(index, 1000 + number) == article_id(number)
    index.put(known(2000, text=2000), signature_like(1, changed=20))
    assert found(index, 1) == article_id(2000)
    largest = connection.execute("SELECT max(length(entries)) FROM dedup_chunks").fetchone()[0]
    assert largest <= 8 * 550


_WRITER = """
import sqlite3, sys
from tests.pipelines.dedup.test_key_tables import fill, open_index
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
index = open_index(connection)
for number in range(100_000):
    connection.execute("BEGIN")
    fill(index, range(number, number + 1))
    connection.execute("COMMIT")
    print(number, flush=True)
    index.merge_when_due()
"""


@pytest.mark.parametrize("killed_after", [1, 5, 24])
def test_nothing_that_was_committed_is_lost_when_the_process_is_killed(
    tmp_path: Path, killed_after: int
) -> None:
    path = tmp_path / "a.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        for _ in range(killed_after):
            last = int(writer.stdout.readline())
        writer.kill()
        told = [int(line) for line in writer.stdout if line.endswith("\n")]
    last = max([last, *told])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        index = open_index(connection)
        assert [found(index, 1000 + n) for n in range(last + 1)] == [
            article_id(n) for n in range(last + 1)
        ]
        index.merge_when_due()
        assert found(index, 1000 + last) == article_id(last)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
