"""The finished segments of a dataset, line by line; a torn line does not hide the ones after it."""

from collections.abc import Iterator
from pathlib import Path

from crawler.readers.saved_files import open_saved
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import segment_files, segment_lines
from pipelines.exporters.segment_names import read_segment_name
from pipelines.serialization import Record, loads


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
    try:
        for number, line in enumerate(_lines(path), start=1):
            try:
                yield loads(line, f"{path}:{number}")
            except RecordError as error:
                yield error
    except RecordError as error:
        yield error


def _lines(path: Path) -> Iterator[bytes]:
    if path.name.endswith(".zst"):
        yield from segment_lines(path)
        return
    with open_saved(path) as lines:
        yield from lines
