from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.database import open_database
from crawler.state.segment_books import Books, is_ours
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.items import Article
from pipelines.serialization import Record
from tests.crawler.state.examples import NOON, STORY, article, lines, open_dataset, rejection

TEXTS = ("It opens.", "It opens on Monday.", "It opens on Friday.")


def visited(day: int) -> Article:
    return article(text=TEXTS[day], fetched_at=NOON + timedelta(days=day))


@pytest.fixture
def records(tmp_path: Path) -> list[Record]:
    """Three revisions of a story."""
    with open_dataset(tmp_path / "out") as dataset:
        for day in range(3):
            dataset.deliver(visited(day))
        dataset.reject(rejection(f"{STORY}/gone"))
    return lines(tmp_path / "out", "articles")


@pytest.fixture
def index(tmp_path: Path, records: list[Record]) -> Iterator[SqliteDuplicateIndex]:
    """The index made of the revisions in the order 1, 3, 2."""
    with closing(open_database(tmp_path / "new.sqlite")) as connection:
        books = Books(connection)
        for number in (0, 2, 1):
            books.take("articles", records[number])
        yield SqliteDuplicateIndex(connection)


def test_the_highest_revision_is_the_newest_whatever_the_order(
    index: SqliteDuplicateIndex,
) -> None:
    known = index.known(visited(0).id)
    assert known is not None
    assert (known.revision, known.text_sha256) == (3, visited(2).text_sha256)
    assert [index.had(known.id, visited(day).text_sha256) for day in range(3)] == [
        True,
        True,
        False,
    ]


def test_lines_of_newsdesk_are_known(tmp_path: Path, records: list[Record]) -> None:
    (gone,) = lines(tmp_path / "out", "rejected")
    assert is_ours("articles", records[0])
    assert is_ours("rejected", gone)
    assert not is_ours("removed", gone)
    assert not is_ours("articles", gone)
    assert not is_ours("articles", {**records[0], "id": "no hex"})
    assert not is_ours("articles", {**records[0], "date_fetched": "soon"})
