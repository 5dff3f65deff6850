"""All revisions of one story, found by its id, the beginning of it, or an address.

The state says which article is meant and since when it is known, so few segments are read. Without
a state that can be read, all of them are.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from crawler.readers.dataset.records import ARTICLES, check_dataset, read_record_file, read_records
from crawler.state.database import open_reader, state_path
from crawler.state.frontier import Frontier
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import DatasetError, RecordError
from pipelines.exporters.jsonl import segment_files
from pipelines.serialization import Record
from pipelines.urls import canonicalize_url, similar_urls, url_id

_ID_START = re.compile(r"[0-9a-fA-F]{1,32}")
_NEAR = 5
_LEAST_NEAR_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Which article is meant, and what the state knows of it."""

    id: str
    revisions: int | None = None
    """``None``: no state says it."""
    first_day: str | None = None
    """Day of its first revision, as segments are named; ``None``: no state says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """What the segments hold of a story."""

    records: tuple[Record, ...]
    """In the order of their revisions."""
    problems: tuple[RecordError, ...]
    """Lines that were met on the way and cannot be read."""


def find_story(folder: Path, wanted: str) -> Story:
    """Return the article that an id, the only one that begins so, or a URL stands for.

    A URL may be as it was queued, as it was reached, or canonical; that of a copy stands for the
    article it copies.

    Raises:
        DatasetError: there is no dataset, no such article (near ones are named), or several.
    """
    check_dataset(folder)
    try:
        connection = open_reader(state_path(folder))
    except DatasetError:
        return _chosen(_InRecords(folder), folder, wanted)
    try:
        with closing(connection):
            story = _chosen(_InState(Frontier(connection)), folder, wanted)
            known = SqliteDuplicateIndex(connection).known(story.id)
    except sqlite3.DatabaseError:
        return _chosen(_InRecords(folder), folder, wanted)
    if known is None:
        return story
    first_day = known.first_seen.date().isoformat()
    return Story(id=story.id, revisions=known.revision, first_day=first_day)


def read_revisions(folder: Path, story: Story) -> Revisions:
    """Return the revisions of a story that stand in finished segments."""
    found: dict[int, Record] = {}
    problems: list[RecordError] = []
    for path in _likeliest_first(segment_files(folder / ARTICLES), story.first_day):
        if story.revisions is not None and len(found) >= story.revisions:
            break
        for record in read_record_file(path):
            if isinstance(record, RecordError):
                problems.append(record)
            elif record["id"] == story.id and isinstance(record["revision"], int):
                found[record["revision"]] = record
    return Revisions(
        records=tuple(found[revision] for revision in sorted(found)), problems=tuple(problems)
    )


class _Ids(Protocol):
    """Knows the ids of articles."""

    def beginning(self, prefix: str) -> tuple[str, ...]:
        """Return some ids that begin so."""

    def of_url(self, url: str) -> str | None:
        """Return the id of the article that a URL leads to."""

    def near_urls(self, url: str) -> tuple[str, ...]:
        """Return known URLs that differ little."""


class _InState:
    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier

    def beginning(self, prefix: str) -> tuple[str, ...]:
        return self._frontier.articles_beginning(prefix, _NEAR)

    def of_url(self, url: str) -> str | None:
        row = self._frontier.look_up(url)
        return None if row is None else row.article_id

    def near_urls(self, url: str) -> tuple[str, ...]:
        rows = map(self._frontier.look_up, similar_urls(url))
        return tuple(dict.fromkeys(row.url for row in rows if row is not None and row.article_id))


class _InRecords:
    """The same from the segments, each question by reading them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def beginning(self, prefix: str) -> tuple[str, ...]:
        ids = (str(record["id"]) for record in self._records())
        return tuple(sorted({own for own in ids if own.startswith(prefix)}))[:_NEAR]

    def of_url(self, url: str) -> str | None:
        canonical = url_id(canonicalize_url(url))
        fitting = (
            str(record["id"])
            for record in self._records()
            if record["id"] == canonical or url in (record["url"], record["url_requested"])
        )
        return next(fitting, None)

    def near_urls(self, url: str) -> tuple[str, ...]:
        similar = set(similar_urls(url))
        urls = (str(record["url"]) for record in self._records())
        return tuple(dict.fromkeys(own for own in urls if own in similar))[:_NEAR]

    def _records(self) -> Iterator[Record]:
        records = read_records(self._folder)
        return (record for record in records if not isinstance(record, RecordError))


def _chosen(ids: _Ids, folder: Path, wanted: str) -> Story:
    if not _ID_START.fullmatch(wanted):
        own = ids.of_url(wanted)
        if own is None:
            raise _unknown(folder, wanted, ids.near_urls(wanted))
        return Story(id=own)
    prefix = wanted.lower()
    found = ids.beginning(prefix)
    if len(found) > 1:
        raise DatasetError("ambiguous-article", f"{wanted}: may be {', '.join(found)}")
    if not found:
        raise _unknown(folder, wanted, _near_ids(ids, prefix))
    return Story(id=found[0])


def _near_ids(ids: _Ids, prefix: str) -> tuple[str, ...]:
    """Return ids that share the most first digits."""
    for length in range(len(prefix) - 1, _LEAST_NEAR_DIGITS - 1, -1):
        found = ids.beginning(prefix[:length])
        if found:
            return found
    return ()


def _unknown(folder: Path, wanted: str, near: Iterable[str]) -> DatasetError:
    names = ", ".join(near)
    hint = f"the nearest: {names}" if names else "give the id of a record, or the URL of a story"
    return DatasetError("unknown-article", f"{wanted}: no such article in {folder}; {hint}")


def _likeliest_first(paths: Iterable[Path], first_day: str | None) -> list[Path]:
    """Return the segments: from the day of the first revision on, then the earlier ones."""
    day = f"date={first_day or ''}"
    return sorted(paths, key=lambda path: (path.parent.name < day, path))
