import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import RecordError
from pipelines.exporters.dataset.json_schema import record_json_schema
from pipelines.serialization import FIELDS, Record, check_record, dumps
from tests.pipelines.exporters.record_examples import any_records, story

VALIDATOR = jsonschema.Draft202012Validator(record_json_schema())
VALUES = st.sampled_from(
    (None, "", "new", "feed", "2026-11-24T12:00:00Z", "2026-11-24", 7, True, 2**63, [], ["a"], [7])
) | st.dictionaries(st.text(max_size=2), st.integers(), max_size=1)


def is_record(record: Record) -> bool:
    try:
        check_record(record)
    except RecordError:
        return False
    return True


def test_it_is_a_schema_of_draft_2020_12() -> None:
    jsonschema.Draft202012Validator.check_schema(record_json_schema())
    assert record_json_schema()["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


@given(any_records())
def test_every_record_is_valid(record: Record) -> None:
    VALIDATOR.validate(json.loads(dumps(record)))


@given(st.sampled_from([field.name for field in FIELDS]), VALUES)
def test_it_says_the_same_as_the_check_of_newsdesk(name: str, value: object) -> None:
    record = {**story(), name: value}
    assert VALIDATOR.is_valid(record) == is_record(record)


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_no_column_may_be_missing(name: str) -> None:
    record = story()
    del record[name]
    assert not VALIDATOR.is_valid(record)


def test_no_other_column_may_be_there() -> None:
    assert not VALIDATOR.is_valid({**story(), "mood": "calm"})
