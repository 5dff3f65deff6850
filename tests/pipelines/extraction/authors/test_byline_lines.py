import pytest

from pipelines.extraction.authors.byline_lines import (
    is_bare,
    lines_behind,
    name_part,
    short_text,
    split_lines,
    undated,
    unstamped,
)
from pipelines.extraction.tree.markup import parse

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


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("By Ada Long Last updated on 3 February 2025", "By Ada Long"),
        ("Von Ada Long, aktualisiert am 03.02.2025", "Von Ada Long"),
        ("Updated 3 February 2025 Ada Long", "Ada Long"),
        ("By Ada Long", "By Ada Long"),
        (f"By Ada Long 3 February 2025 {'and so on ' * 40}", None),
    ],
)
def test_a_stamp_goes_with_its_label(line: str, left: str | None) -> None:
    assert unstamped(line) == (line if left is None else left)


def test_one_word_holds_no_date() -> None:
    assert undated("adalong-may5") == "adalong-may5"


def test_lines_part_at_blocks_and_breaks() -> None:
    element = parse("<html><body><p>By <b>Ada</b><br>Quay News</p></body></html>").find(".//p")
    assert split_lines(element) == ["By Ada", "Quay News"]


def test_long_text_is_none() -> None:
    element = parse(f"<html><body><p>{'quay ' * 60}</p></body></html>").find(".//p")
    assert short_text(element) == ""


def test_label_alone_is_bare() -> None:
    tree = parse("<html><body><b>Written by:</b><i>By Ada Long</i><s></s></body></html>")
    assert [is_bare(item) for item in tree.find("body")] == [True, False, False]


BEHIND = {
    "next element": ("<b>By</b><i>Ada Long</i>", ["Ada Long"]),
    "text behind": ("<b>By</b> Ada Long", ["Ada Long"]),
    "picture between": ("<b>By</b><svg></svg><i>Ada Long</i>", ["Ada Long"]),
    "lines": ("<b>By</b><span>Ada Long<br>Ben Short</span>", ["Ada Long", "Ben Short"]),
    "behind all that its parent says": ("<p><b>By</b></p><p>Ada Long</p>", ["Ada Long"]),
    "behind more than that": ("<p>3 May <b>By</b></p><p>Ada Long</p>", []),
    "long text": (f"<b>By</b><i>{'quay ' * 60}</i>", []),
    "nothing": ("<b>By</b>", []),
}


@pytest.mark.parametrize(("markup", "lines"), BEHIND.values(), ids=BEHIND)
def test_lines_behind_a_label(markup: str, lines: list[str]) -> None:
    tree = parse(f"<html><body><div>{markup}</div></body></html>")
    assert lines_behind(tree.find(".//b")) == lines
