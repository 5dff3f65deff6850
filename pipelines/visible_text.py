"""Texts of pages as characters that a reader sees, for output that shows them to people."""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls; tabs and line breaks are spaces
    "\u2028\u2029"  # line breaks of their own kind
    "\u202a-\u202e\u2066-\u2069"  # turn the direction of what follows, beyond their own text
    "\ud800-\udfff"  # halves of characters, which UTF-8 cannot hold
    "\ufdd0-\ufdef\ufffe\uffff]"  # no characters, and forbidden in XML
)


def visible(text: str) -> str:
    r"""Return a text with what nobody sees written out (``\u202e``), as the console does it.

    Characters that a language is written with stay, marks of direction among them.
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
