"""Makes the state of a dataset again from its segments when it is lost, damaged or out of date.

The segments tell which URLs have ended and what every article says: enough that nothing is fetched
or written twice. What they do not tell is taken from the file that is there as far as it can be
read: URLs that wait to be fetched, lines that wait to be written, the sources, the pauses that
hosts asked for. What was learned of sites is learned again.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from crawler.state.database import check_integrity, open_database, state_path
from crawler.state.frontier import Frontier
from crawler.state.lock import DatasetLock
from crawler.state.outbox import STREAMS
from crawler.state.salvage import salvage
from crawler.state.segment_books import Books, is_ours
from crawler.state.up_to_date import unknown_segment
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import PART_SUFFIX, read_segment, segment_files
from pipelines.serialization import Record, loads
from pipelines.transaction import transaction

Condition = Literal["whole", "missing", "corrupt", "outdated"]
_COMPANIONS = ("", "-wal", "-shm")


@dataclass(slots=True, kw_only=True)
class Repair:
    """What a repair found and did."""

    condition: Condition
    why: str = ""
    """What is wrong with the file that was there."""
    kept_as: Path | None = None
    """Where the file that was there is now."""
    urls: int = 0
    articles: int = 0
    salvaged: Counter[str] = field(default_factory=Counter)
    """Rows that could be read in that file, by table."""
    broken: list[RecordError] = field(default_factory=list)
    """Lines of segments that cannot be read."""


def repair_state(folder: Path, now: datetime) -> Repair:
    """Make the state of a dataset again unless it is whole, and return what was done.

    Killed at any moment, it can be run again: the new file gets its name when it is complete.

    Raises:
        DatasetLockedError: a run works on the dataset.
        DatasetError: the state was written by a newer newsdesk, or is in use.
    """
    path = state_path(folder)
    lock = DatasetLock(folder / "state" / "lock")
    lock.acquire("newsdesk doctor --repair", now)
    try:
        is_there = path.exists() and path.stat().st_size > 0  # a full disk leaves empty files
        done = _diagnosis(folder, path) if is_there else Repair(condition="missing")
        if done.condition == "whole":
            return done
        rebuilt = path.with_name(f"{path.name}.rebuilt")
        _remove(rebuilt)
        _remove_parts(folder)
        with closing(open_database(rebuilt)) as connection:
            _rebuild(connection, folder, path, done)
            connection.execute("PRAGMA journal_mode = DELETE")  # the file alone holds everything
        if not is_there:
            path.unlink(missing_ok=True)
        # Also where the file alone is lost: its log would be played into the new one.
        aside = _keep_aside(path, now)
        done.kept_as = aside if is_there else None
        rebuilt.rename(path)
        return done
    finally:
        lock.release()


def _diagnosis(folder: Path, path: Path) -> Repair:
    why = check_integrity(path)
    if why is not None:
        return Repair(condition="corrupt", why=why)
    with closing(open_database(path)) as connection:
        segment = unknown_segment(folder, SqliteDuplicateIndex(connection))
    if segment is None:
        return Repair(condition="whole")
    return Repair(condition="outdated", why=f"it did not know the articles of {segment}")


def _rebuild(connection: sqlite3.Connection, folder: Path, old: Path, done: Repair) -> None:
    books = Books(connection)
    for group in _by_day(folder):
        with transaction(connection):
            for stream, record in _records(group, done):
                books.take(stream, record)
        books.merge_when_due()
    if done.condition != "missing":
        # What waited in a state that is out of date was written by the one that came after it.
        take_line = None if done.condition == "outdated" else books.take_line
        with transaction(connection):
            done.salvaged = salvage(connection, old, folder, take_line)
    with transaction(connection):
        books.close()
    done.urls = sum(Frontier(connection).counts().values())
    done.articles = connection.execute("SELECT count(*) FROM dedup_articles").fetchone()[0]


def _by_day(folder: Path) -> Iterator[list[tuple[str, Path]]]:
    """Yield the segments day by day: a URL that was rejected and came later ends as delivered."""
    days: dict[str, list[tuple[str, Path]]] = {}
    for stream in ("rejected", "articles"):
        for path in segment_files(folder / stream):
            days.setdefault(path.parent.name, []).append((stream, path))
    for day in sorted(days):
        yield days[day]


def _records(segments: Iterable[tuple[str, Path]], done: Repair) -> Iterator[tuple[str, Record]]:
    for stream, path in segments:
        for number, record in enumerate(_whole_lines(path, done), start=1):
            if is_ours(stream, record):
                yield stream, record
            else:
                error = RecordError("not-a-record", f"{path}: record {number}: not of newsdesk")
                done.broken.append(error)


def _whole_lines(path: Path, done: Repair) -> Iterator[Record]:
    """Yield the lines of a segment that can be read; a broken one hides no other."""
    if path.suffix != ".jsonl":
        try:
            yield from read_segment(path)
        except RecordError as error:
            done.broken.append(error)
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield loads(line, f"{path}:{number}")
            except RecordError as error:
                done.broken.append(error)


def _keep_aside(path: Path, now: datetime) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    for companion in _COMPANIONS:
        file = path.with_name(f"{path.name}{companion}")
        if file.exists():
            file.rename(aside.with_name(f"{aside.name}{companion}"))
    return aside


def _remove(path: Path) -> None:
    for companion in _COMPANIONS:
        path.with_name(f"{path.name}{companion}").unlink(missing_ok=True)


def _remove_parts(folder: Path) -> None:
    """Remove half-written segments: what they were to hold is known to nobody but the old state."""
    for stream in STREAMS:
        for part in (folder / stream).rglob(f"*{PART_SUFFIX}"):
            part.unlink()
