"""Tables of data, told from those that lay out a page."""

from collections.abc import Iterator

from lxml.html import HtmlElement

CELLS = frozenset({"td", "th"})
_PARTS = frozenset({"tbody", "tfoot", "thead"})
_AROUND = frozenset({"center", "div", "p"})
_WITHIN = frozenset(
    {
        "a", "abbr", "b", "br", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark",
        "picture", "s", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "u",
    }
)  # fmt: skip
_MAX_CELL_CHARS = 160
"""A cell with more is a paragraph. The longest in 23 tables on the tuning halves has 140."""


def is_data_table(table: HtmlElement) -> bool:
    """Return whether a table has two rows or more with a short text at most in each of their cells.

    That may stand in a paragraph, as editors write it. Most rows have two texts or more: a picture
    beside a text is layout.
    """
    rows = [cells for cells in map(_cells, _rows(table)) if len(cells) > 1]
    if len(rows) < 2 or not all(_is_short(cell) for cells in rows for cell in cells):
        return False
    return 2 * sum(sum(map(_has_text, cells)) > 1 for cells in rows) > len(rows)


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag in _PARTS:
            yield from (row for row in child if row.tag == "tr")
        elif child.tag == "tr":
            yield child


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in CELLS]


def _is_short(cell: HtmlElement) -> bool:
    """Return whether a cell holds no more than one short stretch of text."""
    around = []
    for element in cell.iterdescendants():
        if element.tag in _AROUND:
            around.append(element)
        elif element.tag not in _WITHIN or (element.tag == "br" and not _is_last(element)):
            return False
    length = _length(cell)
    return length <= _MAX_CELL_CHARS and (not around or _length(around[-1]) == length)


def _is_last(element: HtmlElement) -> bool:
    return element.getnext() is None and not (element.tail or "").strip()


def _has_text(cell: HtmlElement) -> bool:
    return bool(cell.text_content().strip())


def _length(element: HtmlElement) -> int:
    return len("".join(element.text_content().split()))
