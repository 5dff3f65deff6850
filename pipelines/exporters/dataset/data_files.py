"""The Parquet files of a built dataset: ``data/train-00000-of-00003.parquet`` and so on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import DatasetDiffersError, RecordError
from pipelines.exporters.dataset.counts import Counts
from pipelines.exporters.parquet.arrow_schema import VERSION_KEY, record_schema, to_records
from pipelines.exporters.parquet.files import ParquetLimits, RollingFile, RowGroup
from pipelines.serialization import Record, check_record

SPLIT = "train"
FOLDER = "data"
PATTERN = f"{FOLDER}/{SPLIT}-*.parquet"
_ROWS_AT_ONCE = 200
_WAY_OUT = "build the dataset anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """What a Parquet file says of itself."""

    path: str
    """Relative to the folder of the dataset, with slashes."""
    records: int
    packed_bytes: int
    """Size of the file."""
    unpacked_bytes: int
    """Size of its columns before compression."""


def write_data_files(records: Iterable[Record], folder: Path, limits: ParquetLimits) -> Counts:
    """Write records, in their order, and return their counts. Without records there is no file.

    Where a file or a row group ends depends on the records alone.
    """
    counts = Counts()
    parts = folder / FOLDER
    with RollingFile(lambda number: parts / f"{number}.part", limits) as file:
        for group in _row_groups(records, counts, limits):
            file.write(group)
    for number in range(file.count):
        name = f"{SPLIT}-{number:05}-of-{file.count:05}.parquet"
        (parts / f"{number}.part").rename(parts / name)
    return counts


def read_data_files(folder: Path) -> tuple[DataFile, ...]:
    """Return the files of a dataset, in their order.

    Raises:
        DatasetDiffersError: one is no Parquet file.
    """
    return tuple(_data_file(path, folder) for path in sorted(folder.glob(PATTERN)))


def check_data_files(folder: Path) -> Iterator[Record]:
    """Yield all records; few are held at a time.

    Raises:
        DatasetDiffersError: a file cannot be read, has other columns, or a row is no record.
    """
    for path in sorted(folder.glob(PATTERN)):
        yield from _checked_rows(path)


def _row_groups(
    records: Iterable[Record], counts: Counts, limits: ParquetLimits
) -> Iterator[RowGroup]:
    group = RowGroup()
    for record in records:
        group.add(record)
        counts.add(group.rows[-1])
        if group.is_full(limits):
            yield group
            group = RowGroup()
    if group.rows:
        yield group


def _data_file(path: Path, folder: Path) -> DataFile:
    try:
        metadata = pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, 0, error) from error
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    return DataFile(
        path=path.relative_to(folder).as_posix(),
        records=metadata.num_rows,
        packed_bytes=path.stat().st_size,
        unpacked_bytes=sum(group.total_byte_size for group in groups),
    )


def _checked_rows(path: Path) -> Iterator[Record]:
    row = 0
    try:
        with pq.ParquetFile(path) as file:
            _check_schema(file.schema_arrow, path)
            for record in _rows(file):
                row += 1
                check_record(record, f"{path}: row {row}")
                yield record
    except RecordError as error:
        raise DatasetDiffersError(error.reason, f"{error.message}; {_WAY_OUT}") from error
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, row, error) from error


def _rows(file: pq.ParquetFile) -> Iterator[Record]:
    for number in range(file.num_row_groups):
        # One group after another: given several, pyarrow reads ahead.
        for batch in file.iter_batches(_ROWS_AT_ONCE, row_groups=[number]):
            yield from to_records(batch)


def _check_schema(found: pa.Schema, path: Path) -> None:
    expected = record_schema()
    for name in [*expected.names, *found.names]:
        wanted, there = (_type_of(schema, name) for schema in (expected, found))
        if wanted != there:
            message = f"{path}: column {name} must be {wanted}, not {there}; {_WAY_OUT}"
            raise DatasetDiffersError("wrong-schema", message)
    if (found.metadata or {}).get(VERSION_KEY) != expected.metadata[VERSION_KEY]:
        version = VERSION_KEY.decode()
        message = f"{path}: its metadata lack the {version} of today; {_WAY_OUT}"
        raise DatasetDiffersError("wrong-schema", message)


def _type_of(schema: pa.Schema, name: str) -> str:
    count = schema.names.count(name)
    if count != 1:
        return "missing" if not count else "there twice"
    field = schema.field(name)
    return f"{field.type}" if field.nullable else f"{field.type} and never null"


def _unreadable(path: Path, row: int, error: Exception) -> DatasetDiffersError:
    place = f"after row {row}" if row else "from its beginning on"
    reason = " ".join(str(error).split())
    return DatasetDiffersError(
        "unreadable-parquet", f"{path}: cannot be read {place}: {reason}; {_WAY_OUT}"
    )
