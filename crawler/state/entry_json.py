"""Entries as JSON text, and back, for the frontier."""

import json
from dataclasses import fields
from typing import Any

from pipelines.items import Entry

_NAMES = tuple(f.name for f in fields(Entry))
_TUPLES = frozenset(f.name for f in fields(Entry) if "tuple" in str(f.type)) - {"lent"}


def dump_entry(entry: Entry) -> str:
    """Return an entry as JSON; empty fields are left out."""
    told = ((name, getattr(entry, name)) for name in _NAMES)
    return json.dumps({name: value for name, value in told if value}, ensure_ascii=True)


def load_entry(text: str) -> Entry:
    """Return the entry that ``dump_entry`` wrote."""
    values: dict[str, Any] = json.loads(text)
    lent = tuple((name, giver) for name, giver in values.pop("lent", ()))
    typed: dict[str, Any] = {k: tuple(v) if k in _TUPLES else v for k, v in values.items()}
    return Entry(**typed, lent=lent)
