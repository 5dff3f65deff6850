import pytest
from hypothesis import given, settings

from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse
from tests.strategies import html_pages

KINDS = {
    "paragraph": ("<p>Text</p>", "paragraph"),
    "heading": ("<h3>Text</h3>", "heading"),
    "list item": ("<ul><li>Text</li></ul>", "list_item"),
    "paragraph in a list item": ("<ul><li><p>Text</p></li></ul>", "list_item"),
    "definition": ("<dl><dd>Text</dd></dl>", "list_item"),
    "quotation": ("<blockquote><p>Text</p></blockquote>", "quote"),
    "heading in a quotation": ("<blockquote><h4>Text</h4></blockquote>", "heading"),
    "figure caption": ("<figure><img><figcaption>Text</figcaption></figure>", "caption"),
    "caption by class": ('<p class="wp-caption-text">Text</p>', "caption"),
    "class that only contains the word": ('<p class="captioned">Text</p>', "paragraph"),
    "table row": ("<table><tr><td>Te</td><td>xt</td></tr></table>", "table"),
    "layout table": ("<table><tr><td>Text</td></tr></table>", "paragraph"),
    "paragraph in a layout cell": (
        "<table><tr><td>Menu</td><td><p>Text</p></td></tr></table>", "paragraph",
    ),
    "code": ("<pre><code>Text</code></pre>", "code"),
    "code of a highlighter": ('<div class="highlight"><pre>Text</pre></div>', "code"),
    "preformatted text": ("<pre>Text</pre>", "paragraph"),
    "section inside a figure": ("<figure><article><p>Text</p></article></figure>", "paragraph"),
    "long text named caption": (f'<div class="caption"><p>{"Text " * 200}</p></div>', "paragraph"),
}  # fmt: skip

SPLIT = {
    "bold head in an item of a list": ("<ul><li><b>One</b><br>two</ul>", ["One two"]),
    "bold head above an empty line": ("<p><b>One</b><br><br>two</p>", ["One", "two"]),
    "bold head in a container": ("<div><b>One</b><br>two</div>", ["One", "two"]),
    "two breaks part a paragraph": ("<p>One<br><br>Two</p>", ["One", "Two"]),
    "breaks with space between": ("<p>One<br>\n &nbsp;<br/>Two</p>", ["One", "Two"]),
    "one break joins a paragraph": ("<p>One<br>Two</p>", ["One Two"]),
    "one break parts a container": ("<div>One<br>Two</div>", ["One", "Two"]),
    "headings are one line": ("<h1>One<br><br>Two</h1>", ["One Two"]),
    "text around a paragraph": ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
    "inline elements join": ("<p>On<b>e</b> <i>tw</i>o</p>", ["One two"]),
    "label set apart by style": (
        "<p><span>Bees</span>The chair is back.<b>What now?</b><a>Ask <i>the</i></a>Council</p>",
        ["Bees The chair is back. What now? Ask the Council"],
    ),
    "words across elements": (
        "<p><b>T</b>he M<small>c</small><b>C</b>lane of A.<i>B</i>. has 2<b>Hives</b> "
        "an<u>d</u> O<sub>2</sub></p>",
        ["The McClane of A.B. has 2Hives and O2"],
    ),
    "names in code": ("<p><code>bees.<b>Hive</b></code> is one</p>", ["bees.Hive is one"]),
    "cells of a row": ("<table><tr><td>One</td><td>2</td></tr></table>", ["One | 2"]),
    "paragraphs in the cells of a table of data": (
        "<table><tr><td><p>One</p></td><td><div>2<br></div></td></tr>"
        "<tr><td><p>Two <b>or</b> three</p><td>3</table>Four<br>five",
        ["One | 2", "Two or three | 3", "Four", "five"],
    ),
    "empty cells": (
        "<table><tr><td><td>1899<td>1900<tr><td>Hives<td>9<td><tr><td><td><td></table>",
        ["| 1899 | 1900", "Hives | 9"],
    ),
    "strokes at the end of other text": ("<p>Home | Hives |</p>", ["Home | Hives |"]),
    "cells with breaks": ("<table><tr><td>One<br>Two</td></tr></table>", ["One", "Two"]),
    "rule": ("<div>One<hr>Two</div>", ["One", "Two"]),
    "empty elements": ("<p> </p><div>\n<span></span></div><p><a></a></p>", []),
    "empty lines part preformatted text": ("<pre>One\ntwo\n \nThree</pre>", ["One two", "Three"]),
    "newlines by class": (
        "<div class='text whitespace-pre-line'>One\n<b>two\nthree</b></div>four\nfive",
        ["One", "two", "three", "four five"],
    ),
    "newlines by style": ("<p style='white-space: pre-wrap'>One\n\nTwo</p>", ["One", "Two"]),
    "other names": ("<div class='pre-wrapper spread-pre'>One\ntwo</div>", ["One two"]),
    "newlines of code": ("<pre><code>one\n\ntwo</code></pre>", ["one two"]),
    "links across a break": ("<div>A <a>b<br>c</a> d</div>", ["A b", "c d"]),
}


PARTED = {
    "behind a sentence": ("Is it one?<br><b>Two.</b>", [("Is it one?", 0), ("Two.", 0)]),
    "behind a quotation": ("“It is one.”<br>Two", [("“It is one.”", 0), ("Two", 0)]),
    "behind a Japanese quotation": ("「一つ。」<br>二つ", [("「一つ。」", 0), ("二つ", 0)]),
    "within a sentence too": ("One.<br>Two<br>and three.", []),
    "numbered": ("1. One<br>2. Two<br>3. Three", [("1. One", 0), ("2. Two", 0), ("3. Three", 0)]),
    "two numbers may be chance": ("1. One<br>2. Two", []),
    "bullets": ("• A<br>• <a>B</a><br>• C", [("• A", 0), ("• B", 1), ("• C", 0)]),
    "link across": ("See <a>it.<br>Two</a> three", [("See it.", 3), ("Two three", 3)]),
    "bold head": ("<b>One</b><br>Two<br>three", [("One", 0), ("Two three", 0)]),
    "sentence that begins in bold": ("<b>One</b><br>is two.<br>Three", []),
    "bold head further down": (
        "one<br>two<br><strong><a>Three</a></strong> <br>Four",
        [("one two", 0), ("Three", 5), ("Four", 0)],
    ),
    "bold head above sentences": (
        "<b>One</b><br>Two.<br>Three.",
        [("One", 0), ("Two.", 0), ("Three.", 0)],
    ),
    "bold word at a break": ("One <b>two</b><br>three", []),
    "text behind a bold word": ("<b>One</b> two<br>three", []),
    "bold name below a line": ("one<br>by <b>Two</b><br>three", []),
    "break at the end": ("One.<br>", []),
    "no break": ("One. Two.", []),
}


@pytest.mark.parametrize(("markup", "parts"), PARTED.values(), ids=PARTED.keys())
def test_single_breaks_part_a_paragraph_at_heads_sentences_and_items(
    markup: str, parts: list[tuple[str, int]]
) -> None:
    (line,) = read_lines(parse(f"<body><p>{markup}</p></body>"))
    assert list(line.parts) == parts


@pytest.mark.parametrize(("markup", "kind"), KINDS.values(), ids=KINDS.keys())
def test_kind_is_told_by_the_elements_around_a_line(markup: str, kind: str) -> None:
    assert read_lines(parse(f"<body>{markup}</body>"))[-1].kind == kind


@pytest.mark.parametrize(("markup", "texts"), SPLIT.values(), ids=SPLIT.keys())
def test_lines_end_where_a_reader_sees_them_end(markup: str, texts: list[str]) -> None:
    assert [line.text for line in read_lines(parse(f"<body>{markup}</body>"))] == texts


def test_text_that_is_broken_to_a_width_is_joined() -> None:
    lines = [
        "The council of Lowmere will mend the bench before the",
        "winter, said <a>the mayor, who sits there every Sunday",
        "with her dog</a>. It was given to the town by an old man",
        "who came home.",
        "He had asked for a view of the harbour and the ferries",
        "of the islands.",
    ]
    found = read_lines(parse(f"<body><div>{'<br>'.join(lines)}</div></body>"))
    assert [line.text.split()[0] for line in found] == ["The", "He"]
    assert [line.link_chars for line in found] == [51, 0]


def test_link_text_is_counted_in_the_line_where_it_stands() -> None:
    lines = read_lines(parse("<body><div>A <a>bcd<br>ef</a> g</div><p>none</p></body>"))
    assert [line.link_chars for line in lines] == [3, 2, 0]


def test_blocks_inside_a_link_are_link_text() -> None:
    card = "<a href='/1'><h3>Head</h3><svg><title>x</title></svg><p>Teaser</p>more</a>"
    lines = read_lines(parse(f"<body><div>{card} of it</div><p>none</p></body>"))
    assert [(line.text, line.link_chars) for line in lines] == [
        ("Head", 4),
        ("Teaser", 6),
        ("more of it", 4),
        ("none", 0),
    ]


def test_headings_carry_their_level_and_others_none() -> None:
    lines = read_lines(parse("<body><h2>A</h2><p>B</p></body>"))
    assert [line.level for line in lines] == [2, None]


def test_window_title_is_no_line() -> None:
    assert read_lines(parse("<head><title>Title</title></head><body></body>")) == ()


@settings(max_examples=80)
@given(html_pages())
def test_every_visible_character_stands_in_one_line_in_order(page: str) -> None:
    tree = parse(page)
    lines = read_lines(tree)
    found = "".join("".join(line.text.split()) for line in lines).replace("|", "")
    shown = "".join("".join(tree.body.itertext()).split()).replace("|", "")
    assert found == shown
    assert all(0 <= line.link_chars <= len(line.text) for line in lines)
    assert all(line.text == " ".join(line.text.split()) != "" for line in lines)


def test_code_keeps_its_lines_and_indents() -> None:
    (line,) = read_lines(parse("<pre><code>if hive:\n    open(<a>lid</a>)<br>close()</code></pre>"))
    assert line.text == "if hive: open(lid) close()"
    assert line.code == "if hive:\n    open(lid)\nclose()"


def test_other_text_is_no_code() -> None:
    assert [line.code for line in read_lines(parse("<p>One</p><pre>Two\nthree</pre>"))] == [
        None
    ] * 2
