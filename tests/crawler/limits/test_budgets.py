import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.limits.budgets import Budget, read_size


def test_without_limits_nothing_is_ever_spent() -> None:
    assert Budget().is_page_left(10**9)
    assert Budget().what_is_spent(10**15, 1e9) is None


def test_the_last_page_of_a_budget_is_taken_and_no_more() -> None:
    assert [Budget(pages=2).is_page_left(pages) for pages in range(4)] == [True, True, False, False]


def test_a_run_ends_with_its_time_or_its_bytes() -> None:
    budget = Budget(size_bytes=2000, time_s=60)
    assert budget.what_is_spent(1999, 59.9) is None
    assert budget.what_is_spent(2100, 1) == "2,100 of 2,000 bytes came"
    assert budget.what_is_spent(0, 60) == "the time of 60 s is over"


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("500MB", 500_000_000),
        ("2g", 2_000_000_000),
        ("1.5 kB", 1500),
        ("7", 7),
        ("0", None),
        ("a lot", None),
        ("-5", None),
        ("", None),
    ],
)
def test_a_size_is_read_as_people_write_it(text: str, size: int | None) -> None:
    assert read_size(text) == size


@given(st.text(max_size=20))
def test_any_text_is_a_size_or_none(text: str) -> None:
    assert (read_size(text) or 1) > 0
