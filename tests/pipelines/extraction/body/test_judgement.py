from collections.abc import Collection

import numpy as np
import pytest

from pipelines.extraction.body.judgement import Judgement, judge, read_verdicts
from pipelines.extraction.body.line_features import FeatureReader
from pipelines.extraction.body.line_model import load_line_model
from pipelines.extraction.body.line_texts import PageWordings
from pipelines.extraction.tree.lines import Line, read_lines
from pipelines.extraction.tree.markup import parse

PAGE = """
<body><main><p>The council of Lowmere will mend the bench before the winter.</p>
<p>The bench will be mended.</p>
<h3>Costs</h3><p>Nobody knows what it costs.</p>
<table><tr><td>Wood</td><td>40</td></tr><tr><td>Nails</td><td>2</td></tr></table>
<h2>Tools</h2><ul><li>Saw</li><li><p>Hammer</p></li><li>Glue</li></ul>
<pre><code>measure</code></pre><pre><code>cut</code></pre>
<div><h2>Days</h2></div><ul><li><p>Monday</p><p>Tuesday</p></li><li>Wednesday</li></ul>
<figure><figcaption>The bench at the quay</figcaption></figure>
<p>Subscribe to our letter</p></main></body>
"""
LINES = read_lines(parse(PAGE))


def judged(
    scores: dict[str, float], chosen: Collection[str] = (), *, is_news: bool = False
) -> tuple[set[str], Judgement]:
    wordings = PageWordings(description="The bench will be mended.", is_news=is_news)
    picked = frozenset(i for i, line in enumerate(LINES) if starts(line, chosen))
    features = FeatureReader(LINES, wordings).read(picked)
    told = np.array([score_of(LINES[i], scores) for i in features.candidates.tolist()])
    found = judge(LINES, features, told, picked)
    likely = {LINES[i].text.split()[0] for i in found.features.candidates[found.is_likely].tolist()}
    return likely, found


def starts(line: Line, starts_with: Collection[str]) -> bool:
    return any(line.text.startswith(start) for start in starts_with)


def score_of(line: Line, scores: dict[str, float]) -> float:
    return next((score for start, score in scores.items() if line.text.startswith(start)), 0.0)


@pytest.mark.parametrize(
    ("score", "is_chosen", "is_news", "expected"),
    [
        (0.35, True, False, True),
        (0.35, False, False, False),
        (0.35, True, True, False),
        (0.6, False, False, True),
        (0.6, False, True, False),
    ],
)
def test_chosen_lines_need_less_and_news_pages_more(
    score: float, is_chosen: bool, is_news: bool, expected: bool
) -> None:
    chosen = {"The council"} if is_chosen else set()
    likely, _ = judged({"The council": score}, chosen, is_news=is_news)
    assert ("The" in likely) is expected


def test_a_line_that_says_the_description_needs_more_to_come_in() -> None:
    assert judged({"The bench will": 0.6})[0] == set()
    assert judged({"The bench will": 0.8})[0] == {"The"}


def test_the_rows_of_a_table_stay_together() -> None:
    assert judged({"Wood": 0.9, "Nails": 0.2})[0] == {"Wood", "Nails"}
    assert judged({"Wood": 0.6, "Nails": 0.1})[0] == set()


@pytest.mark.parametrize("chosen", [(), ("Saw", "Hammer", "Glue")])
def test_a_list_of_which_an_item_is_likely_stays_or_goes_whole(chosen: tuple[str, ...]) -> None:
    whole = {"Tools", "Saw", "Hammer", "Glue"}
    assert judged({"Saw": 0.8, "Hammer": 0.1, "Glue": 0.1}, chosen)[0] == whole
    assert judged({"Saw": 0.6, "Hammer": 0.1, "Glue": 0.1}, chosen)[0] == set()


def test_a_list_of_which_no_item_is_likely_does_not_come_in() -> None:
    assert judged({"Saw": 0.4, "Hammer": 0.4, "Glue": 0.4})[0] == set()


def test_a_heading_stays_with_the_list_that_it_stands_beside() -> None:
    assert "Tools" in judged({"Saw": 0.8, "Hammer": 0.8, "Glue": 0.8})[0]
    assert judged({"Tools": 0.4})[0] == set()


@pytest.mark.parametrize(
    ("above", "below", "expected"), [(0.8, 0.95, True), (0.8, 0.85, False), (0.2, 0.95, False)]
)
def test_a_heading_stays_between_lines_of_its_part(
    above: float, below: float, expected: bool
) -> None:
    scores = {"The bench": above, "Costs": 0.1, "Nobody": below}
    assert ("Costs" in judged(scores)[0]) is expected


def test_code_stays_or_goes_whole() -> None:
    assert judged({"measure": 0.8, "cut": 0.1})[0] == {"measure", "cut"}
    assert judged({"measure": 0.5, "cut": 0.0})[0] == set()


def test_the_items_of_a_list_with_several_lines_each_stand_alone() -> None:
    assert judged({"Monday": 0.9, "Tuesday": 0.1, "Wednesday": 0.9})[0] == {"Monday", "Wednesday"}


def test_the_body_is_elsewhere_when_most_of_it_was_not_chosen() -> None:
    assert judged({"The council": 0.9}, {"Subscribe"})[1].is_elsewhere
    assert not judged({"The council": 0.9}, {"The council"})[1].is_elsewhere


def test_verdicts_are_given_on_the_likely_lines_and_on_those_that_are_told_of() -> None:
    _, found = judged({"The council": 0.9, "The bench at": 0.5, "Subscribe": 0.1})
    told = frozenset((len(LINES) - 1, len(LINES) - 2))
    verdicts = read_verdicts(LINES, found, load_line_model(), told)
    by_text = {LINES[index].text.split()[0]: verdict for index, verdict in verdicts.items()}
    # The caption has none: it stays one.
    assert set(by_text) == {"The", "Subscribe"}
    assert by_text["The"].doubt is None
    assert by_text["The"].body_score == pytest.approx(0.9)
    assert by_text["Subscribe"].doubt
