"""The bytes of a page become text, whatever they claim to be."""

import re

import charset_normalizer
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    to_unicode,
)

_SAMPLE_BYTES = 65_536
_MAX_REPLACED_SHARE = 0.005
_REPLACEMENT = "�"
_ESCAPE_CODES = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_SERVER_DEFAULT = "cp1252"
_C1_CONTROL = re.compile("[\x80-\x9f]")


def decode(body: bytes, content_type: str | None) -> str:
    """Return the text of a page.

    In this order: byte order mark, UTF-16 told by its zero bytes, UTF-8 if it is valid, the
    declared charset (header, then ``meta``), a guess from the bytes. UTF-8 comes before what is
    declared because pages that are valid UTF-8 and declare something else are far more common than
    pages in another charset that happen to be valid UTF-8. What was encoded twice is decoded twice.
    What no charset explains becomes U+FFFD. Never raises.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        return to_unicode(body[len(bom) :], bom_encoding)
    declared = _declared_encodings(body, content_type)
    certain = _certain_encoding(body, declared)
    if certain is not None:
        return to_unicode(body, certain)
    try:
        text = _without_torn_end(body).decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body, declared)
    return _decode_again(text)


def _declared_encodings(body: bytes, content_type: str | None) -> tuple[str, ...]:
    header = http_content_type_encoding(content_type)
    meta = html_body_declared_encoding(body)
    # Latin-1 in a header is what servers say when nobody set anything, and it decodes every byte.
    order = (meta, header) if header == _SERVER_DEFAULT else (header, meta)
    return tuple(dict.fromkeys(name for name in order if name is not None))


def _certain_encoding(body: bytes, declared: tuple[str, ...]) -> str | None:
    """Return an encoding whose bytes would pass for UTF-8 but give no text: UTF-16, ISO-2022-JP."""
    if "iso2022_jp" in declared and _ESCAPE_CODES.search(body):
        return "iso2022_jp"
    sample = body[:_SAMPLE_BYTES]
    if sample.count(0) * 4 < len(sample) or not sample:
        return None
    # In UTF-16 text the tags alone make most upper bytes zero.
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"


def _without_torn_end(body: bytes) -> bytes:
    """Return the bytes without a UTF-8 character that a size limit cut in two."""
    for length in range(1, min(4, len(body) + 1)):
        lead = body[-length]
        if lead & 0xC0 == 0x80:
            continue
        needed = (
            2 if lead >> 5 == 0b110 else 3 if lead >> 4 == 0b1110 else 4 if lead >> 3 == 30 else 0
        )
        return body[:-length] if needed > length else body
    return body


def _decode_again(text: str) -> str:
    """Return what UTF-8 said that was taken for Latin-1 and encoded once more, else the text.

    Both signs are sure: what is no UTF-8 hardly ever is valid as a whole, and no text has control
    characters of the second block, as the bytes of quotes and dashes become.
    """
    try:
        again = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    return again if _C1_CONTROL.search(text) else text


def _decode_other(body: bytes, declared: tuple[str, ...]) -> str:
    nearly = body.decode("utf-8", "replace")
    if _is_nearly_utf8(nearly):
        return nearly
    for name in declared:
        text = to_unicode(body, name)
        if _is_nearly_sound(text):
            return text
    best = charset_normalizer.from_bytes(body[:_SAMPLE_BYTES]).best()
    name = best.encoding if best is not None else (*declared, _SERVER_DEFAULT)[0]
    return to_unicode(body, name)


def _is_nearly_utf8(text: str) -> bool:
    """Return whether single torn bytes stand in a text that is UTF-8 beyond doubt."""
    replaced = text.count(_REPLACEMENT)
    beyond_ascii = sum(character > "\x7f" for character in text)
    return replaced * 10 < beyond_ascii - replaced


def _is_nearly_sound(text: str) -> bool:
    return text.count(_REPLACEMENT) <= len(text) * _MAX_REPLACED_SHARE
