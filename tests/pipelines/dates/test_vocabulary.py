"""The words of dates."""

import pytest

from pipelines.dates.vocabulary import SOLAR_HIJRI, vocabulary, word_key

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "uk", "pl", "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_has_all_twelve_months(language: str) -> None:
    months = vocabulary().months.values()
    named = {number for meaning in months for number, known in meaning.items() if language in known}
    assert named >= set(range(1, 13))


@pytest.mark.parametrize(("language", "number"), [("pl", 11), ("hr", 10), ("cs", 11)])
def test_language_decides_what_a_shared_word_means(language: str, number: int) -> None:
    assert vocabulary().month("listopad", language) == number


def test_short_form_of_another_language_does_not_count() -> None:
    assert vocabulary().month("mai", "ru") is None
    assert vocabulary().month("may", "ru") == 5


def test_short_form_in_other_letters_counts_in_any_language() -> None:
    assert vocabulary().month("фев", "en") == 2


def test_iranian_months_are_told_apart() -> None:
    assert vocabulary().month("فروردین", "fa") == SOLAR_HIJRI + 1


def test_unknown_word_is_no_month() -> None:
    assert vocabulary().month("mayor", None) is None


def test_number_and_unit_alone_are_no_time_ago() -> None:
    assert not {"s", "m", "min", "h", "d", "t"} & vocabulary().ago[""].keys()


def test_key_has_no_case_dots_or_double_spaces() -> None:
    assert word_key("Mis  à jour : ") == "mis à jour"
