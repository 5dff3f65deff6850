import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from pipelines.extraction.tree.line_breaks import join_full_lines, shows_newlines

TEXT = (
    "The council of Lowmere will mend the bench before the winter, said the mayor, who sits there "
    "every Sunday with her dog and reads. It was given to the town by a sailor who came home."
)


def join(lines: list[str]) -> list[str]:
    return join_full_lines(lines, str)


@pytest.mark.parametrize("width", [40, 60, 72])
def test_paragraphs_are_made_whole(width: int) -> None:
    lines = [*textwrap.wrap(TEXT, width), *textwrap.wrap(TEXT, width), "", "By the council"]
    assert join(lines) == [TEXT, TEXT, "", "By the council"]


LEFT = {
    "few lines": textwrap.wrap(TEXT, 72)[:3],
    "paragraphs": [TEXT] * 6,
    "short lines": textwrap.wrap(TEXT, 30),
    "programme": ["09.00 Doors open", "10.00 The mayor", "10.30 The council on the bench", "Tea"],
    "names of members": ["Ada Mole, chair of the council in Lowmere", "Per Lind", "Kai Uth"] * 4,
    "nothing": [],
}  # fmt: skip


@pytest.mark.parametrize("lines", LEFT.values(), ids=LEFT.keys())
def test_other_lines_are_left(lines: list[str]) -> None:
    assert join(lines) == lines


@given(st.lists(st.text(alphabet="ab .", max_size=90)))
def test_nothing_is_lost(lines: list[str]) -> None:
    assert "".join("".join(join(lines)).split()) == "".join("".join(lines).split())


SHOWN = {
    "<pre>a</pre>": True,
    "<pre><code>a</code></pre>": False,
    "<div class='whitespace-pre-wrap'>a</div>": True,
    "<p style='WHITE-SPACE:pre-line;color:red'>a</p>": True,
    "<p style='white-space: normal'>a</p>": False,
    "<div class='pre-wrapper'>a</div>": False,
    "<div class='spre-line'>a</div>": False,
    "<div>a</div>": False,
}


@pytest.mark.parametrize(("markup", "is_shown"), SHOWN.items())
def test_newlines_are_lines_by_tag_class_or_style(markup: str, is_shown: bool) -> None:
    assert shows_newlines(fragment_fromstring(markup)) is is_shown
