"""Dates in the lines of a listing."""

import pytest

from crawler.discovery.listing_stamps import around, find_stamp, is_parted, is_stamp

STAMPS = {
    "short time ago": ("3h ago", "3h ago"),
    "label and author around a time ago": ("Posted 5 hours ago by Jane", "5 hours ago"),
    "weeks in Spanish": ("hace 2 semanas", "hace 2 semanas"),
    "no year": ("5 мая, 14:30", "5 мая, 14:30"),
    "ordinal with its time": ("30th March 2025, 16:26", "30th March 2025, 16:26"),
    "many words in other cells": (
        "Posted by Hal Morrow on February 18, 2025 in Church | No comments so far",
        "February 18, 2025",
    ),
}
NO_STAMPS = (
    "The two went missing 3 days ago in the hills",
    "Shops close today and tomorrow",
    "Version 6.7 inch 1440 x 3120",
)


@pytest.mark.parametrize(("line", "raw"), STAMPS.values(), ids=STAMPS)
def test_first_stamp_of_a_line_is_found_where_it_stands(line: str, raw: str) -> None:
    stamp = find_stamp(line)
    assert stamp is not None
    assert stamp.raw == raw
    assert line[stamp.start : stamp.end] == raw


@pytest.mark.parametrize("line", NO_STAMPS)
def test_headline_that_speaks_of_time_holds_no_stamp(line: str) -> None:
    assert find_stamp(line) is None


def test_line_is_a_stamp_when_nothing_else_stands_in_it() -> None:
    assert is_stamp("· 20.02.2025 23:36 |")
    assert not is_stamp("20.02.2025 23:36 America")


def test_words_around_a_stamp_are_parted_by_signs_or_not() -> None:
    line = "Harbour reopens · 3h ago"
    stamp = find_stamp(line)
    assert stamp is not None
    assert around(line, stamp) == ("Harbour reopens", "")
    assert is_parted(line, stamp)
    loose = find_stamp("A day ago all was well")
    assert loose is not None
    assert not is_parted("A day ago all was well", loose)
