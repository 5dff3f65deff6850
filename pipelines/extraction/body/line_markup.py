"""What the markup around a line says: names in classes, containers, shapes.

Names are read in groups: a site calls its box of other stories "related", "recirc" or "more-posts",
and what one site calls it must help on the next. Which names belong together was read off classes
and ids of news and web pages; how much a group tells is learned (``line_model``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.tree.element_names import split_name
from pipelines.extraction.tree.lines import HEADING_LEVELS

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
NAME_GROUPS = tuple(_GROUPS)
_POSTS = "forum message thread"
"""What the page of a forum consists of; below the text of another page readers speak there."""
_POST = 1 << len(_GROUPS)
_MIN_POSTS = 3
_MIN_WORDS_OF_TEXT = 20
_MIN_SHARE_OF_OPINION = 0.5
CONTAINERS = ("article", "aside", "footer", "header", "main", "ol", "table", "ul")
_BIT_OF_CONTAINER = {tag: 1 << place for place, tag in enumerate(CONTAINERS)}
_BITS_OF_WORD: dict[str, int] = {
    word: sum(1 << place for place, text in enumerate(_GROUPS.values()) if word in text.split())
    for members in _GROUPS.values()
    for word in members.split()
} | dict.fromkeys(_POSTS.split(), _POST)
_COMMENT = 1 << NAME_GROUPS.index("comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The elements around each line, its own included; sets are bits, one value a line.

    The trunk are the elements that hold most of the text that the extractor chose, or most of all
    text: what they are called holds for the whole page, so only names below it tell lines apart.
    """

    groups: NDArray[np.int64]
    """Names below the trunk, by their group: bit 0 is the first of ``NAME_GROUPS``."""
    containers: NDArray[np.int64]
    """Container elements anywhere above: bit 0 is the first of ``CONTAINERS``."""
    own_containers: NDArray[np.int64]
    """Container elements below the trunk."""
    depth_below_trunk: NDArray[np.int64]
    """From the innermost element of the trunk; from the root where there is none."""


class MarkupReader:
    """Reads the surroundings of the lines of a page, for any choice among them."""

    def __init__(
        self, tree: LineTree, words: Sequence[float], running_words: Sequence[float]
    ) -> None:
        """Take the words of each line, and those of lines that read like a paragraph, else 0."""
        self._tree = tree
        self._words = words
        self._running_words = running_words
        self._page_trunk = tree.holders(range(len(words)), words)
        self._names = [
            _bits_of(
                element.get("class"),
                element.get("id"),
                element.get("role"),
                element.get("itemprop"),
            )
            for element in tree.elements
        ]
        self._read_posts()
        self._read_opinions()
        self._tags = [_BIT_OF_CONTAINER.get(element.tag, 0) for element in tree.elements]

    def read(self, chosen: Iterable[int]) -> Surroundings:
        """Return the surroundings of all lines when some of them were chosen."""
        trunk = self._page_trunk | self._tree.holders(chosen, self._words)
        groups: list[int] = []
        containers: list[int] = []
        own_containers: list[int] = []
        depths: list[int] = []
        own = zip(self._tree.parents, self._names, self._tags, strict=True)
        for place, (parent, names, tag) in enumerate(own):
            is_root = parent < 0
            containers.append(tag if is_root else containers[parent] | tag)
            if place in trunk:
                groups.append(0)
                own_containers.append(0)
                depths.append(0)
            else:
                groups.append(names if is_root else groups[parent] | names)
                own_containers.append(tag if is_root else own_containers[parent] | tag)
                depths.append(0 if is_root else depths[parent] + 1)
        of_lines = np.array(self._tree.of_lines, np.intp)
        return Surroundings(
            groups=np.array(groups, np.int64)[of_lines],
            containers=np.array(containers, np.int64)[of_lines],
            own_containers=np.array(own_containers, np.int64)[of_lines],
            depth_below_trunk=np.array(depths, np.int64)[of_lines],
        )

    def _read_posts(self) -> None:
        """Take posts for comments, unless the text of the page begins in one."""
        named = [place for place, names in enumerate(self._names) if names & _POST]
        # The id of a heading is often made of its own words.
        tags = {place: self._tree.elements[place].tag for place in named}
        posts = {place for place, tag in tags.items() if tag not in HEADING_LEVELS}
        are_comments = len(posts) >= _MIN_POSTS and not self._begins_in(posts)
        for place in named:
            self._names[place] &= ~_POST
            if are_comments and place in posts:
                self._names[place] |= _COMMENT

    def _read_opinions(self) -> None:
        """Take elements named for comments for none where they hold the running text of the page.

        That is an opinion, a comment of the newsroom. The comments of readers each have an element
        of their own, or are items of a list; a text stands in one element.
        """
        if not any(names & _COMMENT for names in self._names):
            return
        sizes: dict[int, float] = {-1: 0.0}
        for line, size in enumerate(self._running_words):
            if size and self._tree.elements[self._tree.of_lines[line]].tag != "li":
                place = self._tree.parent_of_line(line)
                sizes[place] = sizes.get(place, 0.0) + size
        place = max(sizes, key=sizes.__getitem__)
        if sizes[place] > sum(self._running_words) * _MIN_SHARE_OF_OPINION:
            while place >= 0:
                self._names[place] &= ~_COMMENT
                place = self._tree.parents[place]

    def _begins_in(self, places: set[int]) -> bool:
        """Return whether the first paragraph of the page stands in one of some elements."""
        sizes = zip(self._tree.of_lines, self._words, strict=True)
        place = next((place for place, size in sizes if size >= _MIN_WORDS_OF_TEXT), -1)
        while place >= 0 and place not in places:
            place = self._tree.parents[place]
        return place >= 0


@lru_cache(maxsize=4096)
def _bits_of(*names: str | None) -> int:
    bits = 0
    for name in names:
        for word in split_name(name or ""):
            bits |= _BITS_OF_WORD.get(word, 0)
    return bits


def own_shape(element: HtmlElement) -> tuple[str, ...]:
    """Return tag and class of an element: equal for the parts of one template."""
    return element.tag, element.get("class", "")
