"""Text that a page holds twice: once for wide screens and once for narrow ones."""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import drop
from pipelines.options import ExtractionOptions

_LONG = 40
"""Characters of a line that hardly stands twice on a page by chance."""
_MIN_LONG_LINES = 4
_MAX_LINES_BETWEEN = 3
"""A copy has its own buttons and labels between the lines that it repeats."""
_MAX_LINK_SHARE = 0.5
"""Teasers stand twice on many pages, and that tells them from the story: they are left alone."""


def read_distinct_lines(
    page: HtmlElement, options: ExtractionOptions = ExtractionOptions()
) -> tuple[Line, ...]:
    """Return the lines of a pruned page without later copies, which leave the page as well.

    A copy repeats the lines of an earlier part word for word and in the same order, and holds a
    share of the page's text (``min_share_of_copy``). With two of them in sight the extractor takes
    both, and each line looks like one of the repeated lines around a story.
    """
    lines = read_lines(page)
    copies = find_copies(lines, options)
    if not copies:
        return lines
    held = {
        ancestor
        for index, line in enumerate(lines)
        if index not in copies
        for ancestor in (line.element, *line.element.iterancestors())
    }
    for element in {lines[index].element for index in copies} - held:
        drop(element)
    return read_lines(page)


def find_copies(
    lines: Sequence[Line], options: ExtractionOptions = ExtractionOptions()
) -> frozenset[int]:
    """Return the indices of the lines that stand in a later copy of a part of the page."""
    firsts: dict[str, int] = {}
    earlier = [firsts.setdefault(line.text, index) for index, line in enumerate(lines)]
    if sum(_is_again(lines, earlier, index) for index in range(len(lines))) < _MIN_LONG_LINES:
        return frozenset()
    smallest = options.min_share_of_copy * sum(len(line.text) for line in lines)
    return frozenset(
        index
        for stretch in _stretches(earlier)
        if _is_copy([lines[place] for place in stretch], smallest)
        for index in stretch
    )


def _is_again(lines: Sequence[Line], earlier: Sequence[int], index: int) -> bool:
    return earlier[index] < index and len(lines[index].text) >= _LONG


def _is_copy(stretch: Sequence[Line], smallest: float) -> bool:
    chars = sum(len(line.text) for line in stretch)
    return (
        chars >= smallest
        and sum(len(line.text) >= _LONG for line in stretch) >= _MIN_LONG_LINES
        and sum(line.link_chars for line in stretch) <= _MAX_LINK_SHARE * chars
    )


def _stretches(earlier: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of lines that follow earlier lines in their order, a few others between them."""
    start = 0
    while start < len(earlier):
        stretch = _stretch_from(start, earlier)
        if stretch:
            yield stretch
        start = stretch[-1] + 1 if stretch else start + 1


def _stretch_from(start: int, earlier: Sequence[int]) -> list[int]:
    if earlier[start] == start:
        return []
    stretch = [start]
    for index in range(start + 1, len(earlier)):
        if earlier[stretch[-1]] < earlier[index] < start:
            stretch.append(index)
        elif index - stretch[-1] > _MAX_LINES_BETWEEN:
            break
    return stretch
