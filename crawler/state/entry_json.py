"""Entries as JSON text, and back, for the frontier."""

import json
from dataclasses import asdict, fields
from typing import Any

from pipelines.items import Entry

_TUPLES = frozenset(f.name for f in fields(Entry) if "tuple" in str(f.type))


def dump_entry(entry: Entry) -> str:
    """Return an entry as JSON; empty fields are left out."""
    return json.dumps({k: v for k, v in asdict(entry).items() if v}, ensure_ascii=True)


def load_entry(text: str) -> Entry:
    """Return the entry that ``dump_entry`` wrote."""
    values: dict[str, Any] = json.loads(text)
    typed: dict[str, Any] = {k: tuple(v) if k in _TUPLES else v for k, v in values.items()}
    return Entry(**typed)
