"""Days whose month is a word."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.folding import fold_in_place, tokens
from pipelines.dates.month_names import find_named_month
from pipelines.dates.parsing import DateContext, ParsedDate, parse_date

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
    " listopada grudnia",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
DAYS = {
    "day first": ("20 february 2025", (2025, 2, 20)),
    "month first": ("february 20, 2025", (2025, 2, 20)),
    "year first": ("2025 m. vasario 20 d.", (2025, 2, 20)),
    "ordinal": ("20th of february 2025", (2025, 2, 20)),
    "Spanish": ("20 de febrero de 2025", (2025, 2, 20)),
    "hyphens": ("20-feb-2025", (2025, 2, 20)),
    "weekday between": ("20 thursday feb 2025", (2025, 2, 20)),
    "short year": ("20 feb '25", (25, 2, 20)),
    "weekday like a month": ("mar, 6 ene 2026", (2026, 1, 6)),
    "weekday like a month, words between": ("mar., 6 de enero de 2026", (2026, 1, 6)),
    "weekday like a month, short year": ("mar 06 ott '26", (26, 10, 6)),
    "month like a weekday": ("mar 6, 2026", (2026, 3, 6)),
    "month like a weekday, day alone": ("mar 6 to apr 8, 2026", (None, 3, 6)),
    "no year": ("20 february", (None, 2, 20)),
    "time is no year": ("20 feb 14:05", (None, 2, 20)),
    "time is no day": ("feb 2025", (2025, 2, None)),
    "number of a name before": ("reader14, may 12, 2024", (2024, 5, 12)),
    "count before": ("5 may 12, 2024", (2024, 5, 12)),
    "label without a space": ("published20 feb 2025", (2025, 2, 20)),
    "two names of one month": ("20 شباط/فبراير 2025", (2025, 2, 20)),
}


@pytest.mark.parametrize(("line", "expected"), DAYS.values(), ids=DAYS)
def test_numbers_around_a_month_are_its_day_and_year(
    line: str, expected: tuple[int | None, int, int | None]
) -> None:
    folded = fold_in_place(line)
    day = find_named_month(folded, tokens(folded), None)
    assert day is not None
    assert (day.year, day.month, day.day) == expected


@pytest.mark.parametrize(
    "line", ["february", "the march of 300 people", "may I", "feb 0001", "march 99"]
)
def test_month_without_numbers_is_no_day(line: str) -> None:
    folded = fold_in_place(line)
    assert find_named_month(folded, tokens(folded), "en") is None


def parse(raw: str, language: str | None = None) -> ParsedDate | None:
    now = datetime(2025, 2, 21, 12, 0, tzinfo=UTC)
    return parse_date(raw, context=DateContext(now=now, language=language))


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_name_is_read(language: str) -> None:
    for number, name in enumerate(MONTHS[language].split(), start=1):
        parsed = parse(f"7 {name} 2024", language)
        assert parsed is not None, name
        assert parsed.day == date(2024, number, 7)


@pytest.mark.parametrize("language", MONTHS)
def test_month_name_is_read_without_knowing_the_language(language: str) -> None:
    name = MONTHS[language].split()[1]
    parsed = parse(f"7 {name} 2024")
    assert parsed is not None
    assert parsed.day == date(2024, 2, 7)


PAST_DAYS = st.dates(min_value=date(1991, 1, 1), max_value=date(2025, 2, 20))


@given(PAST_DAYS, st.sampled_from(sorted(MONTHS)))
def test_day_with_a_month_name_reads_back(day: date, language: str) -> None:
    name = MONTHS[language].split()[day.month - 1]
    parsed = parse(f"{day.day} {name} {day.year}", language)
    assert parsed is not None
    assert (parsed.day, parsed.precision) == (day, "day")
