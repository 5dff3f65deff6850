"""The formats of ``newsdesk export``, as a table; each imports what it needs when it writes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import ByteStream
from crawler.cli.extras import extra_needed

if TYPE_CHECKING:
    from pipelines.exporters.feeds.feed_head import FeedHead
    from pipelines.exporters.profiles import Profile
    from pipelines.serialization import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat:
    """A format of one row a record, written while the records are read."""

    write: "Callable[[ByteStream, Iterable[Record], Profile], int]"
    """Gets the profile whose columns the rows have, and returns how many rows there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """A format of the newest records, made as a whole."""

    suffix: str
    """Of the file of one source."""
    make: "Callable[[FeedHead, Iterable[Record]], bytes]"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFormat:
    """A format of several files in a folder of their own, written while the records are read."""

    write: "Callable[[Path, Iterable[Record]], int]"
    """Replaces what an earlier call wrote there, and returns how many records there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format of one file that programs write by its name, while the records are read."""

    write: "Callable[[Path, Iterable[Record]], int]"
    """Fills an empty file, and returns how many records it holds."""


def _write_csv(out: ByteStream, records: "Iterable[Record]", profile: "Profile") -> int:
    from pipelines.exporters.csv_table import csv_lines

    columns = tuple(profile.columns)
    return _write_all(out, csv_lines(columns, map(profile.row, records))) - 1  # the names


def _write_spreadsheet(out: ByteStream, records: "Iterable[Record]", profile: "Profile") -> int:
    from pipelines.exporters.csv_table import spreadsheet_lines

    columns = tuple(profile.columns)
    return _write_all(out, spreadsheet_lines(columns, map(profile.row, records))) - 1


def _write_jsonl(out: ByteStream, records: "Iterable[Record]", profile: "Profile") -> int:
    from pipelines.serialization import dumps

    return _write_all(out, (f"{dumps(profile.row(record))}\n".encode() for record in records))


def _write_all(out: ByteStream, lines: Iterable[bytes]) -> int:
    count = 0
    for line in lines:
        out.write(line)
        count += 1
    return count


def _make_atom(head: "FeedHead", records: "Iterable[Record]") -> bytes:
    from pipelines.exporters.feeds.atom import write_atom

    return write_atom(head, records)


def _make_json_feed(head: "FeedHead", records: "Iterable[Record]") -> bytes:
    from pipelines.exporters.feeds.json_feed import write_json_feed

    return write_json_feed(head, records)


def _write_parquet(folder: Path, records: "Iterable[Record]") -> int:
    with extra_needed("newsdesk export parquet", "parquet", "pyarrow"):
        from pipelines.exporters.parquet.day_folders import write_parquet

        return write_parquet(records, folder, is_overwriting=True)


def _write_sqlite(path: Path, records: "Iterable[Record]") -> int:
    from pipelines.exporters.sqlite_database import write_sqlite

    return write_sqlite(records, path)


Format = TableFormat | FeedFormat | FolderFormat | FileFormat
FORMATS: Mapping[str, Format] = {
    "atom": FeedFormat(suffix=".atom", make=_make_atom),
    "csv": TableFormat(write=_write_csv),
    "json-feed": FeedFormat(suffix=".json", make=_make_json_feed),
    "jsonl": TableFormat(write=_write_jsonl),
    "parquet": FolderFormat(write=_write_parquet),
    "spreadsheet": TableFormat(write=_write_spreadsheet),
    "sqlite": FileFormat(write=_write_sqlite),
}
"""By the name a user gives."""
