from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.field_types import FieldType, fits_type
from pipelines.serialization import format_time
from tests.strategies import any_texts


@given(st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC)))
def test_every_time_that_is_written_is_one(moment: datetime) -> None:
    assert fits_type(format_time(moment), "time")


@given(any_texts() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z", fullmatch=True))
def test_what_is_taken_for_a_time_is_written_the_same(text: str) -> None:
    if fits_type(text, "time"):
        assert format_time(datetime.fromisoformat(text)) == text


@pytest.mark.parametrize(
    ("value", "field_type", "fits"),
    [
        (2**63 - 1, "int", True),
        (2**63, "int", False),
        (-(2**63), "int", True),
        (-(2**63) - 1, "int", False),
        (True, "int", False),
        (1.0, "int", False),
        (1, "bool", False),
        ([], "list of string", True),
        (["a", None], "list of string", False),
        ("a", "list of string", False),
        ({}, "string", False),
        ("2026-02-29T00:00:00Z", "time", False),
        ("2028-02-29T23:59:59Z", "time", True),
        ("2026-02-01T24:00:00Z", "time", False),
        ("2026-02-01T00:00:60Z", "time", False),
    ],
)
def test_borders_of_the_types(value: object, field_type: FieldType, fits: bool) -> None:
    assert fits_type(value, field_type) is fits
