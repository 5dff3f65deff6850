"""Makes the state of a dataset again from its segments when it is lost or damaged.

The segments tell which URLs have ended and what every article says: enough that nothing is fetched
or written twice. What they do not tell is taken from the damaged file as far as it can be read:
URLs that wait to be fetched, lines that wait to be written, the sources, the pauses that hosts
asked for. What was learned of sites is learned again.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from crawler.state.database import check_integrity, open_database
from crawler.state.frontier import Frontier
from crawler.state.frontier_rows import Ending
from crawler.state.lock import DatasetLock
from crawler.state.outbox import STREAMS
from crawler.state.source_history import SeenPage, SourceHistory
from crawler.state.source_states import SourceStates
from crawler.state.trail import dump_record_evidence
from pipelines.dedup.index import KnownArticle
from pipelines.dedup.minhash import signature
from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import PART_SUFFIX, read_segment, segment_files
from pipelines.extraction.feed_text import FEED_EXTRACTOR
from pipelines.serialization import Record, loads
from pipelines.transaction import transaction

Condition = Literal["whole", "missing", "corrupt"]
_COMPANIONS = ("", "-wal", "-shm")
_COPY_OF = "the same as article "
_SALVAGED: tuple[tuple[str, str], ...] = (
    (
        "frontier",
        "SELECT key, url, source_id, source_type, source_url, entry, state, attempts,"
        " announced_modified, discovered_at, announced_at FROM frontier WHERE state = 'pending'",
    ),
    (
        "sources",
        "SELECT source_id, resolved_url, last_checked, last_success, last_listed, last_new,"
        " failures, last_error, day_first, month_first, rhythm_stories, rhythm_s FROM sources",
    ),
    ("source_days", "SELECT source_id, day, stories, reads FROM source_days"),
    ("pauses", "SELECT place, until FROM pauses"),
)


@dataclass(slots=True, kw_only=True)
class Repair:
    """What a repair found and did."""

    condition: Condition
    why: str = ""
    """What is wrong with the file that was there."""
    kept_as: Path | None = None
    """Where the damaged file is now."""
    urls: int = 0
    articles: int = 0
    salvaged: Counter[str] = field(default_factory=Counter)
    """Rows that could be read in the damaged file, by table."""
    broken: list[RecordError] = field(default_factory=list)
    """Lines of segments that cannot be read."""


def repair_state(folder: Path, now: datetime) -> Repair:
    """Make the state of a dataset again unless it is whole, and return what was done.

    Killed at any moment, it can be run again: the new file gets its name when it is complete.

    Raises:
        DatasetLockedError: a run works on the dataset.
        DatasetError: the state was written by a newer newsdesk, or is in use.
    """
    path = folder / "state" / "newsdesk.sqlite"
    lock = DatasetLock(folder / "state" / "lock")
    lock.acquire("newsdesk doctor --repair", now)
    try:
        is_there = path.exists() and path.stat().st_size > 0  # a full disk leaves empty files
        why = check_integrity(path) if is_there else None
        if is_there and why is None:
            return Repair(condition="whole")
        done = Repair(condition="missing" if why is None else "corrupt", why=why or "")
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


def _rebuild(connection: sqlite3.Connection, folder: Path, old: Path, done: Repair) -> None:
    books = _Books(connection)
    for group in _by_day(folder):
        with transaction(connection):
            for stream, record in _records(group, done):
                books.take(stream, record)
        books.merge_when_due()
    if done.condition == "corrupt":
        with transaction(connection):
            _salvage(connection, old, folder, books, done)
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
                (source_id, int(last.timestamp()), None if new is None else int(new.timestamp()))
                for source_id, (last, new) in self._sources.items()
            ],
        )

    def _take_article(self, record: Record) -> None:
        fetched_at, text = _time(record, "date_fetched"), str(record["text"])
        is_story = record["revision"] == 1
        ending = _ending(record, "delivered", fetched_at, article_id=str(record["id"]))
        if not is_story or record.get("extractor") == FEED_EXTRACTOR:
            # Whether page or feed told a story decides on what may take its place.
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
        is_copy = reason.startswith("duplicate-") and detail.startswith(_COPY_OF)
        fetched_at = _time(record, "date_fetched")
        self._frontier.finish(
            _ending(
                record,
                "duplicate" if is_copy else "rejected",
                fetched_at,
                article_id=detail.removeprefix(_COPY_OF) if is_copy else None,
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


def _salvage(
    connection: sqlite3.Connection, old: Path, folder: Path, books: _Books, done: Repair
) -> None:
    """Take what can still be read in the damaged file."""
    with suppress(sqlite3.Error), closing(_open_damaged(old)) as damaged:
        for stream, line in _waiting_lines(damaged, folder):
            with suppress(RecordError):
                record = loads(line)
                if stream in _NEEDED and _is_ours(stream, record):
                    books.take(stream, record)
            connection.execute(
                "INSERT INTO outbox (stream, day, line) VALUES (?, ?, ?)",
                (stream, _day_of(line), line),
            )
            done.salvaged["outbox"] += 1
        for table, query in _SALVAGED:
            done.salvaged[table] += _copy(connection, damaged, table, query)
        _add_reads(connection, damaged)


def _open_damaged(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _waiting_lines(damaged: sqlite3.Connection, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the lines of the outbox that stand in no segment."""
    for row in _readable(damaged, "SELECT stream, line, segment FROM outbox ORDER BY number"):
        stream, line, segment = row
        if segment is None or not (folder / str(segment)).exists():
            yield str(stream), str(line)


def _day_of(line: str) -> str:
    with suppress(RecordError, KeyError, TypeError):
        return str(loads(line)["date_fetched"])[:10]
    return "1970-01-01"


def _copy(
    connection: sqlite3.Connection, damaged: sqlite3.Connection, table: str, query: str
) -> int:
    count = 0
    for row in _readable(damaged, query):
        names = query.removeprefix("SELECT ").partition(" FROM ")[0]
        marks = ", ".join("?" * len(row))
        with suppress(sqlite3.IntegrityError, sqlite3.InterfaceError):
            count += connection.execute(
                f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of ours
                row,
            ).rowcount
    return count


def _add_reads(connection: sqlite3.Connection, damaged: sqlite3.Connection) -> None:
    """Enter on which days sources were read: segments tell the stories of a day alone."""
    for row in _readable(damaged, "SELECT reads, source_id, day FROM source_days"):
        with suppress(sqlite3.IntegrityError, sqlite3.InterfaceError):
            connection.execute(
                "UPDATE source_days SET reads = ? WHERE source_id = ? AND day = ?", row
            )


def _readable(damaged: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows up to the first that cannot be read."""
    with suppress(sqlite3.DatabaseError):
        yield from damaged.execute(query)


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
