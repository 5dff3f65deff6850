"""How HTML is called, and how it begins."""

import re

HTML_TYPES = ("text/html", "application/xhtml+xml")
START_BYTES = 1024
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?(?:-->|\Z)\s*)*"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def begins_as_page(data: bytes) -> bool:
    """Return whether something begins as HTML does, in an encoding that leaves ASCII as it is."""
    return _PAGE.match(data[:START_BYTES]) is not None
