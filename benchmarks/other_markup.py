"""The same page as another site would have marked it up: the text stays, the signs around it go.

Sites built with utility or generated class names say nothing by them, old pages know neither
``article`` nor ``p``. Collections of pages with gold text hold few of these. Pure.
"""

from collections.abc import Callable, Mapping

from lxml import etree
from lxml.html import HtmlElement

_NAMING = frozenset({"class", "id", "role"})
_NAMING_STARTS = ("aria-", "data-", "item")
_MEANINGFUL = (
    "article", "aside", "figcaption", "figure", "footer", "header", "main", "nav", "section",
)  # fmt: skip
_MOST_COLUMNS = 4


def without_names(tree: HtmlElement) -> None:
    """Take out classes, ids, roles and all else that names an element for a program."""
    for element in tree.iter(etree.Element):
        for name in element.attrib:
            if name in _NAMING or name.startswith(_NAMING_STARTS):
                del element.attrib[name]


def without_meaning(tree: HtmlElement) -> None:
    """Make every element that says what it holds a ``div``, and take out JSON-LD and names."""
    without_names(tree)
    for script in list(tree.iter("script")):
        script.drop_tree()
    for element in list(tree.iter(*_MEANINGFUL)):
        element.tag = "div"


def with_breaks(tree: HtmlElement) -> None:
    """Part paragraphs by two ``br`` instead of ``p``, in elements without meaning."""
    without_meaning(tree)
    for paragraph in list(tree.iter("p")):
        parent = paragraph.getparent()
        if parent is None:
            continue
        before, after = _breaks(), _breaks()
        after[-1].tail, paragraph.tail = paragraph.tail, None
        place = parent.index(paragraph)
        parent[place + 1 : place + 1] = after
        parent[place:place] = before
        paragraph.drop_tag()


def _breaks() -> list[etree._Element]:
    return [etree.Element("br"), etree.Element("br")]


def in_tables(tree: HtmlElement) -> None:
    """Put ``div`` elements that stand side by side into the cells of a table, with breaks."""
    with_breaks(tree)
    for element in list(tree.iter("div")):
        columns = list(element)
        if 2 <= len(columns) <= _MOST_COLUMNS and _holds_only_columns(element):
            element.tag = "table"
            row = etree.SubElement(element, "tr")
            for column in columns:
                column.tag = "td"
                row.append(column)


def _holds_only_columns(element: HtmlElement) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return all(child.tag == "div" for child in element) and not any(map(_is_text, texts))


def _is_text(text: str | None) -> bool:
    return text is not None and not text.isspace()


MARKUPS: Mapping[str, Callable[[HtmlElement], None]] = {
    "names": without_names,
    "meaning": without_meaning,
    "breaks": with_breaks,
    "tables": in_tables,
}
"""What changes a tree, by what it changes."""
