"""What belongs to one story on a listing page: its row, and the fields that are read from it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from crawler.discovery.html_trees import UNREAD_TAGS, lines_of
from crawler.discovery.listing_links import HEADING_TAGS, Link, Target, length_in_words
from crawler.discovery.options import DEFAULT_DISCOVERY_OPTIONS
from pipelines.normalization import word_key

_TOP_TAGS = frozenset({"body", "html", "main"})
_MAX_PLACES = 6
"""Places of one page at which a story is looked at: headline, picture, most read …"""
_MANY = ""
"""Stands in the owner table for elements that hold links of several stories."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """The elements of a page that belong to one story."""

    target: Target
    link: Link
    """The link that names the story."""
    parts: tuple[etree._Element, ...]


class RowFinder:
    """Finds the rows of stories on one page.

    A row is the biggest element around the naming link that holds no link to another story. In
    templates that put headline, stamp and teaser side by side without a box, the neighbours up to
    the next story belong to it as well; whether they stand before or after the headline is decided
    for the list as a whole.
    """

    def __init__(self, tree: etree._Element, targets: Iterable[Target]) -> None:
        self._targets = list(targets)
        self._elements = list(tree.iter(etree.Element))
        self._owners = self._owner_table()
        self._lengths = self._length_table()
        self._headings = self._heading_table()

    def rows(self) -> list[Row]:
        """Return one row for each target, in the order of the targets."""
        boxes = {t.key: self._box(t.key, best_link(t).element) for t in self._targets}
        by_parent: dict[etree._Element | None, list[Target]] = defaultdict(list)
        for target in self._targets:
            by_parent[boxes[target.key].getparent()].append(target)
        neighbours: dict[str, tuple[etree._Element, ...]] = {}
        for parent, targets in by_parent.items():
            if parent is not None:
                neighbours.update(self._neighbours(targets, boxes))
        return [
            Row(
                target=target,
                link=best_link(target),
                parts=self._parts(target, boxes[target.key], neighbours.get(target.key, ())),
            )
            for target in self._targets
        ]

    def _owner_table(self) -> dict[etree._Element, str]:
        owners = {link.element: t.key for t in self._targets for link in t.links}
        for element in reversed(self._elements):
            parent = element.getparent()
            own = owners.get(element)
            if parent is None or own is None:
                continue
            owners[parent] = own if owners.get(parent, own) == own else _MANY
        return owners

    def _length_table(self) -> dict[etree._Element, int]:
        lengths: dict[etree._Element, int] = {}
        for element in reversed(self._elements):
            own = 0 if element.tag in UNREAD_TAGS else len((element.text or "").strip())
            lengths[element] = lengths.get(element, 0) + own
            parent = element.getparent()
            if parent is not None:
                more = lengths[element] + len((element.tail or "").strip())
                lengths[parent] = lengths.get(parent, 0) + more
        return lengths

    def _heading_table(self) -> Counter[etree._Element]:
        headings: Counter[etree._Element] = Counter()
        for element in reversed(self._elements):
            headings[element] += element.tag in HEADING_TAGS
            parent = element.getparent()
            if parent is not None:
                headings[parent] += headings[element]
        return headings

    def _parts(
        self, target: Target, box: etree._Element, neighbours: tuple[etree._Element, ...]
    ) -> tuple[etree._Element, ...]:
        """Return the box, its neighbours, and the boxes of the other places of the story."""
        parts = [box, *neighbours]
        for link in target.links[:_MAX_PLACES]:
            above = {link.element, *link.element.iterancestors()}
            if above.isdisjoint(parts):
                parts.append(self._box(target.key, link.element))
        return tuple(parts)

    def _box(self, key: str, element: etree._Element) -> etree._Element:
        box, name = element, word_key(" ".join(lines_of(element)))
        longest = DEFAULT_DISCOVERY_OPTIONS.max_row_chars
        while (parent := box.getparent()) is not None and parent.tag not in _TOP_TAGS:
            takes_heading = self._headings[parent] > self._headings[box]
            if self._owners.get(parent) != key or self._lengths[parent] > longest:
                break
            # A heading of its own beside the box is the name of the list, not of the story.
            if takes_heading and not self._names_story(parent, name):
                break
            box = parent
        return box

    def _names_story(self, parent: etree._Element, name: str) -> bool:
        """Return whether all headings in an element repeat the name of the story."""
        return all(
            word_key(" ".join(lines_of(heading))) == name for heading in parent.iter(*HEADING_TAGS)
        )

    def _neighbours(
        self, targets: list[Target], boxes: Mapping[str, etree._Element]
    ) -> dict[str, tuple[etree._Element, ...]]:
        """Return the unowned siblings of each box on the side where the list keeps them."""
        if len(targets) == 1 and not self._headings[boxes[targets[0].key]]:
            # One plain link among paragraphs is not a list.
            return {}
        after = {t.key: self._run(t.key, boxes[t.key], forward=True) for t in targets}
        before = {t.key: self._run(t.key, boxes[t.key], forward=False) for t in targets}
        # The row at the open end has a neighbour on one side only, which tells the side.
        is_before = sum(map(bool, before.values())) > sum(map(bool, after.values()))
        return before if is_before else after

    def _run(self, key: str, box: etree._Element, *, forward: bool) -> tuple[etree._Element, ...]:
        """Return the siblings up to the next story, none when they are too long for a teaser."""
        run: list[etree._Element] = []
        room = DEFAULT_DISCOVERY_OPTIONS.max_neighbour_chars
        for sibling in box.itersiblings(etree.Element, preceding=not forward):
            is_other_story = self._owners.get(sibling, key) != key
            if is_other_story or self._headings[sibling] or sibling.tag in {"nav", "footer"}:
                break
            room -= self._lengths[sibling]
            if room < 0:
                return ()
            run.append(sibling)
        return tuple(run)


def best_link(target: Target) -> Link:
    """Return the link that names the story best: a heading, a title by name, enough words."""
    named = [link for link in target.links if not link.is_label] or target.links
    return max(named, key=_naming)


def _naming(link: Link) -> float:
    length = length_in_words(link.text)
    score = 3.0 if link.heading is not None else 0.0
    score += 2.0 if link.has_title_name else 0.0
    score += 1.0 if length >= 3 else 0.0
    score -= 1.0 if length > 30 or link.element.getparent() is None else 0.0
    score -= 4.0 if link.is_inline else 0.0
    score -= 2.0 if link.is_unworded else 0.0
    score -= 2.0 if link.place.is_chrome else 0.0
    return score + (0.5 if length else 0.0)
