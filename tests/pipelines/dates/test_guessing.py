"""The last resort: dateparser."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.guessing import guess_date


def test_day_month_and_year_in_the_given_language_are_read() -> None:
    found = guess_date("20 февраля 2025", "ru", None)
    assert found is not None
    assert found.date() == date(2025, 2, 20)


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("20 February 2025", None),
        ("20 February 2025", "not a language"),
        ("20 February", "en"),
        ("February 2025", "en"),
        ("yesterday", "en"),
        ("3 hours ago", "en"),
        ("20 February 2025 " + "x" * 80, "en"),
    ],
)
def test_nothing_is_guessed_without_language_day_month_and_year(
    raw: str, language: str | None
) -> None:
    assert guess_date(raw, language, None) is None


@given(st.text(max_size=40), st.sampled_from(["en", "de", "ru", "zh", "ar", "xx"]))
def test_any_text_is_guessed_without_an_error(raw: str, language: str) -> None:
    guess_date(f"{raw} 1 {raw} 2 {raw} 3", language, "DMY")
