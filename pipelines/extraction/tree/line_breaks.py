"""Breaks in a text: which newlines a page shows, and which breaks only hold a text to a width."""

import re
from collections.abc import Callable
from itertools import pairwise

from lxml.html import HtmlElement

_PREFORMATTED = re.compile(r"(?:^|[\s:;-])pre-(?:line|wrap)(?:$|[\s;!])", re.IGNORECASE)
# Pygments, Rouge, highlight.js, Prism, Prettify, SyntaxHighlighter, Crayon, Chroma, Pandoc.
_CODE_NAME = re.compile(
    r"(?:^|[\s_-])(?:brush|chroma|code(?:hilite)?|crayon|highlight(?:er)?|hljs|lang(?:uage)?|prettyprint"
    r"|source-?code|syntaxhighlighter)(?:$|[\s:_-])",
    re.IGNORECASE,
)
_MIN_LINES = 4
_WIDTHS = range(40, 121)
"""What mail programs, typewriters and old editors break lines at."""
_MIN_SHARE_OF_FULL = 0.6


def shows_newlines(element: HtmlElement) -> bool:
    """Return whether newlines in the text of an element are lines, by its tag or its names.

    https://www.w3.org/TR/css-text-3/#white-space-property; style sheets are not read.
    """
    if element.tag == "pre":
        return not is_code(element)
    return any(_names_preformatted(element.get(name)) for name in ("class", "style"))


def is_code(element: HtmlElement) -> bool:
    """Return whether an element is a block of code, by its ``code`` or a highlighter's names."""
    if element.tag != "pre":
        return False
    parent = element.getparent()
    named = (element, parent) if parent is not None else (element,)
    return element.find(".//code") is not None or any(
        _CODE_NAME.search(holder.get("class", "")) for holder in named
    )


def join_full_lines(pieces: list[str], text_of: Callable[[str], str]) -> list[str]:
    """Return the pieces of a text, joined where one was only broken because it was full.

    It was when the first word of the next one had not fitted on it. Most lines have to be so: then
    some width was kept to, and the others end paragraphs.

    Args:
        pieces: what stands between breaks, in order.
        text_of: a piece as it reads.
    """
    if len(pieces) < _MIN_LINES:
        return pieces
    texts = [text_of(piece) for piece in pieces]
    width = max(map(len, texts))
    if width not in _WIDTHS:
        return pieces
    full = [_is_full(line, following, width) for line, following in pairwise(texts)]
    breaks = sum(bool(line and following) for line, following in pairwise(texts))
    if sum(full) < max(_MIN_LINES - 1, _MIN_SHARE_OF_FULL * breaks):
        return pieces
    joined = [pieces[0]]
    for piece, goes_on in zip(pieces[1:], full, strict=True):
        if goes_on:
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return joined


def _is_full(line: str, following: str, width: int) -> bool:
    return bool(line and following) and len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _names_preformatted(value: str | None) -> bool:
    # Hardly any class has the word in it at all.
    return value is not None and "pre-" in value and _PREFORMATTED.search(value) is not None
