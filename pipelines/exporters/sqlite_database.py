"""Records as an SQLite database with full-text search, as Datasette and other tools open it."""

import errno
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from pipelines.field_types import FieldType
from pipelines.normalization import without_surrogates
from pipelines.serialization import FIELDS, SCHEMA_VERSION, Record

TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
"""Of full-text tables. Marks belong to the words: vowels of Hindi are marks."""
_TYPES: Mapping[FieldType, str] = {
    "int": "INTEGER",
    "bool": "INTEGER",
    "string": "TEXT",
    "time": "TEXT",
    "enum": "TEXT",
    "list of string": "TEXT",
}


_SEARCHED = "title, description, text, authors"
_INDEXED = ("date_published", "date_fetched", "source_id", "domain")
_NAMES = [field.name for field in FIELDS]
_COLUMNS = ",\n    ".join(
    f"{field.name} {_TYPES[field.type]}{'' if field.nullable else ' NOT NULL'}" for field in FIELDS
)
# The search table keeps no text of its own: it would double the file. It finds rows by their
# number, which is a column because SQLite gives others out anew when a file is compacted.
_SCHEMA = f"""
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    {_COLUMNS},
    UNIQUE (id, revision)
);
CREATE VIEW stories AS
SELECT * FROM articles AS article WHERE revision = (
    SELECT max(revision) FROM articles AS other WHERE other.id = article.id
);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    {_SEARCHED}, content='articles', content_rowid='number',
    tokenize="{TOKENIZER}"
);
PRAGMA user_version = {SCHEMA_VERSION};
"""  # noqa: S608 - names of our own
_INSERTION = (
    f"INSERT OR REPLACE INTO articles ({', '.join(_NAMES)}) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join('?' for _ in _NAMES)})"
)


def write_sqlite(records: Iterable[Record], path: Path) -> int:
    """Write records into a new database; return how many it holds.

    The table ``articles`` has a row a revision, the view ``stories`` the last revision of each
    story, ``articles_fts`` (FTS5) finds words in titles, descriptions, texts and authors. Lists are
    JSON, truth values 0 and 1, times text, as in the record. Of a revision that comes twice the
    last one stays.

    Args:
        records: such as passed ``check_record``.
        path: of an empty file, or of none yet. What is left there when this fails is no database.

    Raises:
        OSError: the file cannot be written, as of a full disk.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _fill(connection, records)
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _fill(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    # A journal protects what was there before: here that is nothing.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(_SCHEMA)
    connection.execute("BEGIN")
    connection.executemany(_INSERTION, map(_row, records))
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    for name in _INDEXED:
        connection.execute(f"CREATE INDEX articles_by_{name} ON articles ({name})")
    connection.execute("COMMIT")


def _row(record: Record) -> list[object]:
    return [_value(record[name]) for name in _NAMES]


def _value(value: object) -> object:
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    return without_surrogates(value) if isinstance(value, str) else value
