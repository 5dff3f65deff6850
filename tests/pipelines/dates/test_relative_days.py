"""Days relative to now."""

import pytest

from pipelines.dates.days import DaysAgo, TimeAgo
from pipelines.dates.folding import fold_in_place, tokens
from pipelines.dates.relative_days import find_relative, find_weekday

AGO = {
    "en": ("5 minutes ago", "minute", 5),
    "en one": ("an hour ago", "hour", 1),
    "de": ("vor 2 Wochen", "week", 2),
    "fr": ("il y a 10 minutes", "minute", 10),
    "ru one without a number": ("минуту назад", "minute", 1),
    "pl": ("5 godzin temu", "hour", 5),
    "sv": ("för 5 minuter sedan", "minute", 5),
    "ja": ("5分前", "minute", 5),
    "zh": ("2天前", "day", 2),
    "now": ("just now", "second", 0),
}
NOT_ONE = ("six months ago", "пять часов назад")
DAYS = {
    "en": ("yesterday", 1),
    "de": ("vorgestern", 2),
    "fr": ("aujourd'hui", 0),
    "ru": ("вчера", 1),
}


@pytest.mark.parametrize(("line", "unit", "amount"), AGO.values(), ids=AGO)
def test_time_ago_is_read(line: str, unit: str, amount: int) -> None:
    found = find_relative(tokens(fold_in_place(line)))
    assert isinstance(found, TimeAgo)
    assert (found.unit, found.amount) == (unit, amount)


@pytest.mark.parametrize("line", NOT_ONE)
def test_unit_behind_an_unknown_number_is_not_one_of_it(line: str) -> None:
    assert find_relative(tokens(fold_in_place(line))) is None


def test_unit_without_a_number_is_one_behind_a_label() -> None:
    found = find_relative(tokens(fold_in_place("опубликовано час назад")))
    assert isinstance(found, TimeAgo)
    assert found.amount == 1


@pytest.mark.parametrize(("line", "days"), DAYS.values(), ids=DAYS)
def test_day_word_is_read(line: str, days: int) -> None:
    found = find_relative(tokens(fold_in_place(line)))
    assert isinstance(found, DaysAgo)
    assert found.days == days


@pytest.mark.parametrize(
    "line", ["5 min read", "5 minutes", "2 h", "5 minuter", "8 Min.", "1000000 hours ago", ""]
)
def test_length_of_time_is_no_time_ago(line: str) -> None:
    assert find_relative(tokens(fold_in_place(line))) is None


@pytest.mark.parametrize(("line", "number"), [("on monday", 0), ("dimanche", 6), ("пятница", 4)])
def test_weekday_is_read(line: str, number: int) -> None:
    found = find_weekday(line)
    assert found is not None
    assert found.weekday == number
