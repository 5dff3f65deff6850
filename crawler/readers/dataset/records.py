"""The records of a dataset, whole and of today's schema, for those who hand them on."""

from collections.abc import Iterator
from pathlib import Path

from crawler.readers.dataset.segments import PlacedLine, read_placed_lines
from pipelines.errors import DatasetError, RecordError
from pipelines.exporters.jsonl import segment_files
from pipelines.serialization import Record, read_record

ARTICLES = "articles"
"""The folder of a dataset that holds the records."""


def check_dataset(folder: Path) -> None:
    """Return when a folder holds a dataset, though it may be without an article yet.

    Raises:
        DatasetError: it holds none.
    """
    if not any(
        (folder / part).is_dir() for part in (ARTICLES, "removed", "rejected", "runs", "state")
    ):
        raise no_dataset(folder)


def no_dataset(folder: Path) -> DatasetError:
    """Return the error for a folder that holds no dataset, with the way out."""
    return DatasetError(
        "no-dataset",
        f"{folder}: holds no dataset; --output names another folder, `newsdesk crawl` fills one",
    )


def read_records(folder: Path) -> Iterator[Record | RecordError]:
    """Yield the records of all articles in the order of the segments: by day of fetch, then run.

    Records of an earlier schema version come as today's. An error that names file and line stands
    in the place of each line that is no record.
    """
    for path in article_files(folder):
        yield from read_record_file(path)


def article_files(folder: Path) -> list[Path]:
    """Return the segments of a dataset that hold articles, in the order of reading."""
    return segment_files(folder / ARTICLES)


def read_record_file(path: Path) -> Iterator[Record | RecordError]:
    """Yield the records of one JSONL file, with errors as in ``read_records``."""
    for line in read_placed_lines(path):
        yield line if isinstance(line, RecordError) else _checked(line, path)


def _checked(line: PlacedLine, path: Path) -> Record | RecordError:
    try:
        return read_record(line.record, f"{path}:{line.number}")
    except RecordError as error:
        return error
