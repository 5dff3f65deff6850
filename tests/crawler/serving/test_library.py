import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from crawler.serving.library import Library, SourceStories
from crawler.serving.search_index import SearchIndex
from crawler.serving.search_terms import read_terms
from crawler.serving.searching import Window
from pipelines.serialization import Record
from tests.crawler.serving.records import filled_index, record, removed_line, unheard, write

ALL = Window(offset=0, limit=50)


def dated(name: str, day: int, **columns: object) -> Record:
    return record(name, date_published=f"2026-11-{day:02}T00:00:00Z", title=name, **columns)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    first, second = dated("a", 3), dated("a", 3, revision=2, change="updated", text="Again.")
    faro = dated("c", 1, source_id="faro", date_fetched="2026-11-25T00:00:00Z")
    write(tmp_path, "articles/1.jsonl", [first, dated("b", 5)])
    write(tmp_path, "articles/2.jsonl.zst", [second, faro])
    write(tmp_path, "removed/1.jsonl", [removed_line(first, {"text": "first"})])
    write(tmp_path, "removed/2.jsonl.zst", [removed_line(second, {"text": "second"})])
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with closing(Library(filled_index(folder), folder)) as opened:
        yield opened


def titles(library: Library, numbers: tuple[int, ...]) -> list[object]:
    return [story["title"] for story in library.records(numbers)]


def test_sources_are_counted_by_stories(library: Library) -> None:
    assert library.sources() == [
        SourceStories(source_id="gazette", stories=2, last_fetched="2026-11-24T12:00:00Z"),
        SourceStories(source_id="faro", stories=1, last_fetched="2026-11-25T00:00:00Z"),
    ]


def test_newest_stories_come_first_each_once(library: Library) -> None:
    found = library.newest(None, ALL)
    assert titles(library, found.numbers) == ["b", "a", "c"]
    assert (found.total, found.has_more) == (3, False)
    assert library.records(found.numbers)[1]["revision"] == 2


def test_newest_stories_of_a_source_by_pages(library: Library) -> None:
    pages = [library.newest("gazette", Window(offset=n, limit=1)) for n in range(3)]
    assert [titles(library, page.numbers) for page in pages] == [["b"], ["a"], []]
    assert [page.has_more for page in pages] == [True, False, False]


def test_search_finds_the_latest_text(library: Library) -> None:
    found = library.search(read_terms("again"), "gazette", ALL)
    assert {str(story["text"]) for story in library.records(found.numbers)} == {
        "Again.",
        "The harbour opens again on Monday.",
    }


def test_all_revisions_can_be_read(library: Library) -> None:
    article_id = str(record("a")["id"])
    revisions = library.revisions(article_id)
    assert [one.revision for one in revisions] == [1, 2]
    texts = [(library.record(one) or {})["text"] for one in revisions]
    assert texts == ["The harbour opens again on Monday.", "Again."]
    assert library.revisions("unknown") == []


def test_what_was_cut_belongs_to_its_revision(library: Library) -> None:
    article_id = str(record("a")["id"])
    lines = [library.removed(article_id, revision) for revision in (1, 2, 3)]
    assert [line and line["removed"] for line in lines] == [
        removed_line(record("a"), {"text": "first"})["removed"],
        removed_line(record("a"), {"text": "second"})["removed"],
        None,
    ]


def test_segment_that_has_gone_leaves_the_others(library: Library, folder: Path) -> None:
    (folder / "articles" / "1.jsonl").unlink()
    assert titles(library, library.newest(None, ALL).numbers) == ["a", "c"]
    first, _ = library.revisions(str(record("a")["id"]))
    assert library.record(first) is None


def test_dataset_changes_when_a_segment_is_finished(library: Library, folder: Path) -> None:
    changed = library.changed_at()
    assert changed is not None
    newest = max(path.stat().st_mtime for path in folder.rglob("*.jsonl*"))
    assert changed.timestamp() == int(newest)


def test_empty_dataset_has_nothing(tmp_path: Path) -> None:
    with closing(Library(filled_index(tmp_path), tmp_path)) as library:
        assert library.sources() == []
        assert library.changed_at() is None
        assert library.newest(None, ALL).total == 0
        assert library.records(()) == []


def test_many_threads_may_ask(library: Library) -> None:
    answers: list[int | None] = []

    def ask() -> None:
        answers.append(library.search(read_terms("again"), None, ALL).total)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [3] * 20


def test_index_that_is_deleted_meanwhile_is_there_until_the_end(folder: Path) -> None:
    path = filled_index(folder)
    with closing(SearchIndex(path, folder)) as index, closing(Library(path, folder)) as library:
        for file in path.parent.glob("search.sqlite*"):
            file.unlink()
        write(folder, "articles/9.jsonl", [record("late", source_id="late")])
        index.refresh(unheard())
        with ThreadPoolExecutor(20) as readers:
            found = list(readers.map(lambda _: library.newest("late", ALL), range(60)))
    assert {one.total for one in found} == {1}
    assert not path.exists()


def test_index_that_cannot_be_read_is_closed_again(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "empty.sqlite"
    sqlite3.connect(index).close()
    with pytest.raises(sqlite3.Error) as raised:  # whose traceback would keep it open
        Library(index, folder)
    assert str(index) not in {file.path for file in psutil.Process().open_files()}, raised
