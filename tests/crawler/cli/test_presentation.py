from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.cli.presentation import (
    counted,
    display_width,
    format_columns,
    format_seconds,
    format_table,
    heading,
    json_value,
    shorten,
)

CUTS = {
    "short": ("Ferry", 5, "Ferry"),
    "long": ("The ferry sails", 10, "The ferry…"),
    "no space before the ellipsis": ("The ferry", 5, "The…"),
    "lines and spaces": ("The\n\n ferry", 20, "The ferry"),
}


def test_table_has_its_words_left_and_its_numbers_right() -> None:
    assert format_table([("a", "count"), ("long", "7")]) == ["  a     count", "  long      7"]


def test_columns_begin_at_the_left() -> None:
    assert format_columns([("id", "kind"), ("gazette", "7")]) == ["id       kind", "gazette  7"]


WIDTHS = {"ferry": 5, "渡し船": 6, "ﾌｪﾘｰ": 4, "Zu\u0308ge": 4, "עב\u05b0ר": 3, "a\u200db": 2, "": 0}


@pytest.mark.parametrize(("text", "width"), WIDTHS.items())
def test_width_is_that_on_a_terminal(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize("form", [format_table, format_columns])
def test_columns_stand_below_each_other_in_all_scripts(
    form: Callable[[list[tuple[str, str]]], list[str]],
) -> None:
    lines = form([("title", "x"), ("渡し船が戻る", "x"), ("Zu\u0308ge", "x")])
    assert len({display_width(line) for line in lines}) == 1


@pytest.mark.parametrize(("text", "max_chars", "shown"), CUTS.values(), ids=CUTS)
def test_texts_stand_on_one_line_and_are_cut(text: str, max_chars: int, shown: str) -> None:
    assert shorten(text, max_chars) == shown


def test_texts_after_the_first_are_headed_behind_an_empty_line() -> None:
    assert [heading("a", number) for number in (0, 1)] == ["==> a <==", "\n==> a <=="]


def test_things_are_counted_with_their_noun() -> None:
    assert [counted(count, "source") for count in (0, 1, 2000)] == [
        "0 sources", "1 source", "2,000 sources",
    ]  # fmt: skip


def test_moments_are_values_of_json_and_nothing_else_is() -> None:
    assert json_value(datetime(2026, 11, 24, 12, tzinfo=UTC)) == "2026-11-24T12:00:00Z"
    with pytest.raises(TypeError, match="object is no JSON value"):
        json_value(object())


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.4, "0 s"), (59, "59 s"), (60, "1 min 00 s"), (3599, "59 min 59 s"), (7500, "2 h 05 min")],
)
def test_seconds_are_told_as_people_do(seconds: float, expected: str) -> None:
    assert format_seconds(seconds) == expected
