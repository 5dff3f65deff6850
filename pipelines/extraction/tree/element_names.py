"""The words in an element's class, id, role and itemprop: what a page calls its parts."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

_ATTRIBUTES = ("class", "id", "role", "itemprop")
_HINTING_ATTRIBUTES = ("class", "id", "itemprop")
_BORDER = re.compile(r"[^0-9A-Za-z\u0080-\uffff]+|(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile("[A-Z]*[a-z0-9]+|[A-Z]+")
"""What lies between borders, where a name has no other letters: much faster than to split."""


def names_of(element: HtmlElement) -> tuple[str, ...]:
    """Return the lower-case words of an element's class, id, role and itemprop."""
    words: tuple[str, ...] = ()
    for attribute in _ATTRIBUTES:
        value = element.get(attribute)
        if value:
            words += split_name(value)
    return words


@lru_cache(maxsize=8192)
def split_name(value: str) -> tuple[str, ...]:
    """Return the different lower-case words of a name: "relatedLinks" has two."""
    words = _WORD.findall(value) if value.isascii() else _BORDER.split(value)
    return tuple(dict.fromkeys(word.lower() for word in words if word))


def has_hint(element: HtmlElement, hints: tuple[str, ...]) -> bool:
    """Return whether class, id or itemprop hold one of some lower-case stretches of letters.

    A first look that costs less than the words of the names.
    """
    for attribute in _HINTING_ATTRIBUTES:
        value = element.get(attribute)
        if value is not None and _holds_any(value, hints):
            return True
    return False


@lru_cache(maxsize=8192)
def _holds_any(value: str, hints: tuple[str, ...]) -> bool:
    lower = value.lower()
    return any(hint in lower for hint in hints)
