"""The data that a page carries for its scripts: JSON in elements, in assignments, in attributes."""

import json
import re
from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

_MIN_CHARS = 500
"""Less holds no story."""
_MAX_CHARS = 5_000_000
_BEFORE_DATA = re.compile(r"(?:[=:(,]|\breturn)\s*(?:JSON\.parse\(\s*)?(?=[\[{\"])")
_MAX_PLACES = 300
_LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_ATTRIBUTES = etree.XPath(f"//@*[string-length() >= {_MIN_CHARS}]", smart_strings=False)
# The rows that React sends its components in: a number, then JSON, or T and a length in bytes.
_PUSH = re.compile(r"__next_f\.push\(\s*(?=\[)")
_ROW = re.compile(rb"\s*[0-9a-f]*:(?:T([0-9a-f]+),|[A-Z]*)")
_DECODER = json.JSONDecoder(strict=False)


def read_page_data(tree: HtmlElement) -> Iterator[object]:
    """Yield what the scripts and attributes of a page hold as JSON, without JSON-LD.

    Of a script that holds no JSON the list of its text literals. Never raises.
    """
    flight: list[str] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if len(text) > _MAX_CHARS or "ld+json" in script.get("type", ""):
            continue
        push = _PUSH.search(text)
        if push is not None:
            flight.extend(_pushed(text, push.end()))
        elif len(text) >= _MIN_CHARS:
            yield from _values(text)
    if flight:
        yield _rows("".join(flight).encode(errors="replace"))
    for value in cast("list[str]", _ATTRIBUTES(tree)):
        if value.startswith(("{", "[")):
            yield _decode(value, 0)[0]


def _values(script: str) -> Iterator[object]:
    value, end = _decode(script.strip(), 0)
    found = [value] if end else list(_assigned(script))
    structured = [item for item in map(_unpacked, found) if isinstance(item, (dict, list))]
    yield from structured or [[_decode(match[0], 0)[0] for match in _LITERAL.finditer(script)]]


def _assigned(script: str) -> Iterator[object]:
    """Yield the long JSON values that a script assigns, hands on or returns."""
    position = 0
    for _ in range(_MAX_PLACES):
        match = _BEFORE_DATA.search(script, position)
        if match is None:
            return
        value, end = _decode(script, match.end())
        position = end or match.end() + 1
        if end - match.end() >= _MIN_CHARS:
            yield value


def _unpacked(value: object) -> object:
    """Return the value that a text holds as JSON, or the value itself."""
    is_packed = isinstance(value, str) and value.startswith(("{", "["))
    inner = _decode(value, 0)[0] if is_packed and isinstance(value, str) else None
    return value if inner is None else inner


def _pushed(script: str, start: int) -> Iterator[str]:
    value = _decode(script, start)[0]
    if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
        yield value[1]


def _rows(stream: bytes) -> list[object]:
    found: list[object] = []
    position = 0
    while row := _ROW.match(stream, position):
        if row[1]:
            position = row.end() + int(row[1], 16)
            found.append(stream[row.end() : position].decode(errors="replace"))
            continue
        line = stream.find(b"\n", row.end())
        position = len(stream) if line < 0 else line + 1
        found.append(_decode(stream[row.end() : position].decode(errors="replace"), 0)[0])
    return found


def _decode(text: str, start: int) -> tuple[object, int]:
    """Return the JSON value at a place and where it ends; ``None`` and 0 where there is none."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, 0
