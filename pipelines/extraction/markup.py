"""The text of a page becomes a tree, and a tree without machinery."""

import copy
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipelines.errors import PageError

_TAG = re.compile(r"<(?:!doctype\s+html|/?[a-z][a-z0-9-]*[\s/>])", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|h1|span|br|a)[\s/>]",
    re.IGNORECASE,
)
# Possessive, so that a page that begins with a hundred comments is not tried in every way.
_OTHER_FORMATS = re.compile(
    r"(?:<\?xml[^>]*+>)?\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    r"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MACHINERY = (
    "script", "style", "svg", "noscript", "iframe", "template", "link", "input", "select",
    "textarea",
)  # fmt: skip
_CONTROLS = frozenset({"button", "dialog"})
_HIDDEN_CLASSES = frozenset(
    {
        "d-none", "hidden", "hide", "is-hidden", "screen-reader-only", "screen-reader-text",
        "sr-only", "u-hidden", "visually-hidden", "visuallyhidden",
    }
)  # fmt: skip
_DIALOG_ROLES = frozenset({"alertdialog", "dialog"})
_MAX_HIDDEN_SHARE = 0.25


def parse(html: str) -> HtmlElement:
    """Return the root of the tree of a page.

    Nesting deeper than the parser's limit (2,048 elements) is cut there; real pages stay under 100.

    Raises:
        PageError: ``empty-page`` when there is nothing, ``not-html`` when it is something else.
    """
    if not html.strip():
        raise PageError("empty-page", "the page has no content")
    if _OTHER_FORMATS.match(html.lstrip()) or not _HTML_TAG.search(html):
        raise PageError("not-html", f"the page is no HTML; it starts with {html.strip()[:60]!r}")
    # Bytes, because lxml refuses text that carries an encoding declaration of its own.
    data = _NOT_IN_XML.sub(" ", html).encode("utf-8")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise PageError("empty-page", f"the page has no elements: {error}") from error


def prune(tree: HtmlElement) -> HtmlElement:
    """Return a copy of the tree without scripts, forms, dialogs and what a class name hides.

    The tree that is given stays as it is. A hidden element that holds more than a quarter of the
    page's text stays: sites hide whole bodies that a script opens, and a button that is never
    closed takes in the page; it becomes a ``div``.
    """
    pruned = copy.deepcopy(tree)
    for element in list(pruned.iter(*_MACHINERY)):
        drop(element)
    hidden = [element for element in pruned.iter("*") if _is_hidden(element)]
    limit = text_length(pruned) * _MAX_HIDDEN_SHARE if hidden else 0
    for element in hidden:
        if text_length(element) <= limit:
            drop(element)
        elif element.tag in _CONTROLS:
            element.tag = "div"
    return pruned


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def text_length(element: HtmlElement) -> int:
    """Return the number of characters of text inside an element."""
    return sum(map(len, element.itertext()))


def _is_hidden(element: HtmlElement) -> bool:
    if (
        element.tag in _CONTROLS
        or element.get("aria-modal") == "true"
        or element.get("role") in _DIALOG_ROLES
    ):
        return True
    classes = element.get("class")
    return classes is not None and not _HIDDEN_CLASSES.isdisjoint(classes.lower().split())
