"""Charts as SVG inside a page, drawn by pygal; the page colours them and sets their font.

pygal draws for pages with its script and with a style sheet in each chart. What is left here is
shapes and texts, so that one style sheet serves all, light and dark, and nothing is loaded.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from lxml import etree
from markupsafe import Markup
from pygal import Bar, HorizontalBar, PluginImportFixer, StackedBar
from pygal.style import Style

from pipelines.visible_text import visible

# pygal leaves a finder of modules behind, for maps only, of a kind that Python has given up: 3.11
# warns of it at each import of a module that is not there.
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, PluginImportFixer)]

FONT_PX = 12
"""Of all texts, at the width that a chart is drawn for. The style sheet sets the same."""
NARROW_PX, WIDE_PX = 340, 920
_BAR_PX = 25
_COLUMNS_PX = 210
_MOST_STEPS = 4
_LABEL_CHARS = 23
_CHAR_PX, _BETWEEN_PX = 7, 14
"""What a character of a label takes, and the room between two labels."""
_SPARE = 1.18
"""How much longer than the longest bar its axis is: its number stands behind it."""
_DROPPED = ("{*}style", "{*}script", "{*}defs", "{*}desc", etree.Comment)
_EMPTY_GROUPS = ("titles", "plot overlay", "plot tooltip-overlay")
_LONG_NUMBER = re.compile(r"\d+\.\d{2,}")

Pairs = Sequence[tuple[str, int]]
Series = Sequence[tuple[str, Sequence[int]]]
"""Titles with their numbers; two may have the same title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartName:
    """How a chart is called."""

    id: str
    """Unique on the page, of letters and dashes."""
    label: str
    """What a screen reader says in its place."""


def bar_chart(name: ChartName, rows: Pairs) -> Markup:
    """Return bars from left to right, the first one on top, each with its number."""
    most = max((number for _, number in rows), default=0)
    chart = HorizontalBar(
        **_options(NARROW_PX, _BAR_PX * len(rows) + 8),
        print_values=True,
        print_values_position="top",
        show_x_labels=False,
        range=(0, max(most, 1) * _SPARE),
        spacing=2,
    )
    chart.x_labels = [_shorten(visible(label)) for label, _ in reversed(rows)]
    chart.add("", [_value(label, number) for label, number in reversed(rows)])
    return _svg(chart, name)


def column_chart(name: ChartName, rows: Pairs) -> Markup:
    """Return columns in the order of their labels, over an axis with whole numbers."""
    labels = [label for label, _ in rows]
    most = max((number for _, number in rows), default=0)
    chart = Bar(**_options(NARROW_PX, _COLUMNS_PX), y_labels=ticks(most))
    chart.x_labels = _spaced(labels, NARROW_PX)
    chart.add("", [_value(label, number) for label, number in rows])
    return _svg(chart, name)


def stacked_chart(name: ChartName, labels: Sequence[str], series: Series, width: int) -> Markup:
    """Return columns whose parts are the numbers of each series, the first one at the bottom."""
    sums = [sum(numbers) for numbers in zip(*(numbers for _, numbers in series), strict=True)]
    chart = StackedBar(**_options(width, _COLUMNS_PX), y_labels=ticks(max(sums, default=0)))
    chart.x_labels = _spaced(labels, width)
    for title, numbers in series:
        pairs = zip(labels, numbers, strict=True)
        chart.add("", [_value(f"{label}, {title}", number) for label, number in pairs])
    return _svg(chart, name)


def ticks(most: int) -> list[int]:
    """Return at most five round numbers from 0 up to the first one that is not below ``most``."""
    least = max(most, 1)
    steps = (factor * 10**power for power in count() for factor in (1, 2, 5))
    step = next(step for step in steps if step * _MOST_STEPS >= least)
    return [step * number for number in range(-(-least // step) + 1)]


def _options(width: int, height: int) -> dict[str, object]:
    sizes = ("label", "major_label", "value", "legend", "title")
    return {
        "width": width,
        "height": height,
        "margin": 4,
        "js": (),
        "show_legend": False,
        "value_formatter": lambda number: f"{number:,}",
        "truncate_label": -1,  # pygal would guess from the number of labels, blank ones too
        "style": Style(
            font_family="sans-serif", **{f"{size}_font_size": FONT_PX for size in sizes}
        ),
    }


def _value(label: str, number: int) -> dict[str, object]:
    return {"value": number, "label": visible(f"{label}: {number:,}")}


def _shorten(label: str) -> str:
    return label if len(label) <= _LABEL_CHARS else label[: _LABEL_CHARS - 1] + "…"


def _spaced(labels: Sequence[str], width: int) -> list[str]:
    """Return the labels with so many of them blank that the others do not touch."""
    longest = max((min(len(label), _LABEL_CHARS) for label in labels), default=0)
    every = -(-len(labels) * (longest * _CHAR_PX + _BETWEEN_PX) // width)
    return [
        _shorten(visible(label)) if number % every == 0 else ""
        for number, label in enumerate(labels)
    ]


def _svg(chart: Bar, name: ChartName) -> Markup:
    chart.uuid = name.id
    root = chart.render_tree()
    root.attrib.update({"role": "img", "aria-label": visible(name.label)})
    root.attrib["class"] = "chart"
    for title in list(root.iter("{*}title")):  # of the chart and of the ticks: not for people
        _remove(title)
    for bar in list(root.iterfind(".//{*}g[@class='bar']")):
        _tell_value(bar)
    for group in list(root.iter("{*}g")):
        if group.get("class") in _EMPTY_GROUPS:
            _remove(group)
    for element in list(root.iter(*_DROPPED)):
        _remove(element)
    for element in root.iter("*"):
        _round(element)
    etree.cleanup_namespaces(root)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - escaped by lxml


def _tell_value(bar: etree._Element) -> None:
    """Give a bar its number as a tooltip of the browser; a bar without height goes."""
    label = bar.findtext("{*}desc[@class='label']")
    rectangle = bar.find("{*}rect")
    if label is None or rectangle is None or bar.findtext("{*}desc[@class='value']") == "0":
        _remove(bar)
        return
    for attribute in ("rx", "ry", "class"):
        if attribute in rectangle.attrib:
            del rectangle.attrib[attribute]
    etree.SubElement(bar, "{http://www.w3.org/2000/svg}title").text = label


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _round(element: etree._Element) -> None:
    """Shorten coordinates to a tenth of a pixel."""
    for attribute, value in element.attrib.items():
        if attribute in {"d", "height", "transform", "width", "x", "y"}:
            element.attrib[attribute] = _LONG_NUMBER.sub(
                lambda found: f"{float(found[0]):.1f}", str(value)
            )
