"""A story in elements that a page does not show by itself: a script shows it later.

What is hidden mostly is no story: consent, newsletters, menus. A story is told from these by its
running text, in paragraphs outside of links: a page shows little of that beside its story.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

_RUNNING_TEXTS = etree.XPath(
    "descendant::text()[string-length() >= 80][string-length(normalize-space()) >= 80]"
    "[not(ancestor::a)]",
    smart_strings=False,
)
_MIN_CHARS = 500
_MIN_TEXTS = 3
"""Of a story that is not shown at all."""
_MIN_REST_CHARS = 250
_MIN_REST_TEXTS = 2
"""Of one that goes on. Less is not looked at, so that most pages cost nothing."""
_MIN_SHOWN_CHARS = 80
_MAX_SHOWN = 2
"""How many times as long as its rest the beginning of a story may be."""
_MAX_PARTS = 20
"""The longest ones. Around each a part of the page is read."""
_CONSENT = "cookie"
"""Written alike in nearly all languages, and more than once in what asks for consent."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Hidden elements that stand side by side under one name, as the pages of a gallery do."""

    elements: tuple[HtmlElement, ...]
    texts: tuple[str, ...]

    @property
    def chars(self) -> int:
        return sum(map(len, self.texts))

    def is_text(self, min_chars: int, min_texts: int) -> bool:
        words = (*self.elements[0].values(), *self.texts)
        return (
            self.chars >= min_chars
            and len(self.texts) >= min_texts
            and sum(text.lower().count(_CONSENT) for text in words) <= 1
        )


def find_concealed_story(
    tree: HtmlElement, concealed: Sequence[HtmlElement], named: Collection[HtmlElement] = ()
) -> tuple[HtmlElement, ...]:
    """Return those of the concealed elements that hold the story, mostly none.

    They hold more running text than all that the page shows. Or they are hidden by a class name,
    as the pages of a gallery or the rest of a text are, beside a beginning that is shown and that
    is at most twice as long.

    Args:
        tree: without scripts and styles.
        concealed: all that is not shown, in the order of the page.
        named: those of them that are hidden by a class name.
    """
    parts = _parts(concealed)
    going_on = [part for part in parts if part.elements[0] in named and _goes_on(part, parts)]
    if going_on:
        return tuple(chain.from_iterable(part.elements for part in going_on))
    # Templates hold carousels of other stories more often than stories: they come last.
    longest = max(parts, key=lambda p: (p.elements[0].tag != "template", p.chars), default=None)
    is_story = longest is not None and longest.is_text(_MIN_CHARS, _MIN_TEXTS)
    if longest is None or not is_story or longest.chars <= _shown_chars(tree, parts):
        return ()
    return longest.elements


def _parts(concealed: Sequence[HtmlElement]) -> Sequence[_Part]:
    """Return what is concealed and has most text, without what stands in other parts."""
    elements = frozenset(concealed)
    groups: dict[tuple[object, ...], list[HtmlElement]] = {}
    for element in concealed:
        if elements.isdisjoint(element.iterancestors()):
            key = (element.getparent(), element.tag, element.get("class"))
            groups.setdefault(key, []).append(element)
    parts = (
        _Part(tuple(group), tuple(chain.from_iterable(map(_running_texts, group))))
        for group in groups.values()
        if sum(len(element.text_content()) for element in group) >= _MIN_REST_CHARS
    )
    return nlargest(_MAX_PARTS, parts, key=lambda part: part.chars)


def _goes_on(part: _Part, parts: Sequence[_Part]) -> bool:
    """Return whether a text that begins beside a part goes on in it."""
    parent = part.elements[0].getparent()
    if parent is None or parent.tag == "body" or not part.is_text(_MIN_REST_CHARS, _MIN_REST_TEXTS):
        return False
    return _MIN_SHOWN_CHARS <= _shown_chars(parent, parts) <= _MAX_SHOWN * part.chars


def _shown_chars(around: HtmlElement, parts: Iterable[_Part]) -> int:
    """Return the characters of running text in an element outside of all parts."""
    within = (part for part in parts if around in part.elements[0].iterancestors())
    return sum(map(len, _running_texts(around))) - sum(part.chars for part in within)


def _running_texts(element: HtmlElement) -> list[str]:
    return [" ".join(text.split()) for text in cast("list[str]", _RUNNING_TEXTS(element))]
