"""The types of the columns of a record, and which values are of them."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Literal

FieldType = Literal["int", "bool", "string", "time", "enum", "list of string"]


def fits_type(value: object, field_type: FieldType) -> bool:
    """Return whether a value of JSON, but for ``null``, is one of a type."""
    if type(value) is not _PYTHON_TYPES[field_type]:  # a bool is an int as well
        return False
    return field_type not in _CHECKS or _CHECKS[field_type](value)


def _is_time(value: str) -> bool:
    with suppress(ValueError):  # the 31st of February
        return bool(_TIME.fullmatch(value) and datetime.fromisoformat(value))
    return False


_PYTHON_TYPES: Mapping[FieldType, type] = {
    "int": int,
    "bool": bool,
    "string": str,
    "time": str,
    "enum": str,
    "list of string": list,
}
_CHECKS: Mapping[FieldType, Callable[[Any], bool]] = {
    "int": lambda value: -(2**63) <= value < 2**63,
    "list of string": lambda value: all(isinstance(item, str) for item in value),
    "time": _is_time,
}
"""What the type of the value does not tell. Typed columns of other formats hold no more."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\dZ", re.ASCII)
