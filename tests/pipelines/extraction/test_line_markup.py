from pipelines.extraction.line_markup import CONTAINERS, NAME_GROUPS, MarkupReader, own_shape
from pipelines.extraction.line_tree import LineTree
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


def reader_of(markup: str) -> MarkupReader:
    lines = lines_of(markup)
    return MarkupReader(LineTree(lines), [float(len(line.text.split())) for line in lines])


def names(bits: int, of: tuple[str, ...]) -> set[str]:
    return {name for place, name in enumerate(of) if bits >> place & 1}


def test_names_are_read_in_groups_and_only_below_what_holds_the_body() -> None:
    found = reader_of(PAGE).read((0, 1))
    first, second, teaser = (names(int(bits), NAME_GROUPS) for bits in found.groups)
    assert first == second == set()
    assert "related" in teaser
    assert names(int(found.own_containers[2]), CONTAINERS) == {"aside", "ul"}
    assert names(int(found.containers[2]), CONTAINERS) == {"article", "aside", "ul"}


def test_depth_counts_from_the_innermost_element_that_holds_the_body() -> None:
    assert reader_of(PAGE).read((0, 1)).depth_below_trunk.tolist() == [1, 1, 3]


def test_without_chosen_lines_the_trunk_holds_most_of_the_page() -> None:
    found = reader_of(PAGE).read(())
    assert "related" in names(int(found.groups[2]), NAME_GROUPS)
    assert found.depth_below_trunk.tolist()[2] == 3


def test_shapes_are_tag_and_class() -> None:
    lines = lines_of(PAGE)
    assert own_shape(lines[2].element) == ("li", "card")
    assert own_shape(lines[0].element) == own_shape(lines[1].element)
