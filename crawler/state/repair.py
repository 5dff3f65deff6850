"""Makes the state of a dataset again from its segments when it is lost, damaged or out of date.

The segments tell which URLs have ended and what every article says: enough that nothing is fetched
or written twice. What they do not tell is taken from the file that is there as far as it can be
read: URLs that wait to be fetched, lines that wait to be written, the sources, the pauses that
hosts asked for. What was learned of sites is learned again.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from crawler.state.copy_lines import copied_article
from crawler.state.database import check_integrity, open_database, state_path
from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import Ending
from crawler.state.lock import DatasetLock
from crawler.state.moments import to_seconds
from crawler.state.outbox import STREAMS
from crawler.state.salvage import salvage
from crawler.state.source_history import SeenPage, SourceHistory
from crawler.state.source_states import SourceStates
from crawler.state.trail import dump_record_evidence
from crawler.state.up_to_date import unknown_segment
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.minhash import signature
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
    books = _Books(connection)
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


class _Books:
    """The tables that are filled from lines."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._frontier = Frontier(connection)
        self._index = SqliteDuplicateIndex(connection)
        self._history = SourceHistory(connection)
        self._connection = connection
        self._sources: dict[str, tuple[datetime, datetime | None]] = {}

    def take(self, stream: str, record: Record) -> None:
        """Enter one line.

        Raises:
            KeyError, TypeError, ValueError: it is no line that newsdesk wrote.
        """
        if stream == "articles":
            self._take_article(record)
        else:
            self._take_rejected(record)

    def merge_when_due(self) -> None:
        """Keep memory small; not to be called in a transaction."""
        self._index.merge_when_due()

    def close(self) -> None:
        """Enter when each source was last heard of, where nothing better is known."""
        SourceStates(self._connection)
        self._connection.executemany(
            "INSERT INTO sources (source_id, last_checked, last_success, last_new)"
            " VALUES (?1, ?2, ?2, ?3) ON CONFLICT (source_id) DO UPDATE SET"
            " last_checked = coalesce(last_checked, ?2), last_success = coalesce(last_success, ?2),"
            " last_new = coalesce(last_new, ?3)",
            [
                (source_id, to_seconds(last), None if new is None else to_seconds(new))
                for source_id, (last, new) in self._sources.items()
            ],
        )

    def take_line(self, stream: str, line: str) -> None:
        """Enter a line that waits to be written, if it is one of newsdesk."""
        with suppress(RecordError):
            record = loads(line)
            if stream in _NEEDED and _is_ours(stream, record):
                self.take(stream, record)

    def _take_article(self, record: Record) -> None:
        fetched_at, text = _time(record, "date_fetched"), str(record["text"])
        is_story = record["revision"] == 1
        ending = _ending(record, "delivered", fetched_at, article_id=str(record["id"]))
        # What told a story, how much of it and under which headline decides on what may follow it.
        ending = replace(ending, trail=dump_record_evidence(record))
        self._frontier.finish(ending)
        self._index.put(
            KnownArticle(
                id=str(record["id"]),
                url_canonical=str(record["url_canonical"]),
                text_sha256=str(record["text_sha256"]),
                revision=_whole(record, "revision"),
                first_seen=_time(record, "date_first_seen"),
                cluster_id=_text(record, "cluster_id"),
            ),
            signature(text),
        )
        seen = SeenPage(
            at=fetched_at,
            words=_whole(record, "word_count"),
            is_dated=record["date_published"] is not None,
        )
        self._add(record, seen, is_story=is_story)

    def _take_rejected(self, record: Record) -> None:
        reason, detail = str(record["reason"]), _text(record, "detail") or ""
        copied = copied_article(reason, detail)
        fetched_at = _time(record, "date_fetched")
        self._frontier.finish(
            _ending(
                record,
                "rejected" if copied is None else "duplicate",
                fetched_at,
                article_id=copied,
            )
        )
        self._add(record, SeenPage(at=fetched_at, reason=reason))

    def _add(self, record: Record, seen: SeenPage, *, is_story: bool = False) -> None:
        source_id = str(record["source_id"])
        self._history.add_page(source_id, seen, is_story=is_story)
        last, new = self._sources.get(source_id, (seen.at, None))
        if is_story:
            new = seen.at if new is None else max(new, seen.at)
        self._sources[source_id] = (max(last, seen.at), new)


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
            if _is_ours(stream, record):
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


_NEEDED = {
    "articles": ("id", "url", "url_requested", "url_canonical", "text_sha256", "text", "revision",
                 "word_count", "date_fetched", "date_first_seen", "date_published", "source_id",
                 "source_type"),
    "rejected": ("url", "url_requested", "reason", "date_fetched", "source_id", "source_type"),
}  # fmt: skip


def _is_ours(stream: str, record: Record) -> bool:
    if not all(name in record for name in _NEEDED[stream]):
        return False
    try:
        _time(record, "date_fetched")
        if stream == "articles":
            _time(record, "date_first_seen")
            bytes.fromhex(str(record["id"]) + str(record["text_sha256"]))
            _whole(record, "revision")
            _whole(record, "word_count")
    except (TypeError, ValueError):
        return False
    return True


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


def _ending(
    record: Record, state: Literal["delivered", "duplicate", "rejected"], at: datetime, *,
    article_id: str | None,
) -> Ending:  # fmt: skip
    status = record.get("http_status")
    return Ending(
        url=str(record["url_requested"]),
        source_id=str(record["source_id"]),
        source_type=record["source_type"],  # type: ignore[arg-type] # one of ours
        source_url=_text(record, "source_url"),
        state=state,
        now=at,
        final_url=str(record["url"]),
        http_status=status if isinstance(status, int) else None,
        reason=_text(record, "reason"),
        detail=_text(record, "detail"),
        article_id=article_id,
    )


def _time(record: Record, name: str) -> datetime:
    moment = datetime.fromisoformat(str(record[name]))
    if moment.tzinfo is None:
        raise ValueError(name)
    return moment


def _whole(record: Record, name: str) -> int:
    value = record[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return value


def _text(record: Record, name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) else None
