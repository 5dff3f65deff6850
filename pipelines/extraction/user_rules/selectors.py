"""CSS and XPath selectors that a user wrote: checked, compiled, and what they match on a page."""

import re
from collections.abc import Iterable
from functools import lru_cache

from cssselect import ExpressionError, GenericTranslator, SelectorError
from cssselect.parser import Function
from cssselect.xpath import XPathExpr
from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from typing_extensions import override

from pipelines.errors import ConfigError
from pipelines.extraction.tree.element_texts import UNSEEN_TAGS
from pipelines.extraction.tree.markup import drop_all
from pipelines.normalization import clean_text

XPATH_PREFIX = "xpath:"
_XPATH_STARTS = ("/", "(")
_VALUE_ATTRIBUTES = ("datetime", "content")
_MAX_VALUES = 100
"""More are no title, date or list of authors; the text of 2,000 elements around one another is that
of the whole page 2,000 times."""
_NEVER_REMOVED = frozenset({"body", "html"})
_WORD_TAGS = frozenset(
    {
        "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "mark", "q", "s",
        "strong", "sub", "sup", "u", "wbr",
    }
)  # fmt: skip
_BORDER = "\0"
"""Stands for the border of an element; the parser lets no such character in."""
_BORDERS = re.compile(r"\0+")
_AT_SIGNS = re.compile(r"\0(?=\s*[,.;:!?…’”)\]])|(?<=[(\[‘“„¿¡])\0")
_PROBE = """<html><head><title>a</title><meta content="a"><link href="a"></head><body><div id="a"
class="a"><h1>a</h1><p>a <a href="a">a</a> <span>a</span> <img src="a"></p><ul><li>a</li></ul></div>
</body></html>"""
_LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
_CALLED = re.compile(r"([\w.-]+(?::[\w.-]+)?)\s*\(")
_PREFIX = re.compile(r"(?<![:\w.-])([\w.-]+):[\w*]")
_VARIABLE = re.compile(r"\$[\w.:-]*")
_CALLABLE = frozenset(
    {
        # https://www.w3.org/TR/1999/REC-xpath-19991116/#corelib
        "boolean", "ceiling", "concat", "contains", "count", "false", "floor", "id", "lang",
        "last", "local-name", "name", "namespace-uri", "normalize-space", "not", "number",
        "position", "round", "starts-with", "string", "string-length", "substring",
        "substring-after", "substring-before", "sum", "translate", "true",
        # Node tests and operators, which may stand before a bracket as well.
        "and", "comment", "div", "mod", "node", "or", "processing-instruction", "text",
    }
)  # fmt: skip


class _Translator(GenericTranslator):
    """Says ``:contains()`` in plain XPath.

    ``lxml.cssselect`` has a function of its own for it, which it finds on the first page that a
    selector meets and no more on the next ones (lxml 6.1.3).
    """

    @override
    def xpath_contains_function(self, xpath: XPathExpr, function: Function) -> XPathExpr:
        """Return the condition that an element holds a text, in capitals or not."""
        if function.argument_types() not in (["STRING"], ["IDENT"]):
            raise ExpressionError(f"expected one text for :contains(), not {function.arguments!r}")
        text = function.arguments[0].value or ""
        pairs = {letter.upper(): letter for letter in text.lower() if len(letter.upper()) == 1}
        capitals, small = ("".join(pairs), "".join(pairs.values()))
        own = f"translate(., {self.xpath_literal(capitals)}, {self.xpath_literal(small)})"
        return xpath.add_condition(f"contains({own}, {self.xpath_literal(text.lower())})")


_CSS = _Translator()


@lru_cache(maxsize=512)
def compile_selector(selector: str) -> etree.XPath:
    """Return the compiled selector.

    It is XPath 1.0 when it starts with ``/`` or ``(`` or stands behind ``xpath:``, else CSS.

    Raises:
        ConfigError: ``bad-selector``, naming the selector and what is wrong with it.
    """
    text = selector.strip()
    try:
        if text.startswith(XPATH_PREFIX):
            return etree.XPath(text.removeprefix(XPATH_PREFIX))
        is_xpath = text.startswith(_XPATH_STARTS)
        return etree.XPath(text if is_xpath else _CSS.css_to_xpath(text))
    # ValueError: characters that XML does not know.
    except (SelectorError, etree.XPathError, ValueError) as error:
        raise ConfigError(
            "bad-selector", f"selector {selector!r} cannot be read: {error}"
        ) from error


def check_selector(selector: str) -> None:
    """Return when a selector can be read and works on a small page.

    Functions, prefixes and variables that do not exist only show when a page has what they are
    asked about, so they are looked for in its text as well.

    Raises:
        ConfigError: ``bad-selector``, naming the selector and what is wrong with it.
    """
    compiled = compile_selector(selector)
    unknown = _unknown_name(compiled.path)
    if unknown is not None:
        raise ConfigError("bad-selector", f"selector {selector!r} fails: {unknown}")
    try:
        compiled(document_fromstring(_PROBE))
    except etree.XPathError as error:
        raise ConfigError("bad-selector", f"selector {selector!r} fails: {error}") from error


def _unknown_name(path: str) -> str | None:
    """Return what an XPath names that is not there; ``None`` when all of it is."""
    words = _LITERAL.sub("''", path)
    for name in _CALLED.findall(words):
        if name not in _CALLABLE:
            return f"XPath 1.0 has no function {name}()"
    for prefix in _PREFIX.findall(words):
        if prefix != "xml":
            return f"the prefix {prefix}: stands for nothing; write //*[name()='{prefix}:…']"
    variable = _VARIABLE.search(words)
    return None if variable is None else f"there is no variable {variable[0]}"


def as_xpath(expression: str) -> str:
    """Return the selector for an XPath expression."""
    text = expression.strip()
    return text if text.startswith(_XPATH_STARTS) else f"{XPATH_PREFIX}{text}"


def select(tree: HtmlElement, selector: str) -> tuple[HtmlElement, ...]:
    """Return the elements that a selector matches, in document order.

    A selector that fails on this page matches nothing: a fault in one rule costs no page.
    """
    found = _apply(tree, selector)
    return tuple(item for item in found if isinstance(item, HtmlElement))


def matches(tree: HtmlElement, selector: str) -> bool:
    """Return whether a selector finds anything on a page, or is a condition that holds."""
    return bool(_apply(tree, selector))


def read_values(tree: HtmlElement, selector: str) -> tuple[str, ...]:
    """Return the texts that a selector names, each once; those of its first 100 matches.

    The text of an element is its ``datetime`` or ``content`` attribute, else what stands in it; an
    XPath may name an attribute or make a text itself.
    """
    found = _apply(tree, selector)[:_MAX_VALUES]
    values = (_value_of(item) for item in found if item is not True)
    return tuple(value for value in dict.fromkeys(values) if value)


def remove_elements(tree: HtmlElement, selectors: Iterable[str]) -> None:
    """Take the elements and texts that the selectors match out of a tree, never the whole page."""
    for selector in selectors:
        found = _apply(tree, selector)
        # First, as the text behind an element that goes becomes part of another.
        for item in found:
            if isinstance(item, str):
                _remove_text(item)
        elements = [item for item in found if isinstance(item, HtmlElement)]
        drop_all(tree, [e for e in elements if e.tag not in _NEVER_REMOVED])


def _remove_text(text: str) -> None:
    """Take a text out of the tree; lxml's texts know where they stand, if they stand anywhere."""
    beside = getattr(text, "getparent", lambda: None)()
    if beside is not None and getattr(text, "is_text", False):
        beside.text = None
    elif beside is not None and getattr(text, "is_tail", False):
        beside.tail = None


def _apply(tree: HtmlElement, selector: str) -> list[object]:
    try:
        found: object = compile_selector(selector)(tree)
    except etree.XPathError:
        return []
    if isinstance(found, list):
        return found
    # A number names nothing on a page; a text is one value, a condition holds or does not.
    return [found] if isinstance(found, str | bool) and found else []


def _value_of(item: object) -> str:
    if not isinstance(item, HtmlElement):
        return clean_text(str(item))
    for attribute in _VALUE_ATTRIBUTES:
        value = item.get(attribute)
        if value:
            return clean_text(value)
    return _text_of(item)


def _text_of(element: HtmlElement) -> str:
    """Return what readers see of an element, with spaces where parts of it meet.

    None stands where an element only sets words off ("<i>Molly</i>'s"), nor at the inner side of
    signs. A script or the like counts where it is what was asked for.
    """
    if element.tag in UNSEEN_TAGS:
        return clean_text("".join(element.itertext()))
    parts = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        border = "" if part.tag in _WORD_TAGS else _BORDER
        if event == "end":
            parts += [border, part.tail or "" if part is not element else ""]
        elif part.tag in UNSEEN_TAGS:
            walk.skip_subtree()
        else:
            parts += [border, part.text or ""]
    text = _BORDERS.sub(_BORDER, "".join(parts))
    return clean_text(_AT_SIGNS.sub("", text).replace(_BORDER, " "))
