"""What stands before the root element of an XML document, read without an XML parser.

An XML parser would already expand the entities that this module is there to refuse.
"""

import codecs
import re
from dataclasses import dataclass

from pipelines.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_SPACE = re.compile(r"[\s\ufeff\x00]+")
_NAME = re.compile(r"<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)")
_SKIPPED = (("<!--", "-->"), ("<?", "?>"))
_DOCTYPE = re.compile(r"<!doctype\b[^\[>]*", re.IGNORECASE)
_SUBSET_PART = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|[^\"'<\]]+|<|\]", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolog:
    """How a marked-up document begins."""

    root: str | None
    """Lower-case local name of the first element; ``None`` when there is no markup."""
    doctype: str | None
    """Lower-case name in the document type declaration."""
    has_subset: bool
    """The declaration carries definitions of its own, entities among them."""


def as_text(body: bytes) -> str:
    """Return the characters that matter for markup: right for ASCII whatever the encoding."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body.decode(encoding, "replace")
    for start, encoding in _WIDE_STARTS:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    return body.decode("latin-1")


def read_prolog(text: str) -> Prolog:
    """Return the root element and the document type of a text."""
    position, doctype, has_subset = 0, None, False
    while True:
        position = _after_space(text, position)
        skipped = _after_skipped(text, position)
        if skipped is not None:
            position = skipped
            continue
        match = _DOCTYPE.match(text, position)
        if match is None:
            break
        doctype = match[0][9:].strip().lower()
        position, found = _after_doctype(text, match.end())
        has_subset = has_subset or found
    root = _NAME.match(text, position)
    return Prolog(root=root and root[2].lower(), doctype=doctype, has_subset=has_subset)


def refuse_entities(body: bytes) -> None:
    """Do nothing, unless the document defines entities of its own.

    Measured: feedparser 6.0.14 leaves expansion to expat when the definitions stand on one line.

    Raises:
        SourceError: ``unsafe-xml``.
    """
    text = as_text(body)
    if read_prolog(text).has_subset and re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise SourceError("unsafe-xml", "the document defines XML entities of its own")


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _after_skipped(text: str, position: int) -> int | None:
    """Return where a comment or processing instruction at this position ends."""
    # A UTF-8 byte order mark reads as three Latin-1 letters.
    if text.startswith("ï»¿", position):
        return position + 3
    for start, end in _SKIPPED:
        if text.startswith(start, position):
            found = text.find(end, position + len(start))
            return len(text) if found < 0 else found + len(end)
    return None


def _after_doctype(text: str, position: int) -> tuple[int, bool]:
    """Return where the declaration ends, and whether it holds definitions."""
    if not text.startswith("[", position):
        return position + 1, False
    position += 1
    while match := _SUBSET_PART.match(text, position):
        position = match.end()
        if match[0] == "]":
            break
    end = text.find(">", position)
    return (len(text) if end < 0 else end + 1), True
