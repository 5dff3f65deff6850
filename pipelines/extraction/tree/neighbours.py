"""Elements before and behind another one, and whether they belong to other stories."""

from collections.abc import Callable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.extraction.tree.element_names import names_of
from pipelines.extraction.tree.element_texts import text_of
from pipelines.extraction.tree.lines import HEADING_LEVELS
from pipelines.normalization import clean_text, count_words

_FOREIGN_TAGS = frozenset({"aside", "blockquote", "figcaption", "footer", "nav"})
PAGE_TAGS = frozenset({"article", "body", "html", "main"})
"""Elements that may hold all of a page."""
_OWN_LINE_NAMES = frozenset({"author", "by", "byline"})
"""``latest-by`` is a by-line, not a list of the latest stories."""
_META_LINE_NAMES = frozenset({"entry", "meta"})
"""``entry-meta`` is the line with author and date, whatever else it is named for."""
_MAX_AROUND = 9
_MAX_META_LINE_CHARS = 200
"""A side column or a footer with less text than this right at the headline is its own line."""
_FOREIGN_NAMES = frozenset(
    {
        "aside", "card", "cards", "carousel", "comment", "comments", "footer", "latest", "more",
        "newsfeed", "popular", "promo", "recirc", "recommend", "recommended", "related", "sidebar",
        "teaser", "teasers", "ticker", "trending",
    }
)  # fmt: skip
_OWN_COLUMN_NAMES = frozenset({"aside", "footer", "sidebar"})
_MIN_HEADLINE_WORDS = 5
_MIN_HEADLINES = 3
_MAX_NAME_LINK_WORDS = 12
"""A link with more words, of which some are a name, is a card of another story."""
_STORY_NAMES = frozenset({"article", "detail", "details", "entry", "meta", "post", "story"})


def elements_before(element: HtmlElement, count: int) -> list[HtmlElement]:
    """Return the last elements that start before another one, nearest last."""
    found: list[HtmlElement] = []
    here: HtmlElement | None = element
    while here is not None and len(found) < count:
        previous = here.getprevious()
        here = here.getparent() if previous is None else _last_inside(previous)
        if here is not None:
            found.append(here)
    found.reverse()
    return found


def elements_from(element: HtmlElement, count: int) -> list[HtmlElement]:
    """Return an element and those that start behind it, in document order."""
    found = [element]
    here: HtmlElement | None = element
    while here is not None and len(found) < count:
        here = _next(here)
        if here is not None:
            found.append(here)
    return found


def elements_around(headline: HtmlElement, before: int, after: int) -> tuple[HtmlElement, ...]:
    """Return up to ``after`` - 1 elements behind a headline, then up to ``before`` in front of it.

    Nearest first on either side.
    """
    behind = elements_from(headline, after)[1:]
    return (*behind, *reversed(elements_before(headline, before)))


class OtherStories:
    """Tells which elements of a page stand in a list, card or column of other stories.

    What also holds the headline is no such part, whatever its name. Each part is looked at once.
    """

    def __init__(self, headline: HtmlElement | None = None) -> None:
        self._shared = frozenset(() if headline is None else headline.iterancestors())
        self._foreign: dict[HtmlElement, bool] = {}
        self._entries: dict[HtmlElement, bool] = {}

    def hold(self, element: HtmlElement) -> bool:
        """Return whether an element is a part of another story."""
        return any(self._is_foreign(item) or self._is_entry(item) for item in self._parts(element))

    def hold_only_as_column(self, element: HtmlElement) -> bool:
        """Return whether all that makes an element foreign is a small side column or footer.

        Some pages put the line with date and author there.
        """
        parts = list(self._parts(element))
        foreign = [item for item in parts if self._is_foreign(item)]
        return (
            bool(foreign)
            and not any(map(self._is_entry, parts))
            and all(_is_own_column(item) for item in foreign)
        )

    def _parts(self, element: HtmlElement) -> Iterator[HtmlElement]:
        """Yield an element and what it stands in, up to what also holds the headline."""
        here: HtmlElement | None = element
        for _ in range(_MAX_AROUND):
            if here is None or here in self._shared:
                return
            if here.tag not in PAGE_TAGS:
                yield here
            here = here.getparent()

    def _is_foreign(self, element: HtmlElement) -> bool:
        known = self._foreign.get(element)
        if known is None:
            known = self._foreign[element] = _is_foreign_part(element)
        return known

    def _is_entry(self, element: HtmlElement) -> bool:
        known = self._entries.get(element)
        if known is None:
            known = self._entries[element] = _is_list_entry(element)
        return known


def label_before(element: HtmlElement, max_chars: int, max_label_chars: int, levels: int) -> str:
    """Return the last ``max_chars`` of the text right before an element, or a whole label.

    A label is all that the element before says, in at most ``max_label_chars``. Where the element
    begins its parent, what stands before that counts, up to so many levels.
    """
    here: HtmlElement | None = element
    for _ in range(levels):
        if here is None:
            return ""
        before, parent = here.getprevious(), here.getparent()
        told = before.tail if before is not None else None if parent is None else parent.text
        if told and told.strip():
            return str(told[-max_chars:])
        if before is not None:
            label = text_of(before)
            return label if len(label) <= max_label_chars else ""
        here = parent
    return ""


def _is_foreign_part(element: HtmlElement) -> bool:
    """Return whether tag or names say so; ``post-footer`` is a part of the story."""
    if element.tag in _FOREIGN_TAGS:
        return True
    words = names_of(element)
    if _META_LINE_NAMES.issubset(words):
        return False
    names = _FOREIGN_NAMES.intersection(words)
    if names == {"footer"}:
        return _STORY_NAMES.isdisjoint(words)
    return bool(names) and _OWN_LINE_NAMES.isdisjoint(words)


def _is_own_column(element: HtmlElement) -> bool:
    names = _FOREIGN_NAMES.intersection(names_of(element))
    is_column = element.tag in {"aside", "footer"} or bool(names)
    return (
        is_column
        and names <= _OWN_COLUMN_NAMES
        and len(clean_text(element.text_content())) <= _MAX_META_LINE_CHARS
    )


def _is_list_entry(element: HtmlElement) -> bool:
    """Return whether an element is one of several that announce stories, or a link to one.

    It has a link and a stamp, and a sibling of the same shape has both; or a link and a headline,
    and two of them have. The dates of publication and change stand in such siblings too, but
    without links, and the people who wrote a story with their names for headlines.
    """
    if element.tag == "a":
        return count_words(text_of(element)) > _MAX_NAME_LINK_WORDS
    return _stands_among(element, _has_link_and_stamp, 2) or _stands_among(
        element, _has_link_and_headline, _MIN_HEADLINES
    )


def _stands_among(element: HtmlElement, holds: Callable[[HtmlElement], bool], least: int) -> bool:
    """Return whether an element and others of its shape beside it, so many in all, hold a thing."""
    if not holds(element):
        return False
    alike = (
        other
        for other in _siblings(element)
        if other.tag == element.tag and other.get("class") == element.get("class") and holds(other)
    )
    return sum(1 for _ in islice(alike, least - 1)) == least - 1


def _siblings(element: HtmlElement) -> Iterator[HtmlElement]:
    yield from element.itersiblings()
    yield from element.itersiblings(preceding=True)


def _has_link_and_headline(element: HtmlElement) -> bool:
    headings = element.iterdescendants(*HEADING_LEVELS)
    return (
        any(count_words(text_of(heading)) >= _MIN_HEADLINE_WORDS for heading in headings)
        and next(element.iterdescendants("a"), None) is not None
    )


def _has_link_and_stamp(element: HtmlElement) -> bool:
    return (
        next(element.iterdescendants("time"), None) is not None
        and next(element.iterdescendants("a"), None) is not None
    )


def _last_inside(element: HtmlElement) -> HtmlElement:
    while len(element):
        element = element[-1]
    return element


def _next(element: HtmlElement) -> HtmlElement | None:
    if len(element):
        return element[0]
    here: HtmlElement | None = element
    while here is not None:
        following = here.getnext()
        if following is not None:
            return following
        here = here.getparent()
    return None
