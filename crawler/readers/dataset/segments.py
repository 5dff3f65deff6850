"""The finished segments of a dataset, line by line; a torn line does not hide the ones after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import RecordError
from pipelines.exporters.jsonl import segment_files, segment_lines
from pipelines.exporters.segment_names import read_segment_name
from pipelines.serialization import Record, loads


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """One line of a segment, and where it stands."""

    record: Record
    number: int
    """From 1 on."""
    offset: int | None
    """Where it begins, in bytes; ``None`` in a compressed segment, which has no way to it."""


def read_lines(folder: Path, from_run: str | None = None) -> Iterator[Record | RecordError]:
    """Yield the lines of all segments below a folder, in the order of their names.

    An error that names file and line stands in the place of each line that is no JSON object, and
    of the rest of a file that cannot be read any further.

    Args:
        folder: a part of a dataset.
        from_run: the id of a run: segments that earlier ones wrote are not opened. None of its
            lines is in them, but other lines may be in those that are.
    """
    for path in segment_files(folder):
        written_by = read_segment_name(path).run_id
        if from_run is None or written_by is None or written_by >= from_run:
            yield from read_segment_lines(path)


def read_segment_lines(path: Path) -> Iterator[Record | RecordError]:
    """Yield the lines of one segment, with errors as in ``read_lines``."""
    for line in read_placed_lines(path):
        yield line.record if isinstance(line, PlacedLine) else line


def read_placed_lines(path: Path) -> Iterator[PlacedLine | RecordError]:
    """Yield the lines of one segment with their places, and errors as in ``read_lines``."""
    is_plain = path.suffix == ".jsonl"
    offset = 0
    try:
        for number, text in enumerate(segment_lines(path), start=1):
            try:
                record = loads(text, f"{path}:{number}")
            except RecordError as error:
                yield error
            else:
                yield PlacedLine(record=record, number=number, offset=offset if is_plain else None)
            offset += len(text) + 1
    except RecordError as error:
        yield error


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
        raise RecordError("unreadable-segment", f"{path}: {error.strerror or error}") from error
