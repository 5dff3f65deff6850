"""Stamps on pages of which nobody knows how old they are."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.dates.parsing import DateContext, parse_date

NOW = datetime(2025, 2, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "is_believed"),
    [
        ("4 January", False),
        ("2:33 PM", False),
        ("Monday, 10:30", False),
        ("4 January 2024", True),
        ("2 hours ago", True),
        ("yesterday, 14:05", True),
    ],
)
def test_stamp_without_day_or_year_is_not_believed_on_a_page_of_any_age(
    raw: str, is_believed: bool
) -> None:
    context = DateContext(now=NOW, language="en", is_fresh=False)
    assert (parse_date(raw, context=context) is not None) is is_believed
    assert parse_date(raw, context=replace(context, is_fresh=True)) is not None
