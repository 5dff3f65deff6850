"""Date lines in the visible text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.text_dates import find_text_dates
from pipelines.options import DateOptions

OPTIONS = DateOptions()
BODY = "The council met for three hours and agreed on nothing at all."
DATE_LINES = {
    "a stamp alone": ("20.02.2025 23:36", "20.02.2025 23:36", "published"),
    "by-line": ("By Jane Doe | 20 February 2025", "20 February 2025", "published"),
    "place": ("20.02.2025 23:36 America", "20.02.2025 23:36", "published"),
    "label": ("Published on 20 February 2025", "20 February 2025", "published"),
    "label before a by-line": (
        "Posted by Jane Doe on 20 February 2025", "20 February 2025", "published",
    ),
    "German label before a by-line": (
        "Erstellt von Fabian am Dienstag 6. Mai 2014", "Dienstag 6. Mai 2014", "published",
    ),
    "label of a change": ("Updated: 20 May 2025, 10:00", "20 May 2025, 10:00", "modified"),
    "stamp before the author": ("20 February 2025 by Jane Doe", "20 February 2025", "published"),
    "picture of a calendar": ("\U0001f4c520. Februar 2025", "20. Februar 2025", "published"),
    "label before a colon behind": ("Updated 20 February 2025:", "20 February 2025", "modified"),
    "hours ago": ("3 hours ago", "3 hours ago", "published"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "raw", "role"), DATE_LINES.values(), ids=DATE_LINES)
def test_date_line_at_the_top_is_found(line: str, raw: str, role: str) -> None:
    found = find_text_dates((line, BODY), None, OPTIONS)
    assert [(date.raw, date.role) for date in found] == [(raw, role)]


def test_publication_and_change_in_one_line_are_told_apart() -> None:
    line = "Published 12 March 2024, 14:05 | Updated 13 March 2024, 15:30"
    found = find_text_dates((line,), "en", OPTIONS)
    assert [(date.raw, date.role) for date in found] == [
        ("12 March 2024, 14:05", "published"),
        ("13 March 2024, 15:30", "modified"),
    ]


def test_unlabelled_stamp_far_below_is_not_taken() -> None:
    lines = (*[BODY] * 12, "20.02.2025 23:36")
    assert find_text_dates(lines, "de", OPTIONS) == ()


def test_labelled_stamp_at_the_end_is_taken() -> None:
    lines = (*[BODY] * 12, "Published 20 February 2025")
    assert [date.raw for date in find_text_dates(lines, "en", OPTIONS)] == ["20 February 2025"]


def test_many_stamps_at_the_top_are_a_list_of_other_stories() -> None:
    lines = tuple(f"{day}.02.2025 10:00" for day in range(17, 21))
    assert find_text_dates(lines, "de", OPTIONS) == ()


def test_label_goes_before_a_bare_stamp() -> None:
    lines = ("19.02.2025", "Published 20.02.2025")
    assert next(iter(find_text_dates(lines, "en", OPTIONS))).raw == "20.02.2025"


def test_day_that_introduces_something_is_not_that_of_the_story() -> None:
    assert find_text_dates(("Letter to the town, 20 February 2025:",), "en", OPTIONS) == ()


def test_day_without_a_year_is_not_believed() -> None:
    assert find_text_dates(("5 May, 14:05",), "en", OPTIONS) == ()


def test_long_line_is_prose() -> None:
    assert find_text_dates((f"20 February 2025 - {BODY * 3}",), "en", OPTIONS) == ()


@given(st.lists(st.text(max_size=80), max_size=12))
def test_any_lines_are_searched_and_what_is_found_stands_in_them(lines: list[str]) -> None:
    for date in find_text_dates(lines, None, OPTIONS):
        assert any(date.raw in line for line in lines)
