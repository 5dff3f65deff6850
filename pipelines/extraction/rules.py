"""A user's rules for one site: selectors become elements and candidates."""

from functools import lru_cache

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from pipelines.errors import ConfigError
from pipelines.items import Candidate
from pipelines.normalization import clean_text

_VALUE_ATTRIBUTES = ("datetime", "content")


@lru_cache(maxsize=512)
def compile_selector(selector: str) -> etree.XPath:
    """Return the compiled selector: XPath when it starts with ``/`` or ``(``, else CSS.

    Raises:
        ConfigError: ``bad-selector``, naming the selector and what is wrong with it.
    """
    text = selector.strip()
    try:
        return etree.XPath(text) if text.startswith(("/", "(")) else CSSSelector(text)
    except (SelectorError, etree.XPathError) as error:
        raise ConfigError(
            "bad-selector", f"selector {selector!r} cannot be read: {error}"
        ) from error


def select(tree: HtmlElement, selector: str) -> tuple[HtmlElement, ...]:
    """Return the elements that a selector matches, in document order."""
    found = _apply(tree, selector)
    return tuple(item for item in found if isinstance(item, HtmlElement))


def read_rule(tree: HtmlElement, selector: str | None) -> tuple[Candidate, ...]:
    """Return the values that a selector names, as candidates with the source ``rule``.

    The value of an element is its ``datetime`` or ``content`` attribute, else its text; an XPath
    may name an attribute or a text itself.
    """
    if selector is None:
        return ()
    values = (_value_of(item) for item in _apply(tree, selector))
    return tuple(Candidate(value=value, source="rule") for value in dict.fromkeys(values) if value)


def _apply(tree: HtmlElement, selector: str) -> list[object]:
    try:
        found = compile_selector(selector)(tree)
    except etree.XPathError as error:
        raise ConfigError("bad-selector", f"selector {selector!r} fails: {error}") from error
    return list(found) if isinstance(found, list) else [found]


def _value_of(item: object) -> str:
    if not isinstance(item, HtmlElement):
        return clean_text(str(item))
    for attribute in _VALUE_ATTRIBUTES:
        value = item.get(attribute)
        if value:
            return clean_text(value)
    return clean_text(" ".join(item.itertext()))
