"""What the markup around a line says: names in classes, containers, shapes.

Names are read in groups: a site calls its box of other stories "related", "recirc" or "more-posts",
and what one site calls it must help on the next. Which names belong together was read off classes
and ids of news and web pages; how much a group tells is learned (``line_model``).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.extraction.blocks import name_words
from pipelines.extraction.lines import Line

_GROUPS: dict[str, str] = {
    "aside": "aside sidebar side rail widget widgets complementary secondary right left module "
    "modules box block panel",
    "author": "author authors byline bio biography contributor contributors writer authorbox "
    "authorbio aboutauthor vcard avatar profile",
    "caption": "caption captions credit credits figcaption photocredit image img photo picture "
    "media gallery lightbox figure",
    "comment": "comment comments commentlist disqus reply replies respond discussion",
    "dialog": "modal popup overlay dialog consent cookie cookies gdpr lightbox privacy",
    "faq": "faq accordion tab tabs toc contents collapse expand step steps howto recipe "
    "ingredients",
    "footer": "footer foot bottom end copyright legal disclaimer about correction corrections "
    "footnote footnotes note notes",
    "lede": "dek deck standfirst summary excerpt subtitle subheadline subhead intro lead lede "
    "teaser description abstract chapo strapline",
    "nav": "nav navbar navigation menu breadcrumb breadcrumbs crumb pagination pager header footer "
    "foot masthead topbar toolbar sitemap skip",
    "hidden": "paywall notice banner alert toast tooltip hidden hide invisible dropdown",
    "related": "related recommended recommendation recommendations recommend recirc recirculation "
    "outbrain taboola trending popular mostread readmore read more next prev previous upnext "
    "similar latest suggested relatedlinks teaser teasers promo promos headlines digest storylist",
    "tag": "tag tags topic topics category categories keyword keywords section label labels kicker",
}
_GROUPS_OF_WORD: dict[str, frozenset[str]] = {
    word: frozenset(name for name, members in _GROUPS.items() if word in members.split())
    for text in _GROUPS.values()
    for word in text.split()
}
_CONTAINERS = frozenset({"article", "aside", "footer", "header", "main", "ol", "table", "ul"})
_NOTHING: frozenset[str] = frozenset()

NAME_GROUPS = tuple(_GROUPS)
CONTAINERS = tuple(sorted(_CONTAINERS))


class Surroundings(NamedTuple):
    """The elements around a line, the line's own included.

    The trunk are the elements that hold most of the text that the extractor chose, or most of all
    text: what they are called holds for the whole page, so only names below it tell lines apart.
    """

    groups: frozenset[str]
    """Groups of the names below the trunk."""
    containers: frozenset[str]
    """Container elements anywhere above."""
    own_containers: frozenset[str]
    """Container elements below the trunk."""
    depth: int
    trunk_depth: int
    """Depth of the innermost element of the trunk."""


class MarkupReader:
    """Reads the surroundings of lines; what several lines share is read once."""

    def __init__(
        self, lines: Sequence[Line], words: Sequence[float], chosen: Iterable[int]
    ) -> None:
        chosen = tuple(chosen)
        self._parents = _parents_of(lines)
        # One long line is no trunk, whatever share of the text it has.
        self._trunk = self._holders([lines[i] for i in chosen], [words[i] for i in chosen])
        self._trunk |= self._holders(lines, words)
        self._known: dict[HtmlElement | None, Surroundings] = {
            None: Surroundings(_NOTHING, _NOTHING, _NOTHING, -1, 0)
        }

    def read(self, element: HtmlElement) -> Surroundings:
        """Return the surroundings of one of the lines, by the element it stands in."""
        unknown: list[HtmlElement] = []
        current: HtmlElement | None = element
        while current not in self._known:
            assert current is not None  # noqa: S101 (``None`` is known from the start)
            unknown.append(current)
            current = self._parents[current]
        above = self._known[current]
        for below in reversed(unknown):
            above = self._known[below] = self._below(above, below)
        return above

    def _holders(self, lines: Sequence[Line], words: Sequence[float]) -> set[HtmlElement]:
        """Return the elements that hold more than half of the words, and more than one line."""
        weights = dict.fromkeys(self._parents, 0.0)
        counts = dict.fromkeys(self._parents, 0)
        for line, count in zip(lines, words, strict=True):
            weights[line.element] += count
            counts[line.element] += 1
        for element, parent in reversed(self._parents.items()):
            if parent is not None:
                weights[parent] += weights[element]
                counts[parent] += counts[element]
        total = sum(words)
        return {e for e, weight in weights.items() if weight * 2 > total and counts[e] > 1}

    def _below(self, above: Surroundings, element: HtmlElement) -> Surroundings:
        tag = element.tag
        own = frozenset((tag,)) if tag in _CONTAINERS else _NOTHING
        containers = above.containers | own
        depth = above.depth + 1
        if element in self._trunk:
            return Surroundings(_NOTHING, containers, _NOTHING, depth, depth)
        groups = above.groups | _groups_of(name_words(element))
        return Surroundings(
            groups, containers, above.own_containers | own, depth, above.trunk_depth
        )


def _parents_of(lines: Sequence[Line]) -> dict[HtmlElement, HtmlElement | None]:
    """Return the parents of all elements that hold lines, outer elements first."""
    parents: dict[HtmlElement, HtmlElement | None] = {}
    for line in lines:
        unknown: list[HtmlElement] = []
        current: HtmlElement | None = line.element
        while current is not None and current not in parents:
            unknown.append(current)
            current = current.getparent()
        for below in reversed(unknown):
            parents[below] = current
            current = below
    return parents


@lru_cache(maxsize=4096)
def _groups_of(words: tuple[str, ...]) -> frozenset[str]:
    return _NOTHING.union(*(_GROUPS_OF_WORD.get(word, _NOTHING) for word in words))


def own_shape(element: HtmlElement) -> tuple[str, ...]:
    """Return tag and class of an element: equal for the parts of one template."""
    return element.tag, element.get("class", "")


def shape_in_parent(element: HtmlElement) -> tuple[str, ...]:
    """Return tag and class of an element and of its parent."""
    parent = element.getparent()
    return own_shape(element) if parent is None else (*own_shape(element), *own_shape(parent))
