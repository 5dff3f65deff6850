import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exporters.parquet.arrow_schema import (
    VERSION_KEY,
    record_schema,
    to_batch,
    to_records,
)
from pipelines.serialization import FIELDS, SCHEMA_VERSION, Record, dumps, loads
from tests.pipelines.exporters.record_examples import any_records, story


def test_every_column_has_its_type() -> None:
    schema = record_schema()
    assert schema.names == [field.name for field in FIELDS]
    assert schema.field("date_fetched").type == pa.timestamp("us", tz="UTC")
    assert schema.field("word_count").type == pa.int64()
    assert schema.field("is_paywalled").type == pa.bool_()
    assert schema.field("page_type").type == pa.string()
    assert pa.types.is_list(schema.field("tags").type)
    assert schema.metadata[VERSION_KEY] == str(SCHEMA_VERSION).encode()
    assert [field.nullable for field in schema] == [field.nullable for field in FIELDS]


@given(st.lists(any_records(), max_size=3))
def test_records_come_back_as_they_were(records: list[Record]) -> None:
    records = [loads(dumps(record)) for record in records]
    assert to_records(to_batch(records)) == records


def test_times_from_the_first_to_the_last_year_come_back() -> None:
    times = ["0001-01-01T00:00:00Z", "0987-06-05T04:03:02Z", "9999-12-31T23:59:59Z"]
    records = [story(date_modified=time) for time in times]
    assert [record["date_modified"] for record in to_records(to_batch(records))] == times


def test_parts_of_a_second_are_not_cut_off_in_silence() -> None:
    batch = to_batch([story()])
    place = batch.schema.get_field_index("date_fetched")
    odd = pa.array([1_500_000], pa.timestamp("us", tz="UTC"))
    with pytest.raises(pa.ArrowInvalid, match="lose data"):
        to_records(batch.set_column(place, batch.schema.field(place), odd))
