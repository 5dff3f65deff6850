"""JSONL segments: written whole, made visible by a rename, never changed again."""

import gzip
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Literal

from pipelines.errors import DatasetError, RecordError
from pipelines.serialization import loads
from pipelines.zstandard import zstd

Compression = Literal["gzip", "none", "zstd"]

_SUFFIXES: dict[Compression, str] = {
    "gzip": ".jsonl.gz",
    "none": ".jsonl",
    "zstd": ".jsonl.zst",
}
_SEGMENT_SUFFIXES = tuple(_SUFFIXES.values())
PART_SUFFIX = ".part"
"""In the place of all suffixes of a segment that is not finished: what readers look for,
``*.jsonl*``, must not find it."""


def segment_suffix(compression: Compression) -> str:
    """Return the file suffix of segments with this compression."""
    return _SUFFIXES[compression]


def write_segment(path: Path, lines: Iterable[str | bytes]) -> int:
    """Write lines into a new segment and return how many there were.

    They go into a file of another name first (``part_of``); file and folder are flushed to disk,
    then it gets its final name. A name that ends in ``.gz`` or ``.zst`` is compressed; the same
    lines give the same bytes at any time. Lines hold no line break: ``serialization.dumps`` makes
    such.

    Raises:
        DatasetError: the segment is already there; finished segments are never written again.
    """
    if path.exists():
        raise DatasetError("segment-exists", f"{path} is already finished")
    _make_folder(path.parent)
    part = part_of(path)
    with part.open("wb") as stream:
        count = _write_lines(stream, path, lines)
        stream.flush()
        os.fsync(stream.fileno())
    part.rename(path)
    flush_folder(path.parent)
    return count


def part_of(path: Path) -> Path:
    """Return the file that holds the lines of a segment until it is finished."""
    return path.with_name(path.name.partition(".")[0] + PART_SUFFIX)


def read_segments(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the records of all finished segments below a folder, in the order of their names.

    Raises:
        RecordError: a line is not a JSON object; names file and line.
    """
    for path in segment_files(folder):
        yield from read_segment(path)


def is_segment(name: str) -> bool:
    """Return whether a file of this name is a finished segment."""
    return name.endswith(_SEGMENT_SUFFIXES)


def segment_files(folder: Path) -> list[Path]:
    """Return the finished segments below a folder, sorted."""
    return [Path(entry.path) for entry in segment_entries(folder)]


def segment_entries(folder: Path | str) -> Iterator["os.DirEntry[str]"]:
    """Yield what the file system says of the finished segments below a folder, sorted.

    For those who look often: years of watching leave a hundred thousand segments, and to make and
    sort a ``Path`` for each takes seconds. There are none where there is no folder.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from segment_entries(entry.path)
        elif is_segment(entry.name):
            yield entry


def read_segment(path: Path) -> Iterator[dict[str, object]]:
    """Yield the records of one segment.

    Raises:
        RecordError: a line is not a JSON object; names file and line.
    """
    for number, line in enumerate(segment_lines(path), start=1):
        yield loads(line, f"{path}:{number}")


def segment_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of one segment as they stand, without their line breaks.

    Raises:
        RecordError: the file cannot be read to its end; names file and line.
    """
    number = 0
    try:
        with _open(path) as stream:
            for line in stream:
                number += 1
                yield line.removesuffix(b"\n")
    except (OSError, EOFError, zlib.error, zstd.ZstdError) as error:
        why = getattr(error, "strerror", None) or error
        raise RecordError("unreadable-segment", f"{path}:{number + 1}: {why}") from error


def _open(path: Path) -> AbstractContextManager[Iterable[bytes]]:
    if path.name.endswith(".gz"):
        return gzip.open(path)
    if path.name.endswith(".zst"):
        return zstd.open(path)
    return path.open("rb")


def _write_lines(stream: IO[bytes], path: Path, lines: Iterable[str | bytes]) -> int:
    if path.name.endswith(".gz"):
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
            return _write_each(packed.write, lines)
    if path.name.endswith(".zst"):
        options = {int(zstd.CompressionParameter.checksum_flag): 1}
        with zstd.ZstdFile(stream, "wb", options=options) as squeezed:
            squeezed.write(b"")  # else no lines give an empty file, which is no zstd
            return _write_each(squeezed.write, lines)
    return _write_each(stream.write, lines)


def _write_each(write: Callable[[bytes], int], lines: Iterable[str | bytes]) -> int:
    count = 0
    for line in lines:
        write((line.encode() if isinstance(line, str) else line) + b"\n")
        count += 1
    return count


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it so that they outlast a loss of power."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Make sure that the names in a folder outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
