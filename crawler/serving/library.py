"""What readers ask of a dataset, answered from its index and its segments."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue

from crawler.serving.index_rows import IndexRows, LinePlace
from crawler.serving.index_schema import closed_on_error, connect
from crawler.serving.search_terms import Term
from crawler.serving.searching import Found, Order, Window, search
from pipelines.errors import RecordError
from pipelines.serialization import Record, upgrade

_READERS = 8
"""Who asks at the same time; each has a cache of its own."""
_SOURCES = (
    "SELECT source_id, count(*), max(fetched) FROM revisions WHERE is_latest"
    " GROUP BY source_id ORDER BY count(*) DESC, source_id"
)
_NEWEST = (
    "SELECT number FROM revisions WHERE is_latest ORDER BY age DESC, number DESC LIMIT ? OFFSET ?"
)
_NEWEST_OF = (
    "SELECT number FROM revisions WHERE is_latest AND source_id = ?"
    " ORDER BY age DESC, number DESC LIMIT ? OFFSET ?"
)
_PLACES = (
    "SELECT r.number, s.name, r.place FROM revisions r JOIN segments s ON s.number = r.segment"
    " WHERE r.number IN ({marks})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStories:
    """The stories of a source."""

    source_id: str
    stories: int
    last_fetched: str
    """When its last record was fetched, as records write times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a story, and where its record is."""

    revision: int
    fetched: str
    place: LinePlace


class Library:
    """Answers questions; any thread may ask."""

    def __init__(self, index: Path, folder: Path) -> None:
        """Open an index that is there.

        Raises:
            sqlite3.Error: it is damaged.
        """
        self._folder = folder
        self._sources: tuple[int, list[SourceStories]] = (-1, [])
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        # All at once: who opens the index after somebody deleted it would find another, empty one.
        for _ in range(_READERS):
            self._free.put(_reading(index))

    def close(self) -> None:
        """Close what is not in use."""
        while True:
            try:
                self._free.get_nowait().close()
            except Empty:
                return

    def sources(self) -> list[SourceStories]:
        """Return the sources, the one with the most stories first."""
        known = self._sources
        with self._asking() as connection:
            (generation,) = connection.execute("SELECT number FROM generation").fetchone()
            if known[0] != generation:
                rows = connection.execute(_SOURCES).fetchall()
                known = (generation, [_source_stories(*row) for row in rows])
                self._sources = known
        return known[1]

    def changed_at(self) -> datetime | None:
        """Return when the newest segment was finished; ``None`` when there is none."""
        with self._asking() as connection:
            (finished,) = connection.execute("SELECT max(finished) FROM segments").fetchone()
        return None if finished is None else datetime.fromtimestamp(finished, UTC)

    def newest(self, source_id: str | None, window: Window) -> Found:
        """Return the newest stories of a source, or of all."""
        fitting = [one for one in self.sources() if source_id in {None, one.source_id}]
        total = sum(one.stories for one in fitting)
        statement, values = (_NEWEST, ()) if source_id is None else (_NEWEST_OF, (source_id,))
        with self._asking() as connection:
            window_values = (window.limit, window.offset)
            rows = connection.execute(statement, (*values, *window_values)).fetchall()
        return Found(
            numbers=tuple(number for (number,) in rows),
            has_more=window.offset + window.limit < total,
            total=total,
        )

    def search(
        self, terms: Sequence[Term], source_id: str | None, window: Window, order: Order = "best"
    ) -> Found:
        """Return the stories in which all terms are found; there is at least one term."""
        with self._asking() as connection:
            return search(connection, terms, source_id, window, order)

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """Return the records of some rows in their order, without those that have gone."""
        statement = _PLACES.format(marks=", ".join("?" * len(numbers)))
        with self._asking() as connection:
            rows = connection.execute(statement, numbers).fetchall()
            places = {
                number: LinePlace(part="revisions", number=number, segment=name, offset=offset)
                for number, name, offset in rows
            }
            known = (places[number] for number in numbers if number in places)
            return list(self._readable(connection, known))

    def revisions(self, article_id: str) -> list[Revision]:
        """Return all revisions of a story, the first one first; none of an unknown story."""
        with self._asking() as connection:
            rows = connection.execute(
                "SELECT r.revision, r.fetched, r.number, s.name, r.place FROM revisions r"
                " JOIN segments s ON s.number = r.segment WHERE r.id = ? ORDER BY r.revision",
                (article_id,),
            ).fetchall()
        return [
            Revision(
                revision=revision,
                fetched=fetched,
                place=LinePlace(part="revisions", number=number, segment=name, offset=offset),
            )
            for revision, fetched, number, name, offset in rows
        ]

    def record(self, revision: Revision) -> Record | None:
        """Return the record of a revision; ``None`` when its segment has gone meanwhile."""
        with self._asking() as connection:
            return next(self._readable(connection, [revision.place]), None)

    def removed(self, article_id: str, revision: int) -> Record | None:
        """Return the line of what was cut from a revision; ``None`` when there is none."""
        with self._asking() as connection:
            row = connection.execute(
                "SELECT r.number, s.name, r.place FROM removed r JOIN segments s"
                " ON s.number = r.segment WHERE r.id = ? AND r.revision = ?",
                (article_id, revision),
            ).fetchone()
            if row is None:
                return None
            place = LinePlace(part="removed", number=row[0], segment=row[1], offset=row[2])
            return next(self._readable(connection, [place]), None)

    def _readable(
        self, connection: sqlite3.Connection, places: Iterable[LinePlace]
    ) -> Iterator[Record]:
        rows = IndexRows(connection, self._folder)
        for place in places:
            try:
                yield upgrade(rows.read_line(place))
            except RecordError:
                continue  # the next refresh notices that the segment has gone

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that nobody else uses meanwhile."""
        connection = self._free.get()
        try:
            yield connection
        finally:
            self._free.put(connection)


def _reading(index: Path) -> sqlite3.Connection:
    connection = connect(index)
    with closed_on_error(connection):
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT number FROM generation").fetchone()  # opens the journal as well
    return connection


def _source_stories(source_id: str, stories: int, last_fetched: str) -> SourceStories:
    return SourceStories(source_id=source_id, stories=stories, last_fetched=last_fetched)
