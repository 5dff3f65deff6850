import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.body.clear_pages import judge_clear_page, lines_to_tell
from pipelines.extraction.body.glance import Glance
from pipelines.extraction.body.line_features import FeatureReader
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse
from pipelines.options import ExtractionOptions
from tests.strategies import html_pages

STORY = [
    f"<p>The council of Lowmere met for the {n}. time and talked about the bench, which has stood "
    "at the quay since the year 1931 and which nobody in all the town had ever mended.</p>"
    for n in range(8)
]
PROMO = "<p>Subscribe to our letter about benches</p>"
TABLE = "<table><tr><td>Wood</td><td>40</td></tr><tr><td>Nails</td><td>2</td></tr></table>"
OPTIONS = ExtractionOptions(max_doubt=0.06, max_doubt_of_lines=0.12, min_clear_words=120)


def glance_at_markup(body: str, scores: dict[str, float]) -> tuple[FeatureReader, Glance]:
    """Return a glance that gives lines the score of the start of their text, else 0.99."""
    lines = read_lines(parse(f"<body><main>{body}</main></body>"))
    reader = FeatureReader(lines, PageWordings())
    features = reader.read(frozenset())
    told = {
        index: next((s for start, s in scores.items() if lines[index].text.startswith(start)), 0.99)
        for index in features.candidates.tolist()
    }
    return reader, Glance(
        features=features,
        scores=np.array(list(told.values())),
        possible=frozenset(index for index, score in told.items() if score >= 0.02),
        likely=frozenset(index for index, score in told.items() if score >= 0.5),
    )


def is_clear(body: str, scores: dict[str, float]) -> bool:
    _, glance = glance_at_markup(body, scores)
    lines = read_lines(parse(f"<body><main>{body}</main></body>"))
    return judge_clear_page(lines, glance, OPTIONS) is not None


def test_a_page_without_a_doubt_is_clear() -> None:
    assert is_clear("".join(STORY) + PROMO, {"Subscribe": 0.01})


@pytest.mark.parametrize(
    ("body", "scores"),
    [
        pytest.param("".join(STORY), {"The council of Lowmere met for the 3": 0.5}, id="words"),
        pytest.param("".join(STORY) + 3 * PROMO, {"Subscribe": 0.4}, id="short lines"),
        pytest.param("".join(STORY[:2]), {}, id="short text"),
        pytest.param("".join(STORY) + TABLE, {"Wood": 0.03, "Nails": 0.03}, id="table"),
        pytest.param(
            f"<article>{''.join(STORY[:4])}</article><article>{''.join(STORY[4:])}</article>",
            {},
            id="two articles",
        ),
        pytest.param("".join(STORY), {"The": 0.01}, id="no body"),
    ],
)
def test_a_page_with_a_doubt_is_not(body: str, scores: dict[str, float]) -> None:
    assert not is_clear(body, scores)


def test_the_judgement_is_the_scores() -> None:
    body = "".join(STORY) + PROMO
    _, glance = glance_at_markup(body, {"Subscribe": 0.01})
    found = judge_clear_page(
        read_lines(parse(f"<body><main>{body}</main></body>")), glance, OPTIONS
    )
    assert found is not None
    assert found.own_choice == frozenset(range(len(STORY)))
    assert found.is_likely.tolist() == [True] * len(STORY) + [False]


def test_what_stands_among_the_chosen_lines_is_told() -> None:
    body = (
        f"<div><p>Menu</p></div><p>Top</p>{STORY[0]}{PROMO}<div><p>Deep down</p></div>"
        f"<div><p>Quoted</p></div>{STORY[1]}{12 * '<p>Foot</p>'}"
    )
    reader, glance = glance_at_markup(
        body,
        {"Menu": 0.3, "Top": 0.01, "Subscribe": 0.01, "Deep": 0.01, "Quoted": 0.3, "Foot": 0.3},
    )
    told = lines_to_tell(reader.tree, glance, frozenset({2, 6}))
    assert told == {1, 2, 3, 5, 6, 7, 8, 9, 10, 11}
    assert lines_to_tell(reader.tree, glance, frozenset()) == frozenset()


@given(html_pages(), st.data())
def test_any_page_is_judged_or_not(markup: str, data: st.DataObject) -> None:
    lines = read_lines(parse(markup))
    if not lines:
        return
    features = FeatureReader(lines, PageWordings()).read(frozenset())
    size = len(features.candidates)
    scores = data.draw(st.lists(st.floats(0, 1), min_size=size, max_size=size))
    glance = Glance(
        features=features,
        scores=np.array(scores, float),
        possible=frozenset(features.candidates.tolist()),
        likely=frozenset(),
    )
    found = judge_clear_page(lines, glance, ExtractionOptions(min_clear_words=1, max_doubt=1))
    assert found is None or found.own_choice
