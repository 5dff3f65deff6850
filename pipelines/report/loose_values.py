"""Values of lines that nobody checked: what is of another type than expected counts as absent."""

from collections.abc import Mapping

Line = Mapping[str, object]


def text_at(line: Line, name: str, absent: str) -> str:
    """Return a text of a line; ``absent`` when it has none, or an empty one."""
    value = line.get(name)
    return value if isinstance(value, str) and value else absent


def number_at(line: Line, name: str) -> int:
    """Return a whole number of a line, at least 0; 0 when it has none."""
    value = line.get(name)
    return max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else 0


def texts_at(line: Line, name: str) -> list[str]:
    """Return the texts in a list of a line."""
    value = line.get(name)
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def tables_at(line: Line, name: str) -> list[Line]:
    """Return the objects in a list of a line."""
    value = line.get(name)
    return [table for table in value if isinstance(table, dict)] if isinstance(value, list) else []
