"""The SQLite file that holds everything remembered between runs."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import overload

from pipelines.errors import DatasetError

_SCHEMA = """
CREATE TABLE frontier (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    source_id TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source_url TEXT,
    entry TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_run TEXT,
    announced_modified TEXT,
    discovered_at INTEGER NOT NULL,
    announced_at INTEGER NOT NULL,
    finished_at INTEGER,
    final_url TEXT,
    http_status INTEGER,
    reason TEXT,
    detail TEXT,
    article_id TEXT,
    trail TEXT
) WITHOUT ROWID;
CREATE INDEX frontier_by_state ON frontier (source_id, state);
CREATE INDEX frontier_by_article ON frontier (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX frontier_by_final_url ON frontier (final_url) WHERE final_url IS NOT NULL;
CREATE TABLE validators (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT
) WITHOUT ROWID;
CREATE TABLE sources (
    source_id TEXT PRIMARY KEY,
    resolved_url TEXT,
    last_checked INTEGER,
    last_success INTEGER,
    last_listed INTEGER,
    last_new INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    day_first INTEGER NOT NULL DEFAULT 0,
    month_first INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    day TEXT NOT NULL,
    line TEXT NOT NULL,
    segment TEXT
);
CREATE INDEX outbox_by_segment ON outbox (segment);
"""

_LOCK_TIMEOUT_S = 5.0
"""Seconds that another program (a backup, a shell of SQLite) may hold the state; newsdesk's own
runs keep out of each other's way before they open it."""
_CACHE_KIB = 16_384
"""What SQLite keeps of the file in memory, at the most."""
_CHECKPOINT_PAGES = 8000
"""Pages that wait in the -wal file (32 MB) until they go into the state file: a page that is
written often goes there once."""
STORAGE_ERRORS = (DatasetError, OSError, sqlite3.Error)
"""What is raised when a dataset cannot be read or written any more."""

_SITES = """
CREATE TABLE sites (
    number INTEGER PRIMARY KEY,
    site TEXT NOT NULL UNIQUE,
    articles INTEGER NOT NULL DEFAULT 0,
    day_first INTEGER NOT NULL DEFAULT 0,
    month_first INTEGER NOT NULL DEFAULT 0,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
);
CREATE TABLE site_lines (
    site INTEGER NOT NULL,
    key INTEGER NOT NULL,
    articles INTEGER NOT NULL DEFAULT 1,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    sample TEXT,
    PRIMARY KEY (site, key)
) WITHOUT ROWID;
CREATE INDEX site_lines_repeated ON site_lines (site, articles) WHERE articles > 1;
CREATE TABLE site_marks (
    site INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 1,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (site, kind, value)
) WITHOUT ROWID;
"""
_PAUSES = "CREATE TABLE pauses (place TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;"
_HISTORY = """
ALTER TABLE sources ADD COLUMN rhythm_stories REAL NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN rhythm_s REAL NOT NULL DEFAULT 0;
CREATE INDEX frontier_by_discovery ON frontier (source_id, discovered_at);
CREATE TABLE source_pages (
    source_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    words INTEGER,
    is_dated INTEGER,
    reason TEXT,
    PRIMARY KEY (source_id, number)
) WITHOUT ROWID;
CREATE TABLE source_days (
    source_id TEXT NOT NULL,
    day TEXT NOT NULL,
    stories INTEGER NOT NULL DEFAULT 0,
    reads INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, day)
) WITHOUT ROWID;
"""
# As the layout was then: what the index makes today may change, a step must not.
_INDEX_BY_KEYS = """
CREATE TABLE IF NOT EXISTS dedup_articles (
    number, id, url_canonical, text_sha256, revision, first_seen, cluster_id, signature
);
ALTER TABLE dedup_articles RENAME TO dedup_former;
CREATE TABLE dedup_articles (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    url_canonical TEXT NOT NULL,
    text_sha256 BLOB NOT NULL,
    revision INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    cluster_id BLOB,
    signature BLOB NOT NULL
);
INSERT INTO dedup_articles SELECT
    number, id, url_canonical, text_sha256, revision, first_seen, cluster_id, signature
    FROM dedup_former;
DROP TABLE dedup_former;
DROP TABLE IF EXISTS dedup_bands;
"""
# What a source still lists is found without reading all that it ever listed.
_LISTED = """
DROP INDEX frontier_by_state;
CREATE INDEX frontier_by_state ON frontier (source_id, state, announced_at);
ALTER TABLE validators ADD COLUMN saved_at INTEGER NOT NULL DEFAULT 0;
"""
_MIGRATIONS: tuple[str, ...] = (
    _SCHEMA,
    "ALTER TABLE sources ADD COLUMN read_as TEXT;",
    _SITES,
    _PAUSES,
    _HISTORY,
    _INDEX_BY_KEYS,
    _LISTED,
)
"""The step at index n takes a state of version n to n + 1."""
STATE_VERSION = len(_MIGRATIONS)


def open_database(path: Path) -> sqlite3.Connection:
    """Return a connection to the state file, made when it is missing. Autocommit; WAL.

    Raises:
        DatasetError: the file is no database, is damaged, or was written by a newer newsdesk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _our_errors(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=_LOCK_TIMEOUT_S)
        with _closed_on_error(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            _migrate(connection, path)
    return connection


def check_state(folder: Path, path: Path) -> None:
    """Make sure that a state file that is missing was never there.

    Raises:
        DatasetError: the folder holds finished segments: without their memory everything would be
            fetched and written once more.
    """
    if path.exists() and path.stat().st_size:
        return
    if any(any((folder / stream).rglob("*.jsonl*")) for stream in ("articles", "rejected")):
        raise DatasetError(
            "state-missing",
            f"{path}: is missing, though {folder} holds articles: `newsdesk doctor --repair "
            f"--output {folder}` makes it again from them; for a new dataset name another --output",
        )


def check_integrity(path: Path) -> str | None:
    """Return what is wrong with a state file that is there; ``None`` when it is whole.

    Raises:
        DatasetError: it was written by a newer newsdesk, is locked or cannot be opened.
    """
    try:
        with closing(open_database(path)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            for table in ("frontier", "sources", "outbox", "sites", "source_pages"):
                connection.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - a name of ours
    except DatasetError as error:
        if error.reason == "state-corrupt":
            return str(error.__cause__)
        raise
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads a state that another process may write.

    A state of an earlier version is read as a copy that is brought up to date. In a folder that
    cannot be written, such as a mounted backup, nobody writes it either.

    Raises:
        DatasetError: as for ``open_database``, and when the file is missing.
    """
    with _our_errors(path):
        uri = f"{path.resolve().as_uri()}?mode=ro"
        if not os.access(path.parent, os.W_OK):
            uri = _read_only(path)
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_LOCK_TIMEOUT_S)
        with _closed_on_error(connection):
            version = _check_version(connection, path)
    if version == STATE_VERSION:
        return connection
    connection.close()
    return open_copy(path)


def open_copy(path: Path) -> sqlite3.Connection:
    """Return a connection to a private copy of the state file, gone when it is closed.

    SQLite keeps it in memory and spills what grows to a temporary file, so a long extraction stays
    small. A missing file gives an empty state.

    Raises:
        DatasetError: as for ``open_database``.
    """
    with _our_errors(path):
        copy = sqlite3.connect("", isolation_level=None)
        with _closed_on_error(copy):
            if path.exists():
                with closing(sqlite3.connect(_read_only(path), uri=True)) as original:
                    original.backup(copy)
            _migrate(copy, path)
    return copy


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    """Return the text as SQLite takes it: lone surrogates (of file names) become ``?``."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


def _read_only(path: Path) -> str:
    # Even a reader makes the -wal and -shm files of a WAL database, unless it is told that nobody
    # writes. A -wal file says that somebody does, or was killed: then both are there already.
    is_in_use = path.with_name(f"{path.name}-wal").exists()
    return f"{path.resolve().as_uri()}?{'mode=ro' if is_in_use else 'immutable=1'}"


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _check_version(connection, path)
    for step in range(version, STATE_VERSION):
        connection.executescript(
            f"BEGIN IMMEDIATE; {_MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;"
        )


def _check_version(connection: sqlite3.Connection, path: Path) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > STATE_VERSION:
        raise DatasetError(
            "state-too-new",
            f"{path} has version {version}, this newsdesk knows {STATE_VERSION}: use a newer one",
        )
    return version


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Let what keeps a dataset from being written end as a ``DatasetError`` that names it."""
    try:
        yield
    except (DatasetError, BrokenPipeError):
        raise
    except (OSError, sqlite3.Error) as error:
        if type(error) is sqlite3.DatabaseError:  # its subclasses tell that the file is whole
            raise _corrupt(folder / "state" / "newsdesk.sqlite", error) from error
        why = getattr(error, "strerror", None) or error
        raise DatasetError(
            "folder-unusable",
            f"{folder}: cannot be written: {why}; nothing that was found is lost: "
            "put it right and run the same again",
        ) from error


@contextmanager
def reading_errors(folder: Path) -> Iterator[None]:
    """Let what keeps the state of a dataset from being read end as a ``DatasetError``."""
    with _our_errors(folder / "state" / "newsdesk.sqlite"):
        yield


@contextmanager
def _our_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        # Locked, read-only, disk full: the file itself may be whole.
        advice = "put it right and run the same again"
        if "locked" in str(error):
            advice = "another program has it open: close that and run the same again"
        raise DatasetError("state-unusable", f"{path}: {error}; {advice}") from error
    except sqlite3.DatabaseError as error:
        raise _corrupt(path, error) from error


def _corrupt(path: Path, error: sqlite3.Error) -> DatasetError:
    return DatasetError(
        "state-corrupt",
        f"{path}: {error}; the articles are not touched: `newsdesk doctor --repair` keeps this "
        "file aside and makes a new one from them",
    )


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
