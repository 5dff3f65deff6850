"""JSONL segments: written whole, made visible by a rename, never changed again."""

import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Literal

from pipelines.errors import DatasetError, RecordError

Compression = Literal["gzip", "none"]

_SUFFIXES: dict[Compression, str] = {"gzip": ".jsonl.gz", "none": ".jsonl"}
PART_SUFFIX = ".part"


def segment_suffix(compression: Compression) -> str:
    """Return the file suffix of segments with this compression."""
    return _SUFFIXES[compression]


def write_segment(path: Path, lines: Iterable[str]) -> int:
    """Write lines into a new segment and return how many there were.

    They go into ``<path>.part`` first; file and folder are flushed to disk, then the file gets its
    final name. A name that ends in ``.gz`` is compressed, with nothing in it that changes by time.

    Raises:
        DatasetError: the segment is already there; finished segments are never written again.
    """
    if path.exists():
        raise DatasetError("segment-exists", f"{path} is already finished")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + PART_SUFFIX)
    with part.open("wb") as stream:
        count = _write_lines(stream, path, lines)
        stream.flush()
        os.fsync(stream.fileno())
    part.rename(path)
    _flush_folder(path.parent)
    return count


def read_segments(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the records of all finished segments below a folder, in the order of their names.

    Raises:
        RecordError: a line is not a JSON object; names file and line.
    """
    for path in segment_files(folder):
        yield from read_segment(path)


def segment_files(folder: Path) -> list[Path]:
    """Return the finished segments below a folder, sorted."""
    return sorted(p for p in folder.rglob("*.jsonl*") if p.name.endswith(tuple(_SUFFIXES.values())))


def read_segment(path: Path) -> Iterator[dict[str, object]]:
    """Yield the records of one segment.

    Raises:
        RecordError: a line is not a JSON object; names file and line.
    """
    number = 0
    try:
        with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                yield _read_line(line, path, number)
    except (OSError, EOFError) as error:
        raise RecordError("unreadable-segment", f"{path}:{number + 1}: {error}") from error


def _write_lines(stream: IO[bytes], path: Path, lines: Iterable[str]) -> int:
    if not path.name.endswith(".gz"):
        return _write_each(stream.write, lines)
    with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
        return _write_each(packed.write, lines)


def _write_each(write: Callable[[bytes], int], lines: Iterable[str]) -> int:
    count = 0
    for line in lines:
        write(line.encode() + b"\n")
        count += 1
    return count


def _read_line(line: bytes, path: Path, number: int) -> dict[str, object]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise RecordError("not-json", f"{path}:{number}: {error}") from error
    if not isinstance(record, dict):
        raise RecordError("not-a-record", f"{path}:{number}: not a JSON object")
    return record


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
