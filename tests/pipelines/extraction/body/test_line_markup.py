import pytest

from pipelines.extraction.body.line_markup import CONTAINERS, NAME_GROUPS, MarkupReader, own_shape
from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import parse

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
    words = [float(len(line.text.split())) for line in lines]
    return MarkupReader(LineTree(lines), words, words)


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


POST = "<li class='member' id='bb_message_{0}'><p>{1}</p></li>"
WORDS = (
    "The council of Lowmere will mend the bench before the winter, said the mayor, who sits there "
)
TEXT = WORDS + "every Sunday with her dog and reads."


def comment_names(markup: str) -> list[bool]:
    lines = lines_of(f"<body>{markup}</body>")
    words = [float(len(line.text.split())) for line in lines]
    running = [size if size >= 20 else 0.0 for size in words]
    found = MarkupReader(LineTree(lines), words, running).read((0,))
    return ["comment" in names(int(bits), NAME_GROUPS) for bits in found.groups]


def test_posts_below_a_text_are_comments() -> None:
    posts = "".join(POST.format(number, f"I like it {number}.") for number in range(3))
    assert comment_names(f"<p>{TEXT}</p><ul>{posts}</ul>") == [False, True, True, True]


def test_posts_of_a_forum_are_its_text() -> None:
    posts = "".join(POST.format(number, TEXT) for number in range(3))
    assert comment_names(f"<ul>{posts}</ul>") == [False, False, False]


def test_few_elements_with_the_name_of_a_post_and_headings_are_none() -> None:
    posts = "".join(POST.format(number, f"I like it {number}.") for number in range(2))
    heading = "<h2 id='how-to-word-a-message'>How to word a message</h2>"
    assert comment_names(f"<p>{TEXT}</p>{heading}<ul>{posts}</ul>") == [False] * 4


MENU = f"<ul>{'<li>Ferry stops</li>' * 99}</ul>"


def test_opinion_that_is_named_a_comment_is_none() -> None:
    opinion = f"<div class='comment'><div><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p></div></div>"
    assert comment_names(f"<p>{TEXT}</p>{opinion}{MENU}")[:4] == [False] * 4


COMMENTS = {
    "each in an element": f"<div class='comment'><p>{TEXT}</p></div>" * 5,
    "items of a list": f"<ul class='comments'>{f'<li>{TEXT}</li>' * 2}</ul>",
    "below a longer text": f"<div class='comment'><p>{TEXT}</p><p>{TEXT}</p></div>",
}


@pytest.mark.parametrize("comments", COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_of_readers_are_comments(comments: str) -> None:
    story = f"<div><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p></div>"
    names_of_lines = comment_names(f"{story}{comments}")
    assert names_of_lines[:3] == [False] * 3
    assert all(names_of_lines[3:])
