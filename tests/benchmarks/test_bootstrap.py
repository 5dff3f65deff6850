import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bootstrap import difference, draw_measures
from benchmarks.measures import MEASURES, NOT_MEASURED, Part


def page(precision: float, recall: float | None = None) -> dict[str, Part]:
    known = {"precision": Part(precision), "recall": Part(precision if recall is None else recall)}
    return dict.fromkeys(MEASURES, NOT_MEASURED) | known


shares = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_averages_take_each_page_once_and_f1_is_of_the_averages() -> None:
    drawn = draw_measures([page(1, 0.5), page(0.5, 0)])
    assert drawn["precision"].value == pytest.approx(0.75)
    assert drawn["recall"].value == pytest.approx(0.25)
    assert drawn["f1"].value == pytest.approx(0.375)


def test_pages_to_which_a_measure_does_not_apply_do_not_count() -> None:
    drawn = draw_measures([page(1), dict.fromkeys(MEASURES, NOT_MEASURED)])
    assert drawn["precision"].value == 1
    assert drawn["precision"].pages == 1


def test_measures_that_apply_to_no_page_are_missing() -> None:
    assert set(draw_measures([page(1)])) == {"precision", "recall", "f1"}
    assert draw_measures([]) == {}


def test_parts_are_summed_before_they_are_divided() -> None:
    first, second = page(1), page(1)
    first["snippets_found"], second["snippets_found"] = Part(3, 3), Part(0, 1)
    assert draw_measures([first, second])["snippets_found"].value == pytest.approx(3 / 4)


def test_nothing_right_gives_an_f1_of_zero() -> None:
    assert draw_measures([page(0)])["f1"].estimate().value == 0


def test_more_pages_give_a_narrower_interval() -> None:
    few = draw_measures([page(n % 2) for n in range(10)])["f1"].estimate()
    many = draw_measures([page(n % 2) for n in range(1000)])["f1"].estimate()
    assert many.high - many.low < (few.high - few.low) / 5
    # The standard error of a share of a half over 1,000 pages is 0.0158; 1.96 of them each way.
    assert many.high - many.low == pytest.approx(4 * 0.98 * 0.0158, rel=0.1)


def test_the_same_pages_give_the_same_interval() -> None:
    pages = [page(n / 10) for n in range(10)]
    assert draw_measures(pages)["f1"].estimate() == draw_measures(pages)["f1"].estimate()


def test_equal_pages_leave_nothing_to_chance() -> None:
    estimate = draw_measures([page(0.5)] * 5)["f1"].estimate()
    assert estimate.low == pytest.approx(0.5)
    assert estimate.high == pytest.approx(0.5)


def test_a_system_does_not_differ_from_itself_and_the_drawings_are_shared() -> None:
    worse = draw_measures([page(n / 20) for n in range(10)])["precision"]
    better = draw_measures([page(n / 20 + 0.1) for n in range(10)])["precision"]
    assert difference(worse, worse).high == 0
    apart = difference(better, worse)
    assert apart.value == pytest.approx(0.1)
    assert apart.low == pytest.approx(0.1)
    assert apart.high == pytest.approx(0.1)


def test_intervals_can_be_left_out() -> None:
    estimate = draw_measures([page(0.5)], drawings=0)["f1"].estimate()
    assert (estimate.low, estimate.high) == (0.5, 0.5)


@settings(max_examples=30)
@given(shares)
def test_intervals_are_shares_and_in_order(values: list[float]) -> None:
    for drawn in draw_measures([page(share) for share in values], drawings=50).values():
        estimate = drawn.estimate()
        assert 0 <= estimate.low <= estimate.high <= 1 + 1e-9
        assert min(values) - 1e-9 <= estimate.value <= max(values) + 1e-9
