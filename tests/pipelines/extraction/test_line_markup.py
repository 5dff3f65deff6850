from lxml.html import HtmlElement

from pipelines.extraction.line_markup import MarkupReader, Surroundings, own_shape, shape_in_parent
from pipelines.extraction.lines import Line, read_lines
from pipelines.extraction.markup import parse

PAGE = """
<body><div class="site-content"><article class="story">
  <p>The council of Lowmere will mend the bench before the winter.</p>
  <p>The mayor said so on Tuesday in the town hall.</p>
  <aside class="relatedLinks"><ul><li class="card">Ferry stops</li></ul></aside>
</article></div></body>
"""


def lines_of(markup: str) -> tuple[Line, ...]:
    return read_lines(parse(markup))


def read(markup: str, chosen: tuple[int, ...]) -> list[Surroundings]:
    lines = lines_of(markup)
    reader = MarkupReader(lines, [len(line.text.split()) for line in lines], chosen)
    return [reader.read(line.element) for line in lines]


def test_names_are_read_in_groups_and_only_below_what_holds_the_body() -> None:
    first, second, teaser = read(PAGE, (0, 1))
    assert first.groups == second.groups == frozenset()
    assert "related" in teaser.groups
    assert teaser.own_containers == {"aside", "ul"}
    assert teaser.containers == {"article", "aside", "ul"}


def test_depth_counts_from_the_innermost_element_that_holds_the_body() -> None:
    first, _, teaser = read(PAGE, (0, 1))
    assert first.depth - first.trunk_depth == 1
    assert teaser.depth - teaser.trunk_depth == 3


def test_without_chosen_lines_the_trunk_holds_most_of_the_page() -> None:
    _, _, teaser = read(PAGE, ())
    assert "related" in teaser.groups
    assert teaser.depth - teaser.trunk_depth == 3


def test_shapes_are_tag_and_class() -> None:
    lines = lines_of(PAGE)
    element: HtmlElement = lines[2].element
    assert own_shape(element) == ("li", "card")
    assert shape_in_parent(element) == ("li", "card", "ul", "")
    assert own_shape(lines[0].element) == own_shape(lines[1].element)
