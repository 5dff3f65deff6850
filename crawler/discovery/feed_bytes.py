"""The bytes of a feed, made such that a strict parser reads them."""

import re
import sys

from pipelines.extraction.tree.encoding import decode

_NOT_IN_XML = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_FIRST_MARKUP = re.compile(rb"<(?:\?xml|!DOCTYPE|!--|[A-Za-z_])")
# More digits than a character has are cut: what follows stays as text.
_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,8});?")
# feedparser takes it for the teaser, in whose place it then stands.
_MEDIA_TEXT = re.compile(rb"(</?media:)description(?=[\s/>])")
# For feedparser a guid is no link where there is one, be it empty.
_EMPTY_LINK = re.compile(rb"<link\s*/>|<link>\s*</link>")


def readable_feed(body: bytes, content_type: str | None) -> tuple[bytes, str | None]:
    """Return the body for the strict parser, and the encoding to insist on; ``None`` for its own.

    Text that is valid UTF-8 is UTF-8, whatever else is declared. ``text/xml`` without a charset is
    ASCII by RFC 3023, so the declared type is never handed on as it stands.
    """
    declared = _CHARSET.search(content_type or "")
    if b"\0" in body[:64]:
        return body, None
    body = _EMPTY_LINK.sub(b"", _MEDIA_TEXT.sub(rb"\1about", body))
    cleaned = _REFERENCE.sub(_without_no_character, body.translate(None, _NOT_IN_XML))
    first = _FIRST_MARKUP.search(cleaned)
    cleaned = cleaned[first.start() :] if first else cleaned
    try:
        cleaned.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(cleaned, content_type)
        if _is_sure(text):
            return text.encode("utf-8"), "utf-8"
        return cleaned, declared[1] if declared else None
    return cleaned, "utf-8"


def _is_sure(text: str) -> bool:
    """Return whether text was read as UTF-8 with torn bytes, or in letters that are not Latin.

    Which Latin letters bytes mean that declare nothing is a guess; feedparser takes Western ones.
    """
    letters = [sign for sign in text if sign > "\x7f" and sign.isalpha()]
    latin = sum(sign < "\u0250" for sign in letters)
    return "\ufffd" in text or latin * 2 < len(letters)


def _without_no_character(reference: re.Match[bytes]) -> bytes:
    """Return a numeric reference, or that of U+FFFD where it names no character."""
    digits = reference[1].lower()
    number = int(digits[1:], 16) if digits[:1] == b"x" else int(digits)
    is_character = number <= sys.maxunicode and not 0xD800 <= number < 0xE000
    return reference[0] if is_character else b"&#xFFFD;"
