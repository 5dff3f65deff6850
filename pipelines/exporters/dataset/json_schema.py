"""The record as JSON Schema."""

from collections.abc import Mapping

from pipelines.field_types import FieldType
from pipelines.serialization import FIELDS, SCHEMA_VERSION, Field

_TYPES: Mapping[FieldType, Mapping[str, object]] = {
    "int": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "bool": {"type": "boolean"},
    "string": {"type": "string"},
    "time": {
        "type": "string",
        "format": "date-time",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    },
    "enum": {"type": "string"},
    "list of string": {"type": "array", "items": {"type": "string"}},
}


def record_json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of one record as a line of JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"newsdesk record, schema version {SCHEMA_VERSION}",
        "type": "object",
        "properties": {field.name: _property(field) for field in FIELDS},
        "required": [field.name for field in FIELDS],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, object]:
    described = {"description": field.note} if field.note else {}
    found = {**described, **_TYPES[field.type]}
    if field.values:
        found["enum"] = [*field.values, None] if field.nullable else [*field.values]
    if field.nullable:
        found["type"] = [found["type"], "null"]
    return found
