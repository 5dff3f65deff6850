import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.serving import searching
from crawler.serving.index_schema import connect
from crawler.serving.search_terms import read_terms
from crawler.serving.searching import Found, Window, search
from tests.crawler.serving.records import filled_index, record, write

RECORDS = [
    record("once", title="Ferry timetable", text="The crane and the ferry, the old one."),
    record("often", title="Harbour news", text="Ferry, ferry and ferry: the ferry again."),
    record("title", title="Crane turns", text="The big machine on the quay, at last, again."),
    record("text", title="Old machine", text="The old crane on the quay, at last, again."),
    record("faro", title="El faro", text="The lighthouse of the town.", source_id="faro"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    write(folder, "articles/1.jsonl", RECORDS)
    return filled_index(folder)


@pytest.fixture
def connection(index: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(index)) as opened:
        yield opened


def find(
    connection: sqlite3.Connection, query: str, source: str | None = None, limit: int = 9
) -> Found:
    return search(connection, read_terms(query), source, Window(offset=0, limit=limit))


def names(connection: sqlite3.Connection, found: Found) -> list[str]:
    ids = dict(connection.execute("SELECT number, id FROM revisions"))
    known = {of["id"]: str(of["url"]).rpartition("/")[2] for of in RECORDS}
    return [known[ids[number]] for number in found.numbers]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("crane", ["title", "once", "text"]),
        ('"old crane"', ["text"]),
        ("turns old", []),
        ("time*", ["once"]),
    ],
)
def test_word_in_the_title_comes_first(
    connection: sqlite3.Connection, query: str, found: list[str]
) -> None:
    result = find(connection, query)
    assert names(connection, result) == found
    assert result.total == len(found)


def test_newest_come_first_where_that_is_wanted(tmp_path: Path) -> None:
    days = {"old": 20, "new": 23, "mid": 21}
    stories = [
        record(name, title="crane " * (25 - day), date_published=f"2026-11-{day}T00:00:00Z")
        for name, day in days.items()
    ]
    write(tmp_path, "articles/1.jsonl", stories)
    with closing(connect(filled_index(tmp_path))) as opened:
        numbers = {str(of["id"]): number for number, of in enumerate(stories, start=1)}
        expected = [numbers[str(record(name)["id"])] for name in ("new", "mid", "old")]
        found: list[int] = []
        for offset in range(0, 4, 2):
            window = Window(offset=offset, limit=2)
            part = search(opened, read_terms("crane"), None, window, "newest")
            assert (part.total, part.has_more) == (3, offset == 0)
            found += part.numbers
    assert found == expected


def test_common_words_beside_rare_ones_must_be_there(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MAX_RANKED", 3)
    result = find(connection, 'crane "the quay"')
    assert (names(connection, result), result.total) == (["title", "text"], 2)


def test_common_words_alone_come_newest_first(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MAX_RANKED", 2)
    result = find(connection, "the again", limit=2)
    assert names(connection, result) == ["text", "title"]
    assert (result.has_more, result.total) == (True, None)


@pytest.mark.parametrize("most", [1, 9])
def test_source_narrows_what_is_found(
    connection: sqlite3.Connection, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MAX_RANKED", most)
    assert names(connection, find(connection, "the", "faro")) == ["faro"]
    assert names(connection, find(connection, "crane", "faro")) == []
    assert names(connection, find(connection, "the", "nobody")) == []


@pytest.mark.parametrize("most", [1, 9])
def test_windows_cut_the_list_without_gap(
    connection: sqlite3.Connection, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MAX_RANKED", most)
    whole = find(connection, "the")
    assert (len(whole.numbers), whole.has_more) == (5, False)
    parts: list[int] = []
    for offset in range(0, 6, 2):
        part = search(connection, read_terms("the"), None, Window(offset=offset, limit=2))
        assert part.has_more == (offset < 4)
        parts += part.numbers
    assert tuple(parts) == whole.numbers
