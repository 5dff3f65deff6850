"""The columns of the record as Arrow has them. Needs the extra ``newsdesk[parquet]``."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.field_types import FieldType
from pipelines.serialization import (
    FIELDS,
    SCHEMA_VERSION,
    Field,
    Record,
)

VERSION_KEY = b"newsdesk.schema_version"
"""In the metadata of the schema, and so of each Parquet file."""

# Parquet knows no whole seconds; of what it knows, most readers use microseconds themselves.
_TIME = pa.timestamp("us", tz="UTC")
_TYPES: Mapping[FieldType, pa.DataType] = {
    "int": pa.int64(),
    "bool": pa.bool_(),
    "string": pa.string(),
    "time": _TIME,
    "enum": pa.string(),
    "list of string": pa.list_(pa.field("element", pa.string(), nullable=False)),
}


def record_schema() -> pa.Schema:
    """Return the schema of all records: types, which columns may be null, schema version."""
    columns = [pa.field(f.name, _TYPES[f.type], nullable=f.nullable) for f in FIELDS]
    return pa.schema(columns, metadata={VERSION_KEY: str(SCHEMA_VERSION)})


def to_batch(records: Sequence[Record]) -> pa.RecordBatch:
    """Return records that passed ``check_record`` as a batch of typed columns.

    Raises:
        UnicodeEncodeError: a text holds a lone surrogate.
    """
    columns = [_column(field, [record[field.name] for record in records]) for field in FIELDS]
    return pa.record_batch(columns, schema=record_schema())


def to_records(batch: pa.RecordBatch) -> list[Record]:
    """Return the records of a batch with the schema of all records, times as text again.

    Raises:
        pyarrow.ArrowInvalid: a time has parts of a second.
    """
    plain = [_as_text(batch.column(field.name), field) for field in FIELDS]
    names = [field.name for field in FIELDS]
    records: list[Record] = pa.record_batch(plain, names=names).to_pylist()
    return records


def _column(field: Field, values: list[object]) -> pa.Array:
    if field.type == "time":
        return pa.array(values, pa.string()).cast(_TIME)
    return pa.array(values, _TYPES[field.type])


def _as_text(column: pa.Array, field: Field) -> pa.Array:
    if field.type != "time":
        return column
    seconds = column.cast(pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s"))
    return pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ")
