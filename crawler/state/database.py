"""The SQLite file that holds everything remembered between runs."""

import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import overload

from crawler.state.migrations import STATE_VERSION, migrate
from pipelines.errors import ConfigError, DatasetError

_LOCK_TIMEOUT_S = 5.0
"""Seconds that another program (a backup, a shell of SQLite) may hold the state; newsdesk's own
runs keep out of each other's way before they open it."""
_CACHE_KIB = 16_384
"""What SQLite keeps of the file in memory, at the most."""
_CHECKPOINT_PAGES = 8000
"""Pages that wait in the -wal file (32 MB) until they go into the state file: a page that is
written often goes there once."""
DATASET_PARTS = ("articles", "removed", "rejected", "runs", "state", "warc")
"""The folders of a dataset."""
STORAGE_ERRORS = (DatasetError, OSError, sqlite3.Error)
"""What is raised when a dataset cannot be read or written any more."""


def state_path(folder: Path) -> Path:
    """Return where the state of a dataset stands."""
    return folder / "state" / "newsdesk.sqlite"


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
            migrate(connection, _check_version(connection, path))
    return connection


def check_place(folder: Path) -> None:
    """Make sure that a dataset is not made among the files of another one.

    Raises:
        ConfigError: it would be: the records of the one would count in the other as well.
    """
    place = folder.resolve()
    for above in place.parents:
        part = place.relative_to(above).parts[0]
        if part in DATASET_PARTS and state_path(above).exists():
            raise ConfigError(
                "bad-folder",
                f"{folder}: lies among the files of the dataset {above}; name that one, or a "
                "folder outside of it",
            )


def check_state(folder: Path) -> None:
    """Make sure that a state file that is missing was never there.

    Raises:
        DatasetError: the folder holds finished segments: without their memory everything would be
            fetched and written once more.
    """
    path = state_path(folder)
    if path.exists() and path.stat().st_size:
        return
    if any(any((folder / stream).rglob("*.jsonl*")) for stream in ("articles", "rejected")):
        raise DatasetError(
            "state-missing",
            f"{path}: is missing, though {folder} holds articles: {_repair_of(path)} makes it "
            "again from them; for a new dataset name another --output",
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
            migrate(copy, _check_version(copy, path))
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
            raise _corrupt(state_path(folder), error) from error
        why = getattr(error, "strerror", None) or error
        raise DatasetError(
            "folder-unusable",
            f"{folder}: cannot be written: {why}; nothing that was found is lost: "
            "put it right and run the same again",
        ) from error


@contextmanager
def reading_errors(folder: Path) -> Iterator[None]:
    """Let what keeps the state of a dataset from being read end as a ``DatasetError``."""
    with _our_errors(state_path(folder)):
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
        f"{path}: {error}; the articles are not touched: {_repair_of(path)} keeps this file aside "
        "and makes a new one from them",
    )


def _repair_of(path: Path) -> str:
    """Return the command that repairs a state file."""
    return f"`newsdesk doctor --repair --output {shlex.quote(str(path.parent.parent))}`"


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
