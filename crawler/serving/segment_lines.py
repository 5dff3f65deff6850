"""Lines of segments with the place where each can be read again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.readers.segments import read_segment_lines
from pipelines.errors import RecordError
from pipelines.serialization import Record, loads


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """One line of a segment."""

    line: Record
    number: int
    """From 1 on."""
    offset: int | None
    """Where it begins, in bytes; ``None`` in a compressed segment, which has no way to it."""


def read_placed_lines(path: Path) -> Iterator[PlacedLine | RecordError]:
    """Yield the lines of a segment; an error stands in the place of what is no JSON object."""
    if path.suffix == ".jsonl":
        yield from _read_plain(path)
        return
    for number, line in enumerate(read_segment_lines(path), start=1):
        if isinstance(line, RecordError):
            yield line
        else:
            yield PlacedLine(line=line, number=number, offset=None)


def read_line_at(path: Path, offset: int) -> Record:
    """Return the line that begins at an offset of a plain segment.

    Raises:
        RecordError: there is none any more.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            return loads(stream.readline(), f"{path} at byte {offset}")
    except OSError as error:
        raise _unreadable(path, error) from error


def _read_plain(path: Path) -> Iterator[PlacedLine | RecordError]:
    offset = 0
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    yield PlacedLine(
                        line=loads(line, f"{path}:{number}"), number=number, offset=offset
                    )
                except RecordError as error:
                    yield error
                offset += len(line)
    except OSError as error:
        yield _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> RecordError:
    return RecordError("unreadable-file", f"{path}: {error.strerror or error}")
