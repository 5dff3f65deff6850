import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.golds import Gold
from benchmarks.measures import (
    HARMONIC_MEANS,
    MEASURES,
    NOT_MEASURED,
    leaked_paragraphs,
    lost_paragraphs,
    measure_page,
)
from benchmarks.systems.predictions import Prediction

BODY = (
    "The harbour of Norvik was closed on Monday after two ferries touched in thick fog.",
    "Nobody was hurt, the port authority said, but both ships need new paint.",
)
TITLE = "Ferries touch in the fog"
names = st.lists(st.sampled_from(["Ann Bell", "ann bell", "Cy Dow", "Eve", ""]), max_size=4)


def gold(
    *,
    paragraphs: tuple[str, ...] | None = BODY,
    title: str | None = TITLE,
    authors: tuple[str, ...] | None = None,
    date: str | None = None,
    date_precision: str = "day",
) -> Gold:
    return Gold(
        id="1", html="1.html", site="a", url="https://a.example/1", title=title,
        paragraphs=paragraphs, authors=authors, date=date, date_precision=date_precision,
        snippets_with=("two  ferries",), snippets_without=("cookies",),
    )  # fmt: skip


def value(name: str, wanted: Gold, found: Prediction) -> float | None:
    part = measure_page(wanted, found)[name]
    return part.part / part.whole if part.whole else None


def of_text(name: str, *paragraphs: str, wanted: Gold | None = None) -> float | None:
    return value(name, wanted or gold(), Prediction(text="\n\n".join(paragraphs)))


def test_the_gold_itself_is_right_everywhere() -> None:
    wanted = gold(authors=("Ann Bell",), date="2025-11-18")
    found = Prediction(
        text="\n\n".join(BODY), title=TITLE, authors=("Ann Bell",), day="2025-11-18",
        utc_day="2025-11-18",
    )  # fmt: skip
    measured = {name: part for name, part in measure_page(wanted, found).items() if part.whole}
    assert {name: part.part / part.whole for name, part in measured.items()} == {
        name: float(MEASURES[name] == "higher") for name in measured
    }
    assert set(MEASURES) - set(measured) == {"authors_invented", "told_apart"}


def test_an_empty_text_has_nothing_right() -> None:
    assert of_text("precision") == of_text("recall") == of_text("exact") == 0
    assert of_text("loss") == of_text("rejected") == 1
    assert of_text("leak") == 0


def test_a_leaked_paragraph_lowers_precision_only() -> None:
    leaked = "Ten recipes for a rainy Sunday that everybody in the family will love at once."
    precision = of_text("precision", *BODY, leaked)
    assert precision is not None
    assert precision < 1
    assert of_text("recall", *BODY, leaked) == 1
    assert of_text("leak", *BODY, leaked) == pytest.approx(1 / 3)
    assert of_text("loss", *BODY, leaked) == 0
    assert leaked_paragraphs(gold(), "\n".join([*BODY, leaked])) == (leaked,)


def test_a_lost_paragraph_lowers_recall_only() -> None:
    recall = of_text("recall", BODY[0])
    assert recall is not None
    assert recall < 1
    assert of_text("precision", BODY[0]) == 1
    assert of_text("loss", BODY[0]) == pytest.approx(1 / 2)
    assert lost_paragraphs(gold(), BODY[0]) == (BODY[1],)


@pytest.mark.parametrize("headline", [TITLE, "“Ferries touch in the fog.”"])
def test_a_headline_paragraph_in_the_body_is_seen(headline: str) -> None:
    assert of_text("headline", headline, *BODY) == 1
    assert of_text("headline", *BODY) == 0
    assert of_text("headline", headline, *BODY, wanted=gold(title=None)) == 0


def test_furniture_counts_only_where_the_gold_has_none() -> None:
    line = "Sign up for our morning letter"
    assert of_text("furniture", *BODY, line) == 1
    assert of_text("furniture", *BODY, line, wanted=gold(paragraphs=(*BODY, line))) == 0


@pytest.mark.parametrize(
    ("title", "is_right"),
    [("FERRIES touch, in the fog!", 1), ("Ferries touch in the fog | Post", 0), (None, 0)],
)
def test_a_title_may_differ_in_case_and_punctuation(title: str | None, is_right: int) -> None:
    assert value("title", gold(), Prediction(title=title)) == is_right


def test_authors_are_compared_as_sets_of_folded_names() -> None:
    wanted = gold(authors=("Ann Bell", "Cy Dow"))
    found = Prediction(authors=("ANN BELL", "Ann Bell", "Post Staff"))
    assert value("author_precision", wanted, found) == pytest.approx(1 / 2)
    assert value("author_recall", wanted, found) == pytest.approx(1 / 2)
    assert value("authors_invented", wanted, found) is None


def test_authors_of_a_page_without_any_are_invented() -> None:
    wanted = gold(authors=())
    assert value("authors_invented", wanted, Prediction(authors=("Post Staff",))) == 1
    assert value("authors_invented", wanted, Prediction()) == 0
    assert value("author_precision", wanted, Prediction()) is None


@given(names, names)
def test_author_precision_one_way_is_recall_the_other_way(
    first: list[str], second: list[str]
) -> None:
    there = measure_page(gold(authors=tuple(first)), Prediction(authors=tuple(second)))
    back = measure_page(gold(authors=tuple(second)), Prediction(authors=tuple(first)))
    if NOT_MEASURED not in (there["author_precision"], back["author_recall"]):
        assert there["author_precision"] == back["author_recall"]


def test_the_day_counts_as_printed_and_in_utc() -> None:
    wanted = gold(date="2025-11-18")
    found = Prediction(day="2025-11-18", utc_day="2025-11-19")
    assert (value("day", wanted, found), value("utc_day", wanted, found)) == (1, 0)
    assert value("day", wanted, Prediction()) == 0
    assert value("day", gold(date=None), found) is None


def test_only_as_much_of_the_date_counts_as_the_gold_tells() -> None:
    found = Prediction(day="2025-11-18", utc_day="2025-11-18")
    assert value("day", gold(date="2025-11-01", date_precision="month"), found) == 1
    assert value("day", gold(date="2025-01-01", date_precision="year"), found) == 1
    assert value("day", gold(date="2025-12-01", date_precision="month"), found) == 0


def test_the_first_of_a_month_is_no_day_when_only_the_month_is_known() -> None:
    found = Prediction(day="2025-11-01", utc_day="2025-11-01", is_day_known=False)
    assert value("day", gold(date="2025-11-01"), found) == 0
    assert value("day", gold(date="2025-11-01", date_precision="month"), found) == 1


def test_snippets_are_found_whatever_their_space() -> None:
    assert of_text("snippets_found", "two\nferries") == 1
    assert of_text("snippets_found", "two fer\u00adries") == 1
    assert of_text("snippets_leaked", *BODY) == 0
    assert of_text("snippets_leaked", "We use cookies") == 1


@pytest.mark.parametrize(
    ("found", "is_told"),
    [
        (Prediction(rejection="list-page"), 1),
        (Prediction(text="x", page_type="list"), 1),
        (Prediction(text="x", page_type="article"), 0),
        (Prediction(text="x"), 0),
    ],
)
def test_what_is_no_article_must_be_told_apart(found: Prediction, is_told: int) -> None:
    forum = Gold(id="1", html="1", site="a", url="https://a.example/", page_type="forum")
    assert value("told_apart", forum, found) == is_told
    assert value("precision", forum, found) is None


@pytest.mark.parametrize(
    ("found", "is_denied"),
    [
        (Prediction(rejection="list-page"), 1),
        (Prediction(text="x", page_type="list"), 1),
        (Prediction(text="x", page_type="live"), 0),
        (Prediction(text="x", page_type="article"), 0),
        (Prediction(text="x"), 0),
    ],
)
def test_an_article_must_not_be_denied(found: Prediction, is_denied: int) -> None:
    assert value("denied", gold(), found) == is_denied


texts = st.lists(st.sampled_from([*BODY, TITLE, "Read more: x", "", "Ann"])).map("\n".join)


@given(texts, names, st.sampled_from([None, "2025-11-18"]))
def test_every_part_is_within_its_whole(text: str, authors: list[str], day: str | None) -> None:
    found = Prediction(text=text, authors=tuple(authors), day=day, utc_day=day, title=text or None)
    measured = measure_page(gold(authors=("Ann Bell",), date="2025-11-18"), found)
    assert set(measured) == set(MEASURES)
    assert all(0 <= part.part <= part.whole for part in measured.values())


def test_harmonic_means_are_of_measures() -> None:
    assert {name for pair in HARMONIC_MEANS.values() for name in pair} <= set(MEASURES)
