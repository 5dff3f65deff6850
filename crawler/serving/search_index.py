"""Fills the search index from the finished segments of a dataset, each read once.

Segments never change, so their names say what is known. A segment that is gone or has another size
means that the folder holds another dataset now: then everything is read again.
"""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.readers.dataset.segments import PlacedLine, read_placed_lines
from crawler.serving.index_rows import IndexRows
from crawler.serving.index_schema import clear, open_index
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import segment_entries
from pipelines.transaction import transaction

_PARTS = ("articles", "removed")
_TOLD_LINES = 100
"""Lines between two words about the progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A finished segment."""

    name: str
    """Its path below the dataset's folder, with slashes."""
    size: int
    """Bytes."""
    finished: int
    """When it was written, in seconds since 1970."""

    @property
    def part(self) -> str:
        """The part of the dataset that it belongs to."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who wants to know how the reading goes."""

    broken: Callable[[RecordError], None]
    """Told of each line that is no record."""
    progress: Callable[[int, int], None] = lambda _done, _total: None
    """Told now and then how many bytes are read, of how many."""


class SearchIndex:
    """The one who writes the index. Another process may do the same meanwhile."""

    def __init__(self, path: Path, folder: Path) -> None:
        """Open the index of a dataset.

        Raises:
            ConfigError: it cannot be kept in that file.
        """
        self._folder = folder
        self._is_stopping = False
        self._connection = open_index(path)
        self._rows = IndexRows(self._connection, folder)

    def stop(self) -> None:
        """Have a refresh end soon that goes on in another thread; what it has begun is undone."""
        self._is_stopping = True

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def refresh(self, listeners: Listeners) -> int:
        """Read the segments that are new and return how many were read.

        Raises:
            sqlite3.Error: the index cannot be written, or is damaged.
        """
        there = {segment.name: segment for segment in _segments(self._folder)}
        known = dict(self._connection.execute("SELECT name, size FROM segments"))
        if any(name not in there or there[name].size != size for name, size in known.items()):
            self._forget_all()
            known = {}
        fresh = [segment for name, segment in there.items() if name not in known]
        total, done = sum(segment.size for segment in fresh), 0
        for count, segment in enumerate(fresh):
            with closing(self._add_segment(segment, listeners.broken)) as reading:
                for read in reading:
                    listeners.progress(done + read, total)
                    if self._is_stopping:
                        return count
            done += segment.size
        return len(fresh)

    def _forget_all(self) -> None:
        with transaction(self._connection):
            clear(self._connection)

    def _add_segment(
        self, segment: Segment, broken: Callable[[RecordError], None]
    ) -> Generator[int, None, None]:
        """Read a segment in one transaction; yields how many bytes of it are read, about."""
        path = self._folder / segment.name
        is_article = segment.part == "articles"
        add = self._rows.add_article if is_article else self._rows.add_removed
        with transaction(self._connection):
            number = self._number_of(segment)
            if number is None:
                return
            self._connection.execute("UPDATE generation SET number = number + 1")
            for count, placed in enumerate(read_placed_lines(path)):
                try:
                    if isinstance(placed, RecordError):
                        raise placed
                    add(number, placed, f"{path}:{placed.number}")
                except RecordError as error:
                    broken(error)
                if count % _TOLD_LINES == 0 and isinstance(placed, PlacedLine):
                    yield placed.offset or 0

    def _number_of(self, segment: Segment) -> int | None:
        """Return the number of a new segment; ``None`` when another process has just read it."""
        entered = self._connection.execute(
            "INSERT OR IGNORE INTO segments (name, size, finished) VALUES (?, ?, ?)",
            (segment.name, segment.size, segment.finished),
        )
        return entered.lastrowid if entered.rowcount else None


def _segments(folder: Path) -> Iterator[Segment]:
    """Yield the finished segments with articles, then those with what was cut from them."""
    for part in _PARTS:
        start = len(os.fspath(folder / part))
        for entry in segment_entries(folder / part):
            status = entry.stat()
            yield Segment(
                name=f"{part}{entry.path[start:].replace(os.sep, '/')}",
                size=status.st_size,
                finished=int(status.st_mtime),
            )
