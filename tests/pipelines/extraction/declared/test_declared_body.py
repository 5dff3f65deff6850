import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.declared.declared_body import read_declared_body

BODIES: dict[str, tuple[object, str | None]] = {
    "plain lines": ("One.\n\nTwo.", "One.\nTwo."),
    "HTML": ("<p>One <b>and</b> half.</p><p>Two.</p>", "One and half.\nTwo."),
    "escaped HTML": ("&lt;p&gt;One.&lt;/p&gt;", "One."),
    "HTML that was escaped twice": (
        "&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;amp;nbsp;",
        "One.",
    ),
    "escaped sign in a text": ("Use &amp;lt; for less.", "Use < for less."),
    "less than a number": ("2 < 3", "2 < 3"),
    "Markdown": (
        "**Nine hives** stand there.\n## The *old* bench\n"
        'Ask [them](https://low.example){: target="_blank"} or [me](https://a.example) \\+ Ben.\n'
        "+++group-2\n[#image: /photos/61979e4b]|||A hive.|||\n+++\n***\n[#article: /a/62d0355c]",
        "Nine hives stand there.\nThe old bench\nAsk them or me + Ben.",
    ),
    "few signs of Markdown": (
        "# 1 of two\n3 * 4 * 5 is **60**.",
        "# 1 of two\n3 * 4 * 5 is **60**.",
    ),
    "blank": (" \n", None),
    "no text": (["One."], None),
    "missing": (None, None),
}


@pytest.mark.parametrize(("value", "text"), BODIES.values(), ids=BODIES)
def test_body_has_one_line_a_paragraph(value: object, text: str | None) -> None:
    assert read_declared_body({"articleBody": value}) == text


@given(st.text(max_size=60))
def test_any_text_gives_lines_that_are_not_empty(value: str) -> None:
    found = read_declared_body({"articleBody": value})
    assert found is None or all(line.strip() for line in found.split("\n"))
