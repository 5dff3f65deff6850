import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.body.line_features import FeatureReader
from pipelines.extraction.body.line_model import LineModel, load_line_model, read_line_model
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.tree.lines import read_lines
from pipelines.extraction.tree.markup import parse

TWO_QUESTIONS = {
    "features": ["words", "link_share"],
    "bias": 0.5,
    "trees": [{"questions": [[0, 2.0], [1, 0.5]], "answers": [-1.0, 2.0, -3.0, -2.0]}],
}


@pytest.fixture
def model() -> LineModel:
    return read_line_model(TWO_QUESTIONS)


def columns(words: list[float], links: list[float]) -> dict[str, np.ndarray]:
    return {"words": np.array(words, np.float32), "link_share": np.array(links, np.float32)}


def test_each_answer_stands_at_the_bits_of_the_questions(model: LineModel) -> None:
    scores = model.score(columns([1, 3, 1, 3], [0, 0, 1, 1]))
    assert np.allclose(scores, 1 / (1 + np.exp([0.5, -2.5, 2.5, 1.5])))


def test_a_value_at_the_threshold_answers_no(model: LineModel) -> None:
    at, below = model.score(columns([2, 1], [0.5, 0]))
    assert at == below


def test_what_speaks_most_against_a_line_is_named(model: LineModel) -> None:
    values = columns([3, 3, 1], [0, 1, 0])
    assert model.explain(values, [1, 2], [0]) == ("its links", "its own text")


def test_without_likely_lines_there_is_nothing_to_compare_with(model: LineModel) -> None:
    assert model.explain(columns([1], [1]), [0], []) == ("",)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6, width=32), st.floats(0, 1, width=32)), min_size=1))
def test_scores_are_likelihoods_and_each_line_stands_for_itself(
    rows: list[tuple[float, float]],
) -> None:
    model = read_line_model(TWO_QUESTIONS)
    words, links = zip(*rows, strict=True)
    scores = model.score(columns(list(words), list(links)))
    assert ((scores > 0) & (scores < 1)).all()
    alone = [model.score(columns([w], [k]))[0] for w, k in rows]
    assert np.allclose(scores, alone)


def test_the_model_of_the_package_knows_only_features_that_there_are() -> None:
    lines = read_lines(parse("<body><p>The council met twice on Tuesday.</p></body>"))
    features = FeatureReader(lines, PageWordings()).read(frozenset((0,)))
    model = load_line_model()
    assert set(model.features) <= set(features.columns)
    assert 0 < model.score(features.columns)[0] < 1
