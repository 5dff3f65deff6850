"""The SQLite file that holds everything remembered between runs."""

import sqlite3
from pathlib import Path

from pipelines.errors import DatasetError

STATE_VERSION = 1
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


def open_database(path: Path) -> sqlite3.Connection:
    """Return a connection to the state file, made when it is missing. Autocommit; WAL.

    Raises:
        DatasetError: the file is no database, is damaged, or was written by a newer newsdesk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _prepare(connection, path)
    except sqlite3.DatabaseError as error:
        raise DatasetError(
            "state-unreadable",
            f"{path}: {error}; the segments are whole: move this file away to start a new memory",
        ) from error
    return connection


def open_copy(path: Path) -> sqlite3.Connection:
    """Return a connection to a copy of the state file in memory: nothing reaches the disk.

    A missing file gives an empty state.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None)
    if path.exists():
        original = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        with original:
            original.backup(copy)
        original.close()
    _prepare(copy, path)
    return copy


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > STATE_VERSION:
        raise DatasetError(
            "state-too-new",
            f"{path} has version {version}, this newsdesk knows {STATE_VERSION}: use a newer one",
        )
    if version == 0:
        connection.executescript(
            f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {STATE_VERSION}; COMMIT;"
        )
