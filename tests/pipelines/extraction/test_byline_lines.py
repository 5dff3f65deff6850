import pytest

from pipelines.extraction.byline_lines import (
    name_part,
    short_text,
    split_lines,
    text_behind,
    undated,
)
from pipelines.extraction.markup import parse
from pipelines.normalization import clean_text

LINES = {
    "By Ada Long | Chief Reporter": "Ada Long",
    "von ada – 3. Februar 2025": "ada",
    "Posted by ada on 3 February 2025": "ada",
    "Ada Long": "Ada Long",
}


@pytest.mark.parametrize(("line", "name"), LINES.items())
def test_name_part_ends_at_a_border_or_date(line: str, name: str) -> None:
    assert name_part(line) == name


def test_date_in_front_is_left_out() -> None:
    assert undated("3 February 2025 Ada Long") == "Ada Long"


def test_one_word_holds_no_date() -> None:
    assert undated("adalong-may5") == "adalong-may5"


def test_lines_part_at_blocks_and_breaks() -> None:
    element = parse("<html><body><p>By <b>Ada</b><br>Quay News</p></body></html>").find(".//p")
    assert split_lines(element) == ["By Ada", "Quay News"]


def test_long_text_is_none() -> None:
    element = parse(f"<html><body><p>{'quay ' * 60}</p></body></html>").find(".//p")
    assert short_text(element) == ""


BEHIND = {
    "next element": ("<b>By</b><i>Ada Long</i>", "Ada Long"),
    "text behind": ("<b>By</b> Ada Long", "Ada Long"),
    "nothing": ("<b>By</b>", ""),
}


@pytest.mark.parametrize(("markup", "text"), BEHIND.values(), ids=BEHIND)
def test_text_behind_a_label(markup: str, text: str) -> None:
    tree = parse(f"<html><body><p>{markup}</p></body></html>")
    assert clean_text(text_behind(tree.find(".//b"))) == text
