import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.exporters.sqlite_database import write_sqlite
from pipelines.serialization import FIELDS, SCHEMA_VERSION, Record, dumps, loads
from tests.pipelines.exporters.record_examples import any_records, story


def query(path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    return query(path, f"SELECT id, revision, title FROM {table} ORDER BY number")  # noqa: S608 - a test


def read_back(path: Path) -> list[Record]:
    names = ", ".join(field.name for field in FIELDS)
    found = query(path, f"SELECT {names} FROM articles ORDER BY number")  # noqa: S608 - our names
    return [
        {
            field.name: as_in_record(field.type, value)
            for field, value in zip(FIELDS, row, strict=True)
        }
        for row in found
    ]


def as_in_record(field_type: str, value: object) -> object:
    if field_type == "list of string":
        return json.loads(str(value))
    return bool(value) if field_type == "bool" and value is not None else value


def test_each_revision_is_a_row_and_each_story_its_last_one(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    stories = [story("a", title="Old"), story("b"), story("a", title="New", revision=2)]
    assert write_sqlite(stories, path) == 3
    assert rows(path, "articles") == [
        ("a", 1, "Old"),
        ("b", 1, "The harbour opens"),
        ("a", 2, "New"),
    ]
    assert rows(path, "stories") == [("b", 1, "The harbour opens"), ("a", 2, "New")]
    assert query(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_of_a_revision_that_comes_twice_the_last_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    assert write_sqlite([story("a", title="Old"), story("a", title="New")], path) == 1
    assert rows(path, "articles") == [("a", 1, "New")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ferry", ["a"]),
        ("quai", ["b"]),
        ("authors:quill", ["b"]),
        ("किताब", ["c"]),
        ("harbor", []),
    ],
)
def test_words_are_found(tmp_path: Path, words: str, found: Sequence[str]) -> None:
    path = tmp_path / "news.db"
    stories = [
        story("a", title="The Ferry", text="It sails again."),
        story("b", title="Lowmere", text="Le quaí est ouvert.", authors=["Ada Quill", "Bo Lind"]),
        story("c", title="Lowmere", text="नई किताब आई है।"),
    ]
    write_sqlite(stories, path)
    sql = (
        "SELECT id FROM articles_fts JOIN stories ON stories.number = articles_fts.rowid "
        "WHERE articles_fts MATCH ?"
    )
    assert query(path, sql, words) == [(name,) for name in found]


def test_search_survives_that_the_file_is_compacted(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    write_sqlite([story("a"), story("a"), story("b", text="One ferry.")], path)
    query(path, "VACUUM")
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'ferry'"
    assert query(path, f"SELECT id FROM articles WHERE number IN ({sql})") == [("b",)]  # noqa: S608 - a test


def test_nothing_makes_empty_tables(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    assert write_sqlite([], path) == 0
    assert rows(path, "stories") == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(any_records(), max_size=3, unique_by=lambda record: (record["id"], record["revision"]))
)
def test_records_come_back_as_they_were(tmp_path: Path, records: list[Record]) -> None:
    path = tmp_path / "news.db"
    path.unlink(missing_ok=True)
    write_sqlite(records, path)
    assert read_back(path) == [loads(dumps(record)) for record in records]


def test_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "news.db"
    with pytest.raises(OSError, match=r"unable to open database file: .*news\.db"):
        write_sqlite([story("a")], path)
