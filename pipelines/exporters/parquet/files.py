"""Parquet files that are written row group by row group. Needs ``newsdesk[parquet]``."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.exporters.parquet.arrow_schema import record_schema, to_batch
from pipelines.serialization import Record, dumps, loads


@dataclass(frozen=True, slots=True, kw_only=True)
class ParquetLimits:
    """What a row group, a file and the memory may hold at most, but for one record more."""

    group_rows: int = 10_000
    group_chars: int = 16 * 2**20
    """Characters of text: a group is held in memory when it is written and when it is read."""
    file_bytes: int = 256 * 2**20
    open_files: int = 8
    """Of different days, where records come in no order."""


@dataclass(slots=True)
class RowGroup:
    """Records that wait to be written together."""

    rows: list[Record] = field(default_factory=list)
    chars: int = 0

    def add(self, record: Record) -> int:
        """Take a record in as its line would have it; return how many characters it has."""
        text = _text(record)
        try:
            text.encode()
        except UnicodeEncodeError:  # of lone surrogates, which a line does not have
            record = loads(dumps(record))
        self.rows.append(record)
        self.chars += len(text)
        return len(text)

    def is_full(self, limits: ParquetLimits) -> bool:
        """Return whether it must be written now."""
        return len(self.rows) >= limits.group_rows or self.chars >= limits.group_chars


class RollingFile:
    """Parquet files of which the next one begins when the one before is large enough."""

    def __init__(self, name: Callable[[int], Path], limits: ParquetLimits) -> None:
        """Open nothing yet.

        Args:
            name: gives the path of a file by its number, from 0.
            limits: how large a file may become.
        """
        self.count = 0
        """Files that were begun."""
        self._name = name
        self._limits = limits
        self._open: _OpenFile | None = None

    @property
    def is_open(self) -> bool:
        """Whether a file is open."""
        return self._open is not None

    def write(self, group: RowGroup) -> None:
        """Write a row group; one without rows leaves a file that has the columns alone."""
        if self._open is None:
            self._open = self._next()
        self._open.writer.write_batch(to_batch(group.rows))
        if self._open.stream.tell() >= self._limits.file_bytes:
            self.close()

    def close(self) -> None:
        """End the file that is open; what is written later goes into the next one."""
        ending, self._open = self._open, None
        if ending is not None:
            with ending.stream:
                ending.writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _next(self) -> "_OpenFile":
        path = self._name(self.count)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.count += 1
        stream = pa.OSFile(os.fspath(path), "wb")
        writer = pq.ParquetWriter(stream, record_schema(), compression="zstd")
        return _OpenFile(stream=stream, writer=writer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenFile:
    stream: pa.NativeFile
    writer: pq.ParquetWriter


def _text(record: Record) -> str:
    """Return all texts of a record as one."""
    texts = [value for value in record.values() if isinstance(value, str)]
    for value in record.values():
        if isinstance(value, list):
            texts += value
    return "".join(texts)
