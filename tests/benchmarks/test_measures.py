import pytest

from benchmarks.measures import Gold, average, score_page

BODY = (
    "The harbour of Norvik was closed on Monday after two ferries touched in thick fog.",
    "Nobody was hurt, the port authority said, but both ships need new paint.",
)


def gold(*paragraphs: str, title: str | None = "Ferries touch in the fog") -> Gold:
    return Gold(id="1", site="a", url="https://a.example/1", title=title, paragraphs=paragraphs)


def test_the_gold_itself_scores_one_everywhere() -> None:
    score = score_page(gold(*BODY), "\n\n".join(BODY))

    assert (score.precision, score.recall, score.leak, score.loss) == (1, 1, 0, 0)
    assert score.is_exact
    assert not score.repeats_headline
    assert not score.has_furniture


def test_an_empty_prediction_scores_zero() -> None:
    score = score_page(gold(*BODY), "")

    assert (score.precision, score.recall, score.loss) == (0, 0, 1)


def test_a_leaked_paragraph_lowers_precision_only() -> None:
    leaked = "Ten recipes for a rainy Sunday that everybody in the family will love at once."

    score = score_page(gold(*BODY), "\n\n".join([*BODY, leaked]))

    assert score.precision < 1
    assert score.recall == 1
    assert score.leak == pytest.approx(1 / 3)
    assert score.loss == 0


def test_a_lost_paragraph_lowers_recall_only() -> None:
    score = score_page(gold(*BODY), BODY[0])

    assert score.precision == 1
    assert score.recall < 1
    assert score.loss == pytest.approx(1 / 2)


@pytest.mark.parametrize("headline", ["Ferries touch in the fog", "“Ferries touch in the fog.”"])
def test_a_headline_paragraph_in_the_body_is_seen(headline: str) -> None:
    assert score_page(gold(*BODY), "\n".join([headline, *BODY])).repeats_headline


def test_a_headline_inside_a_sentence_is_no_repeated_headline() -> None:
    text = "Ferries touch in the fog, wrote the paper, and nobody laughed about it."

    assert not score_page(gold(*BODY), "\n".join([text, *BODY])).repeats_headline


def test_furniture_counts_only_where_the_gold_has_none() -> None:
    line = "Sign up for our morning letter"

    assert score_page(gold(*BODY), "\n".join([*BODY, line])).has_furniture
    assert not score_page(gold(*BODY, line), "\n".join([*BODY, line])).has_furniture


def test_averages_take_each_page_once() -> None:
    whole = score_page(gold(*BODY), "\n\n".join(BODY))
    nothing = score_page(gold(*BODY), "")

    total = average([whole, nothing])

    assert (total.pages, total.precision, total.recall, total.f1) == (2, 0.5, 0.5, 0.5)
