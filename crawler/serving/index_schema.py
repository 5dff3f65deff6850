"""The search index of a dataset as SQLite tables: a cache that may be lost at any time.

The full-text table keeps no text of its own (``content=''``): the segments have it, and it would
nearly double the index. What is shown of a hit is read where ``revisions`` says.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler.serving.search_terms import COLUMNS, MIN_BEGINNING_CHARS
from pipelines.errors import ConfigError
from pipelines.exporters.sqlite_database import TOKENIZER
from pipelines.transaction import transaction

INDEX_VERSION = 2
"""Raised whenever tables or tokens change: an older index is made again."""
APPLICATION_ID = 0x6E647378
"""In the head of the file: tells an index from any other database."""

_TABLES = ("segments", "revisions", "removed", "packed", "found", "generation")
_SCHEMA = f"""
CREATE TABLE segments (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    finished INTEGER NOT NULL
);
CREATE TABLE revisions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    age TEXT NOT NULL,
    fetched TEXT NOT NULL,
    segment INTEGER NOT NULL,
    place INTEGER,
    is_latest INTEGER NOT NULL,
    UNIQUE (id, revision)
);
CREATE INDEX latest_by_age ON revisions (age, number) WHERE is_latest;
CREATE INDEX latest_by_source ON revisions (source_id, age, number, fetched) WHERE is_latest;
CREATE TABLE removed (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    place INTEGER,
    UNIQUE (id, revision)
);
CREATE TABLE packed (
    part TEXT NOT NULL,
    number INTEGER NOT NULL,
    line BLOB NOT NULL,
    PRIMARY KEY (part, number)
);
CREATE VIRTUAL TABLE found USING fts5 (
    {", ".join(COLUMNS)}, source, content='', prefix='{MIN_BEGINNING_CHARS}', tokenize="{TOKENIZER}"
);
CREATE TABLE generation (number INTEGER NOT NULL);
PRAGMA user_version = {INDEX_VERSION};
"""
_BUSY_S = 60.0
_MAX_JOURNAL_BYTES = 16 * 1024**2
_HEAD_BYTES = 72
"""The last four of them are the application id: https://www.sqlite.org/fileformat.html."""


def open_index(path: Path) -> sqlite3.Connection:
    """Return a connection that may write; what is no index of today is replaced by an empty one.

    Raises:
        ConfigError: the file cannot be written there, or is something else.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if _is_empty(path):
            _remove(path)  # a journal without its database belongs to an older one
        try:
            return _opened(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # damaged
            _remove(path)
            return _opened(path)
    except (OSError, sqlite3.OperationalError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(
            "bad-index",
            f"{path}: no search index can be kept there: {why}; --index names another file",
        ) from error


def connect(path: Path) -> sqlite3.Connection:
    """Return one more connection to an index that is there; any thread may use it."""
    connection = sqlite3.connect(
        path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    with closed_on_error(connection):
        connection.execute("PRAGMA cache_size = -16000")  # KiB
    return connection


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close a connection that turns out to be of no use, as one to a damaged file."""
    try:
        yield
    except sqlite3.Error:
        connection.close()
        raise


def clear(connection: sqlite3.Connection) -> None:
    """Make all tables again, in the transaction that is open."""
    for table in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA.split(";\n"):
        connection.execute(statement)
    connection.execute("INSERT INTO generation VALUES (abs(random()))")


def _is_empty(path: Path) -> bool:
    """Return whether nothing is there yet.

    Raises:
        ConfigError: something else is there, which must not be written over.
    """
    head = b""
    with suppress(FileNotFoundError), path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head and head[_HEAD_BYTES - 4 :] != APPLICATION_ID.to_bytes(4, "big"):
        raise ConfigError(
            "bad-index", f"{path}: is no search index of newsdesk; --index names another file"
        )
    return not head


def _opened(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    with closed_on_error(connection):
        if _value(connection, "application_id") != APPLICATION_ID:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA journal_size_limit = {_MAX_JOURNAL_BYTES}")
        if _value(connection, "user_version") != INDEX_VERSION:
            with transaction(connection):
                if _value(connection, "user_version") != INDEX_VERSION:  # still, with the lock
                    clear(connection)
    return connection


def _value(connection: sqlite3.Connection, pragma: str) -> int:
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
