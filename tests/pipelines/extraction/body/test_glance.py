import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.body.glance import Glance, copy_possible, glance_at
from pipelines.extraction.body.line_features import FeatureReader
from pipelines.extraction.body.line_model import LineModel, load_glance_model
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.body.line_tree import LineTree
from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import parse
from tests.strategies import html_pages

PAGE = """
<body><div class="menu"><p>Town</p><p>Sea</p></div>tail of the menu
<main><p>The council of Lowmere will mend the bench before the winter.</p>
<figure></figure><div class="promo"><p>Subscribe now</p></div></main></body>
"""


def longer_than(words: float) -> LineModel:
    """Return a model that holds lines of more words for body."""
    return LineModel(
        features=("words",),
        question_features=np.array([[0]]),
        thresholds=np.array([[np.log1p(words)]], np.float32),
        answers=np.array([[-5.0, 5.0]]),
        bias=0.0,
    )


def test_lines_below_the_score_are_not_possible() -> None:
    lines = read_lines(parse(PAGE))
    features = FeatureReader(lines, PageWordings())
    glance = glance_at(features, longer_than(5), 0.5)
    assert [lines[index].text[:11] for index in glance.possible] == ["The council"]
    assert glance.likely == glance.possible
    assert len(glance_at(features, longer_than(5), 0.0).possible) == len(lines)


def glance_of(lines: tuple[Line, ...], possible: frozenset[int], likely: frozenset[int]) -> Glance:
    features = FeatureReader(lines, PageWordings()).read(frozenset())
    scores = np.zeros(len(features.candidates))
    return Glance(features=features, scores=scores, possible=possible, likely=likely)


def shown(markup: str, possible: set[str], likely: set[str]) -> list[str]:
    """Return the lines of what the extractor is shown, after a check that the page is as before."""
    page = parse(markup)
    lines = read_lines(page)
    named = [
        frozenset(i for i, line in enumerate(lines) if line.text in texts)
        for texts in (possible | likely, likely)
    ]
    copied = copy_possible(page, LineTree(lines), glance_of(lines, named[0], named[1]))
    left = [line.text for line in read_lines(copied.tree)]
    assert [lines[index].text for index in sorted(copied.lines)] == left
    assert read_lines(page) == lines
    return left


def test_blocks_without_a_possible_line_go_and_the_text_behind_them_stays() -> None:
    assert shown(
        PAGE, {"The council of Lowmere will mend the bench before the winter."}, set()
    ) == [
        "tail of the menu",
        "The council of Lowmere will mend the bench before the winter.",
    ]


def test_what_stands_right_among_likely_lines_stays() -> None:
    markup = "<body><nav><p>Menu</p></nav><div><p>One</p><p>Promo</p><p>Two</p></div></body>"
    assert shown(markup, set(), {"One", "Two"}) == ["One", "Promo", "Two"]
    assert shown(markup, {"One", "Two"}, set()) == ["One", "Two"]


def test_a_line_beside_a_possible_one_in_the_same_element_stays() -> None:
    assert shown("<body><div>One<br>Two</div><p>Three</p></body>", {"One"}, set()) == ["One", "Two"]


def test_without_a_possible_line_all_stays() -> None:
    assert shown("<body><p>One</p><p>Two</p></body>", set(), set()) == ["One", "Two"]


def test_texts_around_a_block_that_goes_stay_lines_of_their_own() -> None:
    assert shown("<body>0<article>1</article>0</body>", {"0"}, set()) == ["0", "0"]
    assert shown("<body>a<div>b</div><i>c</i></body>", {"a", "c"}, set()) == ["a", "c"]
    assert shown("<body><i>a<div>b</div></i>c</body>", {"a", "c"}, set()) == ["a", "c"]


@settings(max_examples=60)
@given(html_pages(), st.data())
def test_every_possible_line_is_shown_and_the_page_stays_as_it_is(
    markup: str, data: st.DataObject
) -> None:
    page = parse(markup)
    lines = read_lines(page)
    if not lines:
        return
    possible = data.draw(st.frozensets(st.integers(0, len(lines) - 1), min_size=1))
    likely = data.draw(st.frozensets(st.sampled_from(sorted(possible))))
    found = copy_possible(page, LineTree(lines), glance_of(lines, possible, likely))
    left = [line.text for line in read_lines(found.tree)]
    assert possible <= found.lines
    assert all(lines[index].text in left for index in possible)
    assert read_lines(page) == lines


def test_the_model_of_the_package_tells_a_menu_from_a_story() -> None:
    story = "".join(
        f"<p>The council of Lowmere met for the {n}. time and talked about the bench, which has "
        "stood at the quay since the year 1931 and which nobody had mended.</p>"
        for n in range(6)
    )
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30))
    page = f"<body><nav><ul>{menu}</ul></nav><article>{story}</article></body>"
    lines = read_lines(parse(page))
    features = FeatureReader(lines, PageWordings())
    glance = glance_at(features, load_glance_model(), 0.02)
    story_lines = {index for index, line in enumerate(lines) if line.element.tag == "p"}
    assert glance.possible == glance.likely == story_lines
