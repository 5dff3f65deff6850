"""The elements that hold the lines of a page: what many lines share is looked at once."""

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from pipelines.extraction.tree.lines import Line


class LineTree:
    """All elements with a line below them, outer elements before inner ones."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.elements: list[HtmlElement] = []
        self.parents: list[int] = []
        """By element: the place of its parent, -1 for the root."""
        places: dict[HtmlElement, int] = {}
        self.of_lines = [self._add(line.element, places) for line in lines]
        """By line: the place of the element it stands in."""

    def _add(self, element: HtmlElement, places: dict[HtmlElement, int]) -> int:
        unknown: list[HtmlElement] = []
        current: HtmlElement | None = element
        while current is not None and current not in places:
            unknown.append(current)
            current = current.getparent()
        place = -1 if current is None else places[current]
        for below in reversed(unknown):
            self.parents.append(place)
            place = places[below] = len(self.elements)
            self.elements.append(below)
        return place

    def parent(self, place: int) -> int:
        """Return the place of an element's parent; the root is its own."""
        return max(self.parents[place], 0)

    def parent_of_line(self, line: int) -> int:
        """Return the place of the parent of the element that a line stands in, -1 for the root."""
        return self.parents[self.of_lines[line]]

    def holders(self, lines: Iterable[int], words: Sequence[float]) -> set[int]:
        """Return the places of the elements that hold most words of some lines, but not of one.

        Args:
            lines: their indexes.
            words: the number of words of each line of the page.
        """
        weights = [0.0] * len(self.elements)
        counts = [0] * len(self.elements)
        for line in lines:
            weights[self.of_lines[line]] += words[line]
            counts[self.of_lines[line]] += 1
        half = sum(weights) / 2
        for place in range(len(self.elements) - 1, 0, -1):
            parent = self.parents[place]
            weights[parent] += weights[place]
            counts[parent] += counts[place]
        # One long line is no trunk, whatever share of the text it has.
        return {p for p, weight in enumerate(weights) if weight > half and counts[p] > 1}

    def lines_outside(self, places: Iterable[int]) -> frozenset[int]:
        """Return the indexes of the lines that stand in none of some elements."""
        inside = set(places)
        for place, parent in enumerate(self.parents):
            if parent in inside:
                inside.add(place)
        return frozenset(i for i, place in enumerate(self.of_lines) if place not in inside)

    def above(self, lines: Iterable[int]) -> set[int]:
        """Return the places of the elements that hold any of some lines."""
        held: set[int] = set()
        for line in lines:
            place = self.of_lines[line]
            while place >= 0 and place not in held:
                held.add(place)
                place = self.parents[place]
        return held
