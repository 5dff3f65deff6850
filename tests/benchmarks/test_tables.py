from benchmarks.bootstrap import draw_measures
from benchmarks.golds import Gold
from benchmarks.measures import measure_page
from benchmarks.systems.predictions import Prediction, Results
from benchmarks.tables import format_difference, format_rejections, format_tables

GOLD = Gold(
    id="1", html="1", site="a", url="https://a.example/", paragraphs=("one two three four five",)
)
ALL = draw_measures([measure_page(GOLD, Prediction(text="one two three four five"))])
NOTHING = draw_measures([measure_page(GOLD, Prediction())])


def test_a_table_has_a_row_for_each_system_and_the_columns_that_apply() -> None:
    head, pages, *rows = format_tables({"newsdesk": ALL, "other": NOTHING}).splitlines()
    assert head.split()[:3] == ["body", "F1", "precision"]
    assert set(pages.split()[1:]) == {"1"}
    assert [row.split()[:2] for row in rows] == [
        ["newsdesk", "1.000±.000"], ["other", "0.000±.000"],
    ]  # fmt: skip
    # Without any gold of metadata there is no second table.
    assert "title" not in head


def test_pages_that_are_no_articles_have_their_own_column() -> None:
    forum = Gold(id="1", html="1", site="a", url="https://a.example/", page_type="forum")
    measured = draw_measures([measure_page(forum, Prediction(rejection="list-page"))])
    table = format_tables({"newsdesk": measured})
    assert table.splitlines()[0].split() == ["metadata", "apart", "rejected"]


def test_the_difference_is_told_with_its_interval() -> None:
    assert format_difference(ALL, NOTHING, "other") == (
        "F1 less that of other: +1.0000 (+1.0000 to +1.0000)"
    )
    assert format_difference(ALL, {}, "other") is None


def test_rejections_are_counted_by_their_reason() -> None:
    pages = {
        "1": Prediction(text="x"),
        "2": Prediction(rejection="list-page"),
        "3": Prediction(rejection="ValueError: no such page"),
        "4": Prediction(rejection="ValueError: no such tree"),
        "5": Prediction(),
    }
    results = Results(system="other", version="1", pages=pages)
    assert format_rejections(results, list(pages)) == (
        "other gave no article: ValueError 2, list-page 1, empty 1"
    )
    assert format_rejections(results, ["1"]) is None
