"""The pages of a dataset's records, taken from the archives that the records name."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from typing_extensions import override

from crawler.archive.moved_stories import Answers
from crawler.archive.recovery import WARC_SUFFIX
from crawler.archive.stored_records import StoredRecord, is_ours, read_stored_records
from crawler.archive.story_json import ArchivedStory, dump_story, load_story
from crawler.archive.writer import FOLDER
from crawler.readers.warc import read_page, read_story
from crawler.readers.warc_originals import Originals
from crawler.scratch import Scratch
from pipelines.errors import RecordError
from pipelines.items import Page
from pipelines.serialization import Record, format_time

_SCHEMA = """CREATE TABLE stories (
    folder TEXT NOT NULL,
    file TEXT NOT NULL,
    offset INTEGER NOT NULL,
    url_requested TEXT NOT NULL,
    date_fetched TEXT NOT NULL,
    story TEXT NOT NULL,
    PRIMARY KEY (folder, file, offset)
) WITHOUT ROWID;
CREATE INDEX stories_by_url ON stories (url_requested, date_fetched);
"""


class ArchivedStories(Scratch):
    """What the archives know of stories; SQLite keeps it on disk when it grows, gone when closed.

    A folder of archives is gone through once, when the first record names it.
    """

    def __init__(self, dataset: Path) -> None:
        self._dataset = dataset
        self._folders: set[Path] = set()
        self._ours: set[Path] = set()
        """Files that newsdesk wrote."""
        super().__init__(_SCHEMA)
        self._originals = Originals()

    @override
    def close(self) -> None:
        """Let go of what was found."""
        super().close()
        self._originals.close()

    def page_of(self, record: Record) -> Page | None:
        """Return the page that a record was made from; ``None`` when it names no archive.

        Raises:
            RecordError: the archive is gone, or the page is not in it.
        """
        file, offset = record["warc_file"], record["warc_offset"]
        if not isinstance(file, str) or not isinstance(offset, int):
            return None
        try:
            return self._page(file, offset)
        except (OSError, OverflowError, ValueError) as error:  # no name of a file, or no offset
            raise RecordError("broken-warc", f"{file}: offset {offset}: {error}") from error

    def rejected_page(self, line: Record) -> Page | None:
        """Return the page that a line under ``rejected/`` tells of; ``None`` when it is not there.

        Raises:
            RecordError: the page is not in the archive.
        """
        folder = self._dataset / FOLDER
        self._read_folder(folder)
        row = self._connection.execute(
            "SELECT story FROM stories WHERE url_requested = ? AND date_fetched = ? AND folder = ?",
            (line.get("url_requested"), line.get("date_fetched"), str(folder)),
        ).fetchone()
        if row is None:
            return None
        return read_story(folder, load_story(row[0]), f"{FOLDER}/", self._originals)

    def _page(self, file: str, offset: int) -> Page:
        path = self._dataset / file
        if not path.exists():
            path = Path(file)  # as the user named it
        story = self._story(path, offset)
        if story is not None:
            return read_story(path.parent, story, file.removesuffix(path.name), self._originals)
        if path in self._ours:
            raise RecordError(
                "story-missing",
                f"{path}: offset {offset}: no archive beside it tells what is known of this story; "
                "put back those that were moved away",
            )
        return read_page(path, offset, file, self._originals)

    def _story(self, path: Path, offset: int) -> ArchivedStory | None:
        self._read_folder(path.parent)
        row = self._connection.execute(
            "SELECT story FROM stories WHERE folder = ? AND file = ? AND offset = ?",
            (str(path.parent), path.name, offset),
        ).fetchone()
        return None if row is None else load_story(row[0])

    def _read_folder(self, folder: Path) -> None:
        if folder in self._folders:
            return
        self._folders.add(folder)
        for path in sorted(folder.glob(f"*{WARC_SUFFIX}")):
            with suppress(OSError):  # told for each page that is asked for in it
                self._read_file(path)

    def _read_file(self, path: Path) -> None:
        if is_ours(path):
            self._ours.add(path)
            self._connection.executemany(
                "INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?, ?, ?)", _rows(path)
            )


_Row = tuple[str, str, int, str, str, str]


def _rows(path: Path) -> Iterator[_Row]:
    answers = Answers(path)
    for record in read_stored_records(path):
        answers.note(record.kind, record.headers.get("warc-record-id"), record.offset)
        if record.kind == "metadata":
            row = _row(path, record, answers)
            if row is not None:
                yield row


def _row(path: Path, record: StoredRecord, answers: Answers) -> _Row | None:
    """Return what is kept of a description; ``None`` for one of another version or writer."""
    try:
        story = answers.found(load_story(record.block))
    except RecordError:
        return None
    place, page = story.place, story.page
    date = format_time(page.fetched_at)
    text = dump_story(page) or ""
    return str(path.parent), place.file, place.offset, page.url_requested, date, text
