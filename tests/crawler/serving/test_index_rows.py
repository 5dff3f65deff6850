import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.readers.dataset.segments import PlacedLine
from crawler.serving.index_rows import IndexRows, LinePlace, indexed_texts, source_token
from crawler.serving.index_schema import open_index
from pipelines.errors import RecordError
from pipelines.serialization import Record
from tests.crawler.serving.records import record, removed_line


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_index(tmp_path / "search.sqlite")) as opened:
        opened.execute("INSERT INTO segments VALUES (1, 'articles/1.jsonl.gz', 9, 9)")
        yield opened


@pytest.fixture
def rows(connection: sqlite3.Connection, tmp_path: Path) -> IndexRows:
    return IndexRows(connection, tmp_path)


def placed(line: Record) -> PlacedLine:
    return PlacedLine(record=line, number=1, offset=None)


def found(connection: sqlite3.Connection, word: str) -> list[int]:
    rows = connection.execute(
        "SELECT r.revision FROM found f JOIN revisions r ON r.number = f.rowid WHERE found MATCH ?",
        (word,),
    )
    return [revision for (revision,) in rows]


def test_only_the_latest_revision_is_found(connection: sqlite3.Connection, rows: IndexRows) -> None:
    for revision, text in ((1, "early"), (3, "late"), (2, "between")):
        rows.add_article(1, placed(record("a", revision=revision, text=text)), "x:1")
    assert [found(connection, word) for word in ("early", "late", "between")] == [[], [3], []]
    latest = connection.execute("SELECT revision, is_latest FROM revisions ORDER BY revision")
    assert latest.fetchall() == [(1, 0), (2, 0), (3, 1)]


def test_revision_that_comes_twice_counts_as_it_came_last(
    connection: sqlite3.Connection, rows: IndexRows
) -> None:
    for text in ("early", "late"):
        rows.add_article(1, placed(record("a", text=text)), "x:1")
    assert (found(connection, "early"), found(connection, "late")) == ([], [1])
    (number,) = connection.execute("SELECT number FROM revisions").fetchone()
    place = LinePlace(part="revisions", number=number, segment="articles/1.jsonl.gz", offset=None)
    assert rows.read_line(place)["text"] == "late"


def test_line_that_is_gone_is_an_error(rows: IndexRows) -> None:
    place = LinePlace(part="removed", number=7, segment="removed/1.jsonl.gz", offset=None)
    with pytest.raises(RecordError, match=r"removed/1\.jsonl\.gz: line is not in the index"):
        rows.read_line(place)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"word_count": "6"}, "x:1: word_count must be int"),
        ({"revision": 0}, "x:1: revision must be 1 or more, not 0"),
        ({"revision": 10**30}, "x:1: revision must be int"),
    ],
)
def test_article_that_is_no_record_is_refused(
    rows: IndexRows, columns: Record, message: str
) -> None:
    with pytest.raises(RecordError, match=message):
        rows.add_article(1, placed(record("a", **columns)), "x:1")


def test_what_was_cut_is_kept_by_article_and_revision(
    connection: sqlite3.Connection, rows: IndexRows
) -> None:
    for text in ("first", "second"):
        rows.add_removed(1, placed(removed_line(record("a"), {"text": text})), "x:1")
    stored = connection.execute("SELECT id, revision, number FROM removed").fetchall()
    assert [row[:2] for row in stored] == [(record("a")["id"], 1)]
    with pytest.raises(RecordError, match="x:2: names no article"):
        rows.add_removed(1, placed({"removed": []}), "x:2")


@pytest.mark.parametrize(
    ("columns", "age"),
    [
        ({"date_published": "2026-11-20T10:00:00Z"}, "2026-11-20T10:00:00Z"),
        ({"date_published": "2031-01-01T00:00:00Z"}, "2026-11-24T12:00:00Z"),
        ({"date_first_seen": "2026-11-23T00:00:00Z"}, "2026-11-23T00:00:00Z"),
    ],
    ids=["published", "published in the future", "no date"],
)
def test_rows_are_as_old_as_their_stories(
    connection: sqlite3.Connection, rows: IndexRows, columns: Record, age: str
) -> None:
    rows.add_article(1, placed(record("a", **columns)), "x:1")
    assert connection.execute("SELECT age FROM revisions").fetchone() == (age,)


def test_halves_of_characters_do_no_harm(connection: sqlite3.Connection, rows: IndexRows) -> None:
    line = record("a", text="whole \ud800 half", source_id="odd\udfff", title=None)
    rows.add_article(1, placed(line), "x:1")
    assert found(connection, "half") == [1]
    assert found(connection, source_token("odd\udfff")) == [1]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "half \ud800"])
def test_lines_of_compressed_segments_come_back_whatever_they_hold(
    connection: sqlite3.Connection, rows: IndexRows, value: object
) -> None:
    line: Record = {**removed_line(record("a"), {}), "odd": value}
    rows.add_removed(1, PlacedLine(record=line, number=1, offset=None), "x:1")
    assert connection.execute("SELECT count(*) FROM removed").fetchone() == (1,)
    place = LinePlace(part="removed", number=1, segment="x", offset=None)
    assert repr(rows.read_line(place)) == repr(line)


def test_description_is_searched_with_the_text() -> None:
    title, text, authors, _ = indexed_texts(record("a", description="In short."))
    assert (title, authors) == ("The harbour opens", "Ida Lund")
    assert text.split() == ["In", "short.", "The", "harbour", "opens", "again", "on", "Monday."]
