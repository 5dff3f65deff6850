"""Date formats of PHP (https://www.php.net/manual/datetimeimmutable.createfromformat.php)."""

from collections.abc import Mapping

_CODES: Mapping[str, str] = {
    "A": "%p", "D": "%a", "F": "%B", "G": "%H", "H": "%H", "M": "%b", "O": "%z", "P": "%z",
    "Y": "%Y", "a": "%p", "d": "%d", "g": "%I", "h": "%I", "i": "%M", "j": "%d", "l": "%A",
    "m": "%m", "n": "%m", "p": "%z", "s": "%S", "u": "%f", "v": "%f", "y": "%y",
    "!": "", "|": "",
}  # fmt: skip
"""``!`` and ``|`` say what becomes of fields that are not there: what ``strptime`` does anyway."""


def strptime_format(php_format: str) -> str | None:
    """Return the format in the codes of Python's ``strptime``; ``None`` where it has none."""
    parts: list[str] = []
    is_escaped = False
    for character in php_format:
        if not is_escaped and character == "\\":
            is_escaped = True
            continue
        is_code = not is_escaped and (character.isascii() and character.isalpha())
        code = _CODES.get(character) if not is_escaped else None
        if code is None and (is_code or (not is_escaped and character in "?*+#")):
            return None
        parts.append(character.replace("%", "%%") if code is None else code)
        is_escaped = False
    return "".join(parts)
