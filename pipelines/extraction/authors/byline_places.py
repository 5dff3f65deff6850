"""Parts of a page whose names are no by-lines, however they are marked."""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.extraction.authors.byline_marks import is_profile
from pipelines.extraction.tree.element_names import names_of
from pipelines.extraction.tree.neighbours import PAGE_TAGS

_VOICE_TAGS = frozenset({"blockquote", "dialog", "figcaption", "form", "label"})
_VOICE_TAGS_AND_BUTTON = _VOICE_TAGS | {"button"}
_VOICE_NAMES = frozenset(
    {
        "blockquote", "dialog", "modal", "popup", "pullquote", "quotation", "quote", "quotes",
        "testimonial", "testimonials",
    }
)  # fmt: skip
_HELPER_NAMES = frozenset(
    {"checker", "illustrator", "photographer", "reviewer", "tester", "translator"}
)
_MAX_HELPER_LEVELS = 4
_MENU_TAGS = frozenset({"nav"})
_MENU_NAMES = frozenset({"menu", "nav", "navbar", "navigation", "submenu"})
_MAX_AROUND = 8


def is_other_voice(element: HtmlElement) -> bool:
    """Return whether an element stands in a quotation, a dialog or a form.

    The "author" of a quotation is who said it, a dialog is the site's, and "from" and "to" label
    the fields of a form. A button that holds a link to an author's page opens what is said of them.
    """
    is_opener = any(map(is_profile, element.iter("a")))
    tags = _VOICE_TAGS if is_opener else _VOICE_TAGS_AND_BUTTON
    return any(_is_one_of(item, tags, _VOICE_NAMES) for item in _parts(element))


def is_of_helper(element: HtmlElement) -> bool:
    """Return whether a name says that an element is about who checked or illustrated a story."""
    parts = islice(_parts(element), _MAX_HELPER_LEVELS)
    return any(not _HELPER_NAMES.isdisjoint(names_of(item)) for item in parts)


def is_in_menu(element: HtmlElement) -> bool:
    """Return whether an element stands in a menu, which may link to the pages of authors."""
    return any(_is_one_of(item, _MENU_TAGS, _MENU_NAMES) for item in _parts(element))


def _parts(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and what it stands in, up to what also holds a headline.

    Some systems name the whole page so: ``dialog-off-canvas-main-canvas``.
    """
    yield element
    for item in islice(element.iterancestors(), _MAX_AROUND):
        if item.tag in PAGE_TAGS or next(item.iterdescendants("h1"), None) is not None:
            return
        yield item


def _is_one_of(element: HtmlElement, tags: frozenset[str], names: frozenset[str]) -> bool:
    return element.tag in tags or not names.isdisjoint(names_of(element))
