"""A day and a time of day that belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.days import CalendarDay, DaysAgo, TimeAgo, Weekday
from pipelines.dates.findings import find_date

PARTS = {
    "time behind": ("on 20 Feb 2025 at 14:05 in Rome", "20 Feb 2025 at 14:05"),
    "time before": ("Live 14:05, 20 Feb 2025 Rome", "14:05, 20 Feb 2025"),
    "weekday in front": ("Rome, Thursday, 20 Feb 2025", "Thursday, 20 Feb 2025"),
    "year behind the time": ("Thu Feb 20 23:36:00 2025", "Thu Feb 20 23:36:00 2025"),
    "zone goes with the time": ("20.02.2025 14:05 CET Rome", "20.02.2025 14:05 CET"),
    "figures before words": ("Posted by May on 2025-02-20", "2025-02-20"),
}


@pytest.mark.parametrize(("line", "part"), PARTS.values(), ids=PARTS)
def test_finding_spans_what_belongs_to_the_date(line: str, part: str) -> None:
    finding = find_date(line)
    assert finding is not None
    assert line[finding.start : finding.end] == part


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("20 Feb 2025", CalendarDay),
        ("20.02. 14:05", CalendarDay),
        ("yesterday", DaysAgo),
        ("3 hours ago", TimeAgo),
        ("just now", TimeAgo),
        ("Monday 14:05", Weekday),
        ("14:05", type(None)),
    ],
)
def test_form_of_the_day_is_told(line: str, kind: type) -> None:
    finding = find_date(line, "en")
    assert finding is not None
    assert isinstance(finding.day, kind)


@pytest.mark.parametrize(
    "line",
    ["Monday", "12 monkeys", "5 min read", "0001-01-01 14:05", "mayor 5", "1 of 3", ""],
)
def test_form_that_is_not_sure_is_not_found(line: str) -> None:
    assert find_date(line, "en") is None


def test_length_alone_is_known_as_a_bare_number() -> None:
    film, time = find_date("12:34"), find_date("12:34 Uhr")
    assert film is not None
    assert time is not None
    assert film.is_bare_number
    assert not time.is_bare_number


@given(st.text(max_size=100), st.sampled_from([None, "en", "de", "zh"]))
def test_finding_of_any_line_stands_in_it(line: str, language: str | None) -> None:
    finding = find_date(line, language)
    if finding is not None:
        assert 0 <= finding.start < finding.end <= len(line)
        assert finding.day is not None or finding.clock is not None
