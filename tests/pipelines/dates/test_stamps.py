"""Stamps in short lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.stamps import (
    Stamp,
    find_stamp,
    read_label,
    speaks_of_change,
    stands_apart,
    without_label,
)

FOUND = {
    "with a section": ("20.02.2025 23:36 America", "20.02.2025 23:36"),
    "behind a name": ("Jane Doe, Feb 20, 2025", "Feb 20, 2025"),
    "weekday goes with it": ("Thursday 20 February 2025", "Thursday 20 February 2025"),
    "alone, without a year": ("May 5", "May 5"),
    "yesterday with a time": ("вчера, 14:05", "вчера, 14:05"),
    "hours ago beside words": ("Politics · 3 hours ago", "3 hours ago"),
    "time with pm": ("2:05 pm", "2:05 pm"),
}
NOT_FOUND = {
    "day and month in a headline": "What to do on May 5 in Paris",
    "today in a headline": "What to do today in Paris",
    "month and year in a headline": "Best phones of March 2024",
    "film length": "12:34",
    "reading time": "5 min read",
    "copyright": "© 2025 Example",
    "numbers": "Team wins 3-2",
    "empty": "",
    "long line": "20.02.2025 " + "word " * 80,
}


@pytest.mark.parametrize(("line", "raw"), FOUND.values(), ids=FOUND)
def test_stamp_of_a_short_line_is_found(line: str, raw: str) -> None:
    stamp = find_stamp(line)
    assert stamp is not None
    assert stamp.raw == raw
    assert line[stamp.start : stamp.end] == raw


@pytest.mark.parametrize("line", NOT_FOUND.values(), ids=NOT_FOUND)
def test_words_and_numbers_of_a_headline_are_no_stamp(line: str) -> None:
    assert find_stamp(line, "en") is None


def at(line: str, raw: str) -> Stamp:
    start = line.index(raw)
    return Stamp(raw=raw, start=start, end=start + len(raw))


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Published on 20.02.2025", "published"),
        ("Zuletzt aktualisiert am 20.02.2025", "modified"),
        ("Mis à jour le 20.02.2025", "modified"),
        ("Обновлено: 20.02.2025", "modified"),
        ("The mayor resigned on 20.02.2025", None),
        ("20.02.2025", None),
    ],
)
def test_label_says_what_a_stamp_is(line: str, role: str | None) -> None:
    assert read_label(line, at(line, "20.02.2025")) == role


@pytest.mark.parametrize(
    ("line", "is_apart"),
    [
        ("20.02.2025 Berlin", True),
        ("Berlin | 20.02.2025", True),
        ("on 20.02.2025", True),
        ("open 20.02.2025", False),
    ],
)
def test_stamp_stands_apart_at_the_start_or_behind_a_separator(line: str, is_apart: bool) -> None:
    assert stands_apart(line, at(line, "20.02.2025")) is is_apart


@given(st.text(max_size=120))
def test_stamp_of_any_line_stands_where_it_says(line: str) -> None:
    stamp = find_stamp(line)
    if stamp is not None:
        assert stamp.raw == line[stamp.start : stamp.end]
        assert stamp.raw


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("By Ada Long | Updated", "By Ada Long"),
        ("Ada Long, erschienen am ", "Ada Long"),
        ("Published", ""),
        ("By Ada Long", "By Ada Long"),
        ("Updated by Ada Long", "Updated by Ada Long"),
        ("", ""),
    ],
)
def test_a_label_goes_from_what_stands_before_a_stamp(text: str, left: str) -> None:
    assert without_label(text) == left


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("3 May / Last update: 5 May", True),
        ("Zuletzt aktualisiert", True),
        ("mis à jour le 5 mai", True),
        ("Published 5 May", False),
        ("Updatedness", False),
        ("", False),
    ],
)
def test_text_speaks_of_a_change_wherever_its_words_stand(text: str, speaks: bool) -> None:
    assert speaks_of_change(text) is speaks
