"""Lines that the extractor lost inside a container that it kept are put back."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extraction.blocks import Selection
from pipelines.extraction.lines import Line
from pipelines.options import ExtractionOptions

_WRAPPERS = frozenset({"blockquote", "dd", "dl", "dt", "li", "ol", "ul"})
_TEXT_TAGS = frozenset({"blockquote", "dl", "h2", "h3", "h4", "h5", "h6", "ol", "p", "ul"})

_Shape = tuple[str, str]
"""Tag and class of an element."""
_Family = tuple[HtmlElement, _Shape]
"""A parent and the shape of those of its children that are one container: posts, body chunks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """The child of a container that a line belongs to: a paragraph, a whole list, a quotation."""

    family: _Family | None
    shape: _Shape


def restore_lines(
    selection: Selection, lines: Sequence[Line], options: ExtractionOptions
) -> Selection:
    """Return the selection with the lines that stand between kept ones and are shaped like them.

    A line comes back when it stands between the first and the last kept line of its container,
    that has a few of them, and looks like them (same element and class) or is a plain paragraph,
    heading, list or quotation. Siblings of one shape are one container: the chunks of a body, the
    posts of a live blog. Lines that are mostly links stay away. Extractors drop single headings,
    short paragraphs and lists inside a body that they keep.
    """
    units = [_unit_of(line.element) for line in lines]
    kept: dict[_Family | None, list[int]] = {}
    for index in sorted(selection.chosen):
        kept.setdefault(units[index].family, []).append(index)
    restored = set(selection.chosen)
    for family, indexes in kept.items():
        if family is None or len(indexes) < options.min_kept_to_restore:
            continue
        shapes = {units[index].shape for index in indexes}
        for index in range(indexes[0] + 1, indexes[-1]):
            is_inside = units[index].family == family
            if is_inside and _looks_kept(lines[index], units[index].shape, shapes, options):
                restored.add(index)
    return Selection(chosen=frozenset(restored), strays=selection.strays)


def _unit_of(element: HtmlElement) -> _Unit:
    unit = element
    parent = unit.getparent()
    while parent is not None and _wraps_one(parent):
        unit, parent = parent, parent.getparent()
    family = None
    if parent is not None:
        above = parent.getparent()
        family = (above if above is not None else parent, _shape(parent))
    return _Unit(family=family, shape=_shape(unit))


def _shape(element: HtmlElement) -> _Shape:
    return element.tag, element.get("class", "")


def _wraps_one(parent: HtmlElement) -> bool:
    """Return whether an element is one piece of the body: a list, or a ``div`` around one child."""
    if parent.tag in _WRAPPERS:
        return True
    return parent.tag == "div" and len(parent) == 1 and not (parent.text or "").strip()


def _looks_kept(
    line: Line,
    shape: _Shape,
    shapes: set[_Shape],
    options: ExtractionOptions,
) -> bool:
    if line.kind == "caption" or line.link_chars > len(line.text) * options.max_restored_link_share:
        return False
    tag, classes = shape
    return shape in shapes or (tag in _TEXT_TAGS and not classes)
