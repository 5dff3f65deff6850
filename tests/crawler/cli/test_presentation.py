from datetime import UTC, datetime

import pytest

from crawler.cli.presentation import counted, format_columns, format_table, json_value, shorten

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


@pytest.mark.parametrize(("text", "max_chars", "shown"), CUTS.values(), ids=CUTS)
def test_texts_stand_on_one_line_and_are_cut(text: str, max_chars: int, shown: str) -> None:
    assert shorten(text, max_chars) == shown


def test_things_are_counted_with_their_noun() -> None:
    assert [counted(count, "source") for count in (0, 1, 2000)] == [
        "0 sources", "1 source", "2,000 sources",
    ]  # fmt: skip


def test_moments_are_values_of_json_and_nothing_else_is() -> None:
    assert json_value(datetime(2026, 11, 24, 12, tzinfo=UTC)) == "2026-11-24T12:00:00Z"
    with pytest.raises(TypeError, match="object is no JSON value"):
        json_value(object())
