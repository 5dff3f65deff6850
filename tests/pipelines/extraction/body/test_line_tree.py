from hypothesis import given, settings

from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse
from tests.strategies import html_pages

PAGE = """
<body><nav><p>Town</p></nav>
<main><p>The council will mend the bench.</p><p>It has stood there for years.</p></main></body>
"""


def test_elements_come_before_what_they_hold_and_only_those_with_lines() -> None:
    tree = LineTree(read_lines(parse(PAGE)))
    assert [element.tag for element in tree.elements] == [
        "html", "body", "nav", "p", "main", "p", "p",
    ]  # fmt: skip
    assert tree.parents == [-1, 0, 1, 2, 1, 4, 4]
    assert tree.of_lines == [3, 5, 6]
    assert [tree.parent(place) for place in (0, 3)] == [0, 2]


def test_holders_have_more_than_half_of_the_words_and_more_than_one_line() -> None:
    tree = LineTree(read_lines(parse(PAGE)))
    words = [1.0, 6.0, 6.0]
    assert tree.holders(range(3), words) == {0, 1, 4}
    assert tree.holders((1,), words) == set()
    assert tree.holders((), words) == set()


def test_above_are_all_elements_that_hold_a_line() -> None:
    tree = LineTree(read_lines(parse(PAGE)))
    assert tree.above((0,)) == {0, 1, 2, 3}
    assert tree.above(()) == set()


def test_lines_outside_stand_in_none_of_the_elements() -> None:
    tree = LineTree(read_lines(parse(PAGE)))
    assert tree.lines_outside((2,)) == {1, 2}
    assert tree.lines_outside((1,)) == set()
    assert tree.lines_outside(()) == {0, 1, 2}


@settings(max_examples=60)
@given(html_pages())
def test_every_line_stands_in_its_element_and_parents_are_parents(markup: str) -> None:
    lines = read_lines(parse(markup))
    tree = LineTree(lines)
    assert [tree.elements[place] for place in tree.of_lines] == [line.element for line in lines]
    for place, parent in enumerate(tree.parents):
        above = tree.elements[place].getparent()
        assert above is (tree.elements[parent] if parent >= 0 else None)
