import pytest

from pipelines.extraction.blocks import Selection
from pipelines.extraction.lines import read_lines
from pipelines.extraction.markup import parse
from pipelines.extraction.restore import restore_lines
from pipelines.options import ExtractionOptions

OPTIONS = ExtractionOptions()
FRONT = "<p>Kept one.</p><p>Kept two.</p>"
END = "<p>Kept three.</p><p>Kept four.</p>"

RESTORED = {
    "paragraph": "<p>Lost.</p>",
    "heading": "<h3>Lost</h3>",
    "list": "<ul><li>Lost</li></ul>",
    "list in a list": "<ul><li><ol><li>Lost</li></ol></li></ul>",
    "quotation": "<blockquote><p>Lost.</p></blockquote>",
    "paragraph with a link in it": '<p>Lost but <a href="/x">linked</a> here.</p>',
}

LEFT_OUT = {
    "paragraph that is a link": '<p><a href="/x">Read this as well</a></p>',
    "paragraph with a class of its own": '<p class="promo">Buy now.</p>',
    "box": "<div><p>Box text.</p></div>",
    "caption": "<figure><figcaption>Photo: A. Long</figcaption></figure>",
    "aside": "<aside>Box text.</aside>",
}


def texts_after(body: str) -> list[str]:
    lines = read_lines(parse(f"<body>{body}</body>"))
    kept = frozenset(i for i, line in enumerate(lines) if line.text.startswith("Kept"))
    restored = restore_lines(Selection(chosen=kept), lines, OPTIONS)
    assert kept <= restored.chosen
    return [lines[index].text for index in sorted(restored.chosen - kept)]


@pytest.mark.parametrize("markup", RESTORED.values(), ids=RESTORED.keys())
def test_lines_shaped_like_kept_ones_come_back(markup: str) -> None:
    found = texts_after(f"<div>{FRONT}{markup}{END}</div>")
    assert len(found) == 1
    assert found[0].startswith("Lost")


@pytest.mark.parametrize("markup", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_other_lines_stay_away(markup: str) -> None:
    assert texts_after(f"<div>{FRONT}{markup}{END}</div>") == []


def test_nothing_comes_back_before_the_first_or_after_the_last_kept_line() -> None:
    assert texts_after(f"<div><p>Before.</p>{FRONT}{END}<p>After.</p></div>") == []


def test_nothing_comes_back_into_a_container_with_few_kept_lines() -> None:
    assert texts_after("<div><p>Kept one.</p><p>Lost.</p><p>Kept two.</p></div>") == []


def test_lines_of_a_class_that_was_kept_come_back() -> None:
    rows = "".join(f'<p class="t">{text}</p>' for text in ("Kept 1", "Lost", "Kept 2", "Kept 3"))
    assert texts_after(f"<div>{rows}</div>") == ["Lost"]


def test_without_kept_lines_nothing_changes() -> None:
    lines = read_lines(parse("<body><p>One.</p></body>"))
    empty = Selection(chosen=frozenset(), strays=((-1, "text"),))
    assert restore_lines(empty, lines, OPTIONS) == empty
