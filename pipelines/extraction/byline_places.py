"""Parts of a page whose names are no by-lines, however they are marked."""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.extraction.blocks import name_words

_QUOTE_TAGS = frozenset({"blockquote", "figcaption"})
_QUOTE_NAMES = frozenset(
    {"blockquote", "pullquote", "quotation", "quote", "quotes", "testimonial", "testimonials"}
)
_APART_TAGS = frozenset({"dialog", "nav"})
_APART_NAMES = frozenset(
    {"dialog", "menu", "modal", "nav", "navbar", "navigation", "popup", "submenu"}
)
_PAGE_TAGS = frozenset({"article", "body", "html", "main"})
_MAX_AROUND = 8


def is_quoted(element: HtmlElement) -> bool:
    """Return whether an element stands in a quotation: its "author" is who said it."""
    return any(_is_one_of(item, _QUOTE_TAGS, _QUOTE_NAMES) for item in _parts(element))


def is_apart(element: HtmlElement) -> bool:
    """Return whether an element stands in a quotation, a menu or a dialog."""
    tags, names = _QUOTE_TAGS | _APART_TAGS, _QUOTE_NAMES | _APART_NAMES
    return any(_is_one_of(item, tags, names) for item in _parts(element))


def _parts(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and what it stands in, up to what also holds a headline.

    Some systems name the whole page so: ``dialog-off-canvas-main-canvas``.
    """
    yield element
    for item in islice(element.iterancestors(), _MAX_AROUND):
        if item.tag in _PAGE_TAGS or next(item.iterdescendants("h1"), None) is not None:
            return
        yield item


def _is_one_of(element: HtmlElement, tags: frozenset[str], names: frozenset[str]) -> bool:
    return element.tag in tags or not names.isdisjoint(name_words(element))
