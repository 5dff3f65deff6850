import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipelines.report.charts import (
    NARROW_PX,
    ChartName,
    bar_chart,
    column_chart,
    stacked_chart,
    ticks,
)
from pipelines.visible_text import visible
from tests.pipelines.report.report_examples import HOSTILE
from tests.strategies import any_texts

NAME = ChartName(id="test", label="A test")
_PAIRS = st.lists(st.tuples(any_texts(), st.integers(0, 10**9)), min_size=1, max_size=8)
_TAGS = {"svg", "g", "rect", "text", "path", "title"}


def parts(chart: str, tag: str) -> list[etree._Element]:
    root = etree.fromstring(chart)
    return [element for element in root.iter("*") if etree.QName(element).localname == tag]


def tooltips(chart: str) -> list[str]:
    return [str(title.text) for title in parts(chart, "title")]


@settings(max_examples=30)
@given(_PAIRS)
def test_every_bar_tells_its_number(rows: list[tuple[str, int]]) -> None:
    for draw in (bar_chart, column_chart):
        told = tooltips(draw(NAME, rows))
        assert sorted(told) == sorted(visible(f"{label}: {n:,}") for label, n in rows if n)


@settings(max_examples=30)
@given(_PAIRS)
def test_a_chart_is_shapes_and_texts_only(rows: list[tuple[str, int]]) -> None:
    chart = column_chart(NAME, rows)
    root = etree.fromstring(chart)
    assert {etree.QName(element).localname for element in root.iter("*")} <= _TAGS
    assert not list(root.iter(etree.Comment))
    attributes = {str(name) for element in root.iter("*") for name in element.attrib}
    assert not any("href" in name or name.startswith("on") for name in attributes)


@pytest.mark.parametrize("text", HOSTILE[:-1])  # the last one is only long
def test_labels_are_escaped(text: str) -> None:
    for chart in (
        bar_chart(NAME, [(text, 1)]),
        column_chart(NAME, [(text, 1)]),
        stacked_chart(NAME, [text], [(text, [1])], NARROW_PX),
        bar_chart(ChartName(id="test", label=text), [("a", 1)]),
    ):
        assert text not in chart
        etree.fromstring(chart)


def test_drawing_leaves_the_import_of_modules_alone() -> None:
    assert not [finder for finder in sys.meta_path if not hasattr(finder, "find_spec")]


def test_same_numbers_give_the_same_chart() -> None:
    rows = [("en", 3), ("de", 1)]
    assert bar_chart(NAME, rows) == bar_chart(NAME, rows)


def test_chart_has_a_name_for_those_who_do_not_see_it() -> None:
    root = etree.fromstring(bar_chart(NAME, [("en", 3)]))
    assert (root.get("role"), root.get("aria-label")) == ("img", "A test")
    assert root.get("id") == "chart-test"


def test_first_bar_stands_on_top() -> None:
    first, second = sorted(
        (float(bar.get("y", "0")), float(bar.get("width", "0")))
        for bar in parts(bar_chart(NAME, [("en", 30), ("de", 10)]), "rect")
        if bar.get("class") != "background"
    )
    assert first[1] > second[1]


def test_parts_of_a_column_are_told_with_their_series() -> None:
    chart = stacked_chart(NAME, ["11-01", "11-02"], [("faro", [1, 0]), ("faro", [2, 5])], NARROW_PX)
    assert sorted(tooltips(chart)) == ["11-01, faro: 1", "11-01, faro: 2", "11-02, faro: 5"]


def test_labels_leave_each_other_room() -> None:
    labels = [f"11-{day:02}" for day in range(1, 31)]
    chart = column_chart(NAME, [(label, 3) for label in labels])
    shown = [text.text for text in parts(chart, "text") if text.text in labels]
    assert shown == labels[::5]


@given(st.integers(0, 10**12))
def test_ticks_are_few_round_numbers_that_reach_the_top(most: int) -> None:
    marks = ticks(most)
    step = marks[1]
    assert marks == [step * number for number in range(len(marks))]
    assert len(marks) <= 5
    assert marks[-2] < max(most, 1) <= marks[-1]
    assert str(step).rstrip("0") in {"1", "2", "5"}
