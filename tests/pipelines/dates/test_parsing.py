"""One raw date becomes one instant."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.parsing import DateContext, ParsedDate, parse_date
from pipelines.items import DateOrder

NOW = datetime(2025, 2, 21, 12, 0, tzinfo=UTC)
MOMENT = datetime(2025, 2, 20, 23, 36, tzinfo=UTC)

MACHINE = {
    "RFC 3339": ("2025-02-20T23:36:00Z", "2025-02-20T23:36:00", "second"),
    "RFC 3339 with an offset": ("2025-02-20T23:36:00+01:00", "2025-02-20T22:36:00", "second"),
    "offset without colon": ("2025-02-20T23:36:00+0100", "2025-02-20T22:36:00", "second"),
    "offset of hours": ("2025-02-20T23:36:00+01", "2025-02-20T22:36:00", "second"),
    "fractions": ("2025-02-20T23:36:00.123456789Z", "2025-02-20T23:36:00", "second"),
    "space for T": ("2025-02-20 23:36:00 -0500", "2025-02-21T04:36:00", "second"),
    "minutes only": ("2025-02-20T23:36+01:00", "2025-02-20T22:36:00", "minute"),
    "zone by name": ("2025-02-20T23:36:00 Europe/Berlin", "2025-02-20T22:36:00", "second"),
    "compact": ("20250220T233600Z", "2025-02-20T23:36:00", "second"),
    "seconds since 1970": ("1740094560", "2025-02-20T23:36:00", "second"),
    "milliseconds since 1970": ("1740094560000", "2025-02-20T23:36:00", "second"),
    "RFC 2822": ("Thu, 20 Feb 2025 23:36:00 +0100", "2025-02-20T22:36:00", "second"),
    "RFC 2822 with GMT": ("Thu, 20 Feb 2025 23:36:00 GMT", "2025-02-20T23:36:00", "second"),
    "RFC 2822 with EST": ("Thu, 20 Feb 2025 23:36 EST", "2025-02-21T04:36:00", "minute"),
    "RFC 822 year": ("Thu, 20 Feb 25 23:36 GMT", "2025-02-20T23:36:00", "minute"),
    "RFC 850": ("Thursday, 20-Feb-25 23:36:00 GMT", "2025-02-20T23:36:00", "second"),
    "asctime with a zone": ("Thu Feb 20 23:36:00 UTC 2025", "2025-02-20T23:36:00", "second"),
    "JavaScript": (
        "Thu Feb 20 2025 23:36:00 GMT+0100 (Central European Standard Time)",
        "2025-02-20T22:36:00",
        "second",
    ),
    "a day": ("2025-02-20", "2025-02-20T00:00:00", "day"),
    "digits of a day": ("20250220", "2025-02-20T00:00:00", "day"),
    "a month": ("2025-02", "2025-02-01T00:00:00", "month"),
    "midnight is a day": ("2025-02-20T00:00:00Z", "2025-02-20T00:00:00", "day"),
    "local midnight is a day": ("2025-02-20T00:00:00+01:00", "2025-02-20T00:00:00", "day"),
}

WORDS = {
    "de Uhr": ("de", "20. Februar 2025 um 23.36 Uhr"),
    "de short": ("de", "Do., 20. Feb. 2025, 23:36 Uhr"),
    "de figures": ("de", "20.02.2025, 23:36 Uhr"),
    "de label": ("de", "Veröffentlicht am 20. Februar 2025, 23:36 Uhr"),
    "en American": ("en", "Feb. 20, 2025 11:36 PM"),
    "en British": ("en", "Thursday 20th February 2025 23:36"),
    "en time first": ("en", "Published 23:36, 20 February 2025"),
    "fr heures": ("fr", "20 février 2025 à 23h36"),
    "fr figures": ("fr", "Publié le 20/02/2025 à 23:36"),
    "es": ("es", "20 de febrero de 2025 a las 23:36"),
    "it": ("it", "20 febbraio 2025 alle 23:36"),
    "pt": ("pt", "20 de fevereiro de 2025 às 23h36"),
    "ru": ("ru", "20 февраля 2025 г. в 23:36"),
    "uk": ("uk", "20 лютого 2025, 23:36"),
    "pl": ("pl", "20 lutego 2025, 23:36"),
    "nl": ("nl", "20 februari 2025 om 23:36"),
    "cs": ("cs", "20. února 2025 v 23:36"),
    "tr": ("tr", "20 Şubat 2025 23:36"),
    "hu": ("hu", "2025. február 20., 23:36"),
    "fi": ("fi", "20. helmikuuta 2025 klo 23.36"),
    "el": ("el", "20 Φεβρουαρίου 2025 23:36"),
    "ar digits": ("ar", "٢٠ فبراير ٢٠٢٥ ٢٣:٣٦"),
    "ar evening": ("ar", "٢٠/٠٢/٢٠٢٥ ١١:٣٦ م"),
    "fa digits": ("fa", "۲۰ فوریه ۲۰۲۵ ۲۳:۳۶"),
    "fa calendar": ("fa", "۱۴۰۳/۱۲/۰۲ ۲۳:۳۶"),
    "hi digits": ("hi", "२० फ़रवरी २०२५ २३:३६"),
    "th Buddhist year": ("th", "20 ก.พ. 2568 23:36 น."),
    "zh": ("zh", "2025年2月20日 23:36"),
    "zh half of the day": ("zh", "2025年2月20日下午11:36"),
    "ja": ("ja", "2025年2月20日(木) 23時36分"),
    "ja wide digits": ("ja", "２０２５年２月２０日 ２３：３６"),
    "ja era": ("ja", "令和7年2月20日 23:36"),
    "ko": ("ko", "2025년 2월 20일 오후 11:36"),
}

RELATIVE = {
    "en hours": ("en", "3 hours ago", "2025-02-21T09:00:00"),
    "en one": ("en", "an hour ago", "2025-02-21T11:00:00"),
    "en short": ("en", "3h ago", "2025-02-21T09:00:00"),
    "en yesterday": ("en", "yesterday at 2:05 pm", "2025-02-20T14:05:00"),
    "en days": ("en", "2 days ago", "2025-02-19T00:00:00"),
    "de hours": ("de", "vor 3 Stunden", "2025-02-21T09:00:00"),
    "de one": ("de", "vor einer Stunde", "2025-02-21T11:00:00"),
    "de yesterday": ("de", "gestern, 14:05 Uhr", "2025-02-20T14:05:00"),
    "de today": ("de", "heute, 10:05", "2025-02-21T10:05:00"),
    "ru yesterday": ("ru", "вчера, 14:05", "2025-02-20T14:05:00"),
    "ru hours": ("ru", "3 часа назад", "2025-02-21T09:00:00"),
    "ru one": ("ru", "час назад", "2025-02-21T11:00:00"),
    "uk yesterday": ("uk", "вчора о 14:05", "2025-02-20T14:05:00"),
    "uk hours": ("uk", "3 години тому", "2025-02-21T09:00:00"),
    "fr hours": ("fr", "Il y a 2 heures", "2025-02-21T10:00:00"),
    "es hours": ("es", "hace 3 horas", "2025-02-21T09:00:00"),
    "it hours": ("it", "2 ore fa", "2025-02-21T10:00:00"),
    "pt hours": ("pt", "há 3 horas", "2025-02-21T09:00:00"),
    "pt yesterday": ("pt", "ontem, 14h05", "2025-02-20T14:05:00"),
    "pl hours": ("pl", "3 godziny temu", "2025-02-21T09:00:00"),
    "nl hours": ("nl", "3 uur geleden", "2025-02-21T09:00:00"),
    "zh hours": ("zh", "3小时前", "2025-02-21T09:00:00"),
    "ja hours": ("ja", "3時間前", "2025-02-21T09:00:00"),
    "ar hours": ("ar", "منذ 3 ساعات", "2025-02-21T09:00:00"),
    "weekday": ("en", "Monday 14:05", "2025-02-17T14:05:00"),
    "time with a word": ("de", "10:05 Uhr", "2025-02-21T10:05:00"),
    "time later than now was yesterday": ("en", "2:05 pm", "2025-02-20T14:05:00"),
    "day without a year": ("en", "May 5", "2024-05-05T00:00:00"),
}

ZONES = {
    "CEST": ("20.07.2024 23:36 CEST", "2024-07-20T21:36:00"),
    "MSK": ("20.02.2025 23:36 MSK", "2025-02-20T20:36:00"),
    "MSK in Cyrillic, small": ("20.02.2025 23:36 мск", "2025-02-20T20:36:00"),
    "ET in winter": ("February 20, 2025 at 11:36 p.m. ET", "2025-02-21T04:36:00"),
    "ET in summer": ("July 20, 2024 at 11:36 p.m. ET", "2024-07-21T03:36:00"),
    "offset on UTC": ("20.02.2025 23:36 UTC+3", "2025-02-20T20:36:00"),
    "JST": ("2025-02-20 23:36 JST", "2025-02-20T14:36:00"),
}

NO_DATES = {
    "nothing": "",
    "spaces": " \u200b ",
    "reading time": "5 min read",
    "reading time with hours": "2 hours",
    "German reading time": "Lesedauer: 8 Min.",
    "film length": "12:34",
    "film length with hours": "01:02:03",
    "copyright": "© 2025 Example",
    "copyright in words": "Copyright 2025 Example Media",
    "year": "2025",
    "weekday": "Friday",
    "month ahead of the fetch": "May 2025",
    "zero date": "0000-00-00 00:00:00",
    "first date of .NET": "0001-01-01T00:00:00Z",
    "start of 1970": "1970-01-01T00:00:00Z",
    "no such day": "2025-02-30",
    "no such day in words": "31 February 2025",
    "template": "{{ date }}",
    "words": "The mayor resigned",
    "day and month alone": "20.02.",
    "phone number": "+49 30 1234567",
    "price": "12.50",
    "version": "1.2.3.4",
    "last second of all": "9999-12-31T23:59:59-14:00",
}


def parse(raw: str, language: str | None = None, **known: str) -> ParsedDate | None:
    orders: dict[str, DateOrder] = {"DMY": "DMY", "MDY": "MDY"}
    order = orders.get(known.get("order", ""))
    context = DateContext(
        now=NOW, language=language, timezone=known.get("timezone"), date_order=order
    )
    return parse_date(raw, context=context)


def instant(parsed: ParsedDate | None) -> str | None:
    return None if parsed is None else parsed.value.replace(tzinfo=None).isoformat()


@pytest.mark.parametrize(("raw", "value", "precision"), MACHINE.values(), ids=MACHINE)
def test_machine_format_is_read_with_its_precision(raw: str, value: str, precision: str) -> None:
    parsed = parse(raw)
    assert instant(parsed) == value
    assert parsed is not None
    assert parsed.precision == precision


@pytest.mark.parametrize(("language", "raw"), WORDS.values(), ids=WORDS)
def test_stamp_of_a_site_is_read_in_its_language(language: str, raw: str) -> None:
    assert instant(parse(raw, language, timezone="UTC")) == "2025-02-20T23:36:00"


def test_month_of_another_language_is_read_where_its_own_gives_none() -> None:
    parsed = parse("04-ago-2021 5:11:10", "en")
    assert parsed is not None
    assert parsed.day == date(2021, 8, 4)


@pytest.mark.parametrize(("language", "raw", "value"), RELATIVE.values(), ids=RELATIVE)
def test_relative_stamp_counts_from_the_fetch(language: str, raw: str, value: str) -> None:
    assert instant(parse(raw, language, timezone="UTC")) == value


@pytest.mark.parametrize(("raw", "value"), ZONES.values(), ids=ZONES)
def test_own_zone_of_a_stamp_goes_before_that_of_the_source(raw: str, value: str) -> None:
    assert instant(parse(raw, "de", timezone="Asia/Tokyo")) == value


@pytest.mark.parametrize("raw", NO_DATES.values(), ids=NO_DATES)
@pytest.mark.parametrize("language", [None, "en", "de", "fr"])
def test_what_is_no_date_is_not_read_as_one(raw: str, language: str | None) -> None:
    assert parse(raw, language) is None


def test_stamp_without_a_zone_is_in_the_zone_of_the_source() -> None:
    parsed = parse("20.02.2025 23:36", "de", timezone="Europe/Berlin")
    assert instant(parsed) == "2025-02-20T22:36:00"
    assert parsed is not None
    assert parsed.precision == "minute"


def test_stamp_without_any_zone_is_utc_and_sure_to_the_day_only() -> None:
    parsed = parse("20.02.2025 23:36", "de")
    assert instant(parsed) == "2025-02-20T23:36:00"
    assert parsed is not None
    assert parsed.precision == "day"
    assert not parsed.has_zone


def test_unknown_zone_of_the_source_counts_as_none() -> None:
    assert instant(parse("20.02.2025 23:36", timezone="Mars/Base")) == "2025-02-20T23:36:00"


def test_summer_time_of_the_source_is_kept() -> None:
    parsed = parse("20.07.2024 23:36", "de", timezone="Europe/Berlin")
    assert instant(parsed) == "2024-07-20T21:36:00"


def test_yesterday_is_counted_in_the_zone_of_the_source() -> None:
    context = DateContext(
        now=datetime(2025, 2, 20, 16, 0, tzinfo=UTC), language="en", timezone="Asia/Tokyo"
    )
    parsed = parse_date("yesterday, 01:00", context=context)
    assert instant(parsed) == "2025-02-19T16:00:00"


def test_swappable_day_in_english_figures_is_ambiguous() -> None:
    parsed = parse("03/02/2024", "en")
    assert parsed is not None
    assert parsed.is_ambiguous
    assert parsed.day == date(2024, 3, 2)


def test_swappable_day_without_a_language_is_read_day_first_and_ambiguous() -> None:
    parsed = parse("03/02/2024")
    assert parsed is not None
    assert parsed.is_ambiguous
    assert parsed.day == date(2024, 2, 3)


@pytest.mark.parametrize(("order", "month"), [("DMY", 2), ("MDY", 3)])
def test_known_order_decides_without_doubt(order: str, month: int) -> None:
    parsed = parse("03/02/2024", "en", order=order)
    assert parsed is not None
    assert not parsed.is_ambiguous
    assert parsed.day.month == month


def test_language_whose_custom_is_one_order_decides() -> None:
    parsed = parse("03/02/2024", "fr")
    assert parsed is not None
    assert not parsed.is_ambiguous
    assert parsed.day == date(2024, 2, 3)


def test_dots_mean_day_first_in_any_language() -> None:
    parsed = parse("03.02.2024", "en")
    assert parsed is not None
    assert not parsed.is_ambiguous
    assert parsed.day == date(2024, 2, 3)


def test_day_over_twelve_goes_before_the_known_order() -> None:
    parsed = parse("20/02/2024", "en", order="MDY")
    assert parsed is not None
    assert parsed.day == date(2024, 2, 20)


def test_reading_ahead_of_the_fetch_does_not_make_a_day_ambiguous() -> None:
    parsed = parse("03/02/2025", "en")
    assert parsed is not None
    assert not parsed.is_ambiguous
    assert parsed.day == date(2025, 2, 3)


def test_year_first_is_never_ambiguous() -> None:
    parsed = parse("2024/02/03", "en", order="MDY")
    assert parsed is not None
    assert not parsed.is_ambiguous
    assert parsed.day == date(2024, 2, 3)


def test_two_digit_year_is_of_this_century() -> None:
    parsed = parse("20.02.25", "de")
    assert parsed is not None
    assert parsed.day == date(2025, 2, 20)


def test_month_and_year_alone_have_the_precision_of_a_month() -> None:
    parsed = parse("February 2024", "en")
    assert parsed is not None
    assert (parsed.day, parsed.precision) == (date(2024, 2, 1), "month")


def test_months_ago_have_the_precision_of_a_month() -> None:
    parsed = parse("3 months ago", "en")
    assert parsed is not None
    assert (parsed.day, parsed.precision) == (date(2024, 11, 1), "month")


def test_common_stamps_do_not_load_dateparser() -> None:
    code = (
        "import sys; from datetime import UTC, datetime\n"
        "from pipelines.dates.parsing import DateContext, parse_date\n"
        "context = DateContext(now=datetime(2025, 2, 21, tzinfo=UTC), language='de')\n"
        "for raw in ('2025-02-20T23:36:00+01:00', 'Thu, 20 Feb 2025 23:36:00 GMT',"
        " '20.02.2025 23:36', '20. Februar 2025', 'vor 3 Stunden'):\n"
        "    assert parse_date(raw, context=context) is not None\n"
        "assert not any(name.startswith('dateparser') for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


FRAGMENTS = st.sampled_from(
    ["20", "02", "2025", "0001", "99", ".", "/", "-", ":", " ", "T", "Z", "+", "pm", "Feb", "mai",
     "Uhr", "vor", "ago", "hours", "年", "月", "日", "٢", "²", "令和", "元", "вчера", "\u0130", "h",
     "999", "UTC+", "CEST", "Mon", "اليوم", "\x00", "ß"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=16).map("".join))
CONTEXTS = st.builds(
    DateContext,
    now=st.datetimes(
        min_value=datetime(1995, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
        timezones=st.just(UTC),
    ),
    language=st.sampled_from([None, "en", "de", "zh", "ar", "th", "xx", "not a language"]),
    timezone=st.sampled_from([None, "UTC", "Europe/Berlin", "Asia/Kathmandu", "", "../etc", "X"]),
    date_order=st.sampled_from([None, "DMY", "MDY", "YMD"]),
)


@given(TEXTS, CONTEXTS)
def test_any_text_gives_a_utc_time_or_nothing(raw: str, context: DateContext) -> None:
    parsed = parse_date(raw, context=context)
    if parsed is not None:
        assert parsed.value.tzinfo is UTC
        assert parsed.value.microsecond == 0
        assert parsed.value.year >= 1989


@given(TEXTS, CONTEXTS)
def test_the_same_text_is_always_read_the_same(raw: str, context: DateContext) -> None:
    assert parse_date(raw, context=context) == parse_date(raw, context=context)


MOMENTS = st.datetimes(
    min_value=datetime(1991, 1, 2),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(2025, 2, 20),  # noqa: DTZ001  # hypothesis adds the zone
    timezones=st.integers(-12 * 4, 14 * 4).map(lambda q: timezone(timedelta(minutes=15 * q))),
).map(lambda moment: moment.replace(microsecond=0))
WITH_ZONE: dict[str, Callable[[datetime], str]] = {
    "ISO": datetime.isoformat,
    "ISO with a space": lambda moment: moment.isoformat(" "),
    "ISO offset without colon": lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S%z"),
    "RFC 2822": format_datetime,
    "dots": lambda moment: moment.strftime("%d.%m.%Y %H:%M:%S %z"),
    "English": lambda moment: moment.strftime("%B %d, %Y %I:%M:%S %p %z"),
}


@pytest.mark.parametrize("name", WITH_ZONE)
@given(moment=MOMENTS)
def test_time_that_is_written_out_reads_back(name: str, moment: datetime) -> None:
    parsed = parse(WITH_ZONE[name](moment), "en")
    assert parsed is not None
    assert parsed.day == moment.date()
    if parsed.precision != "day":
        assert parsed.value == moment


DAYS = st.dates(min_value=date(1991, 1, 1), max_value=date(2025, 2, 20))


@given(DAYS)
def test_day_in_figures_of_any_script_reads_back(day: date) -> None:
    figures = {"ascii": 0x30, "arabic": 0x660, "persian": 0x6F0, "hindi": 0x966, "wide": 0xFF10}
    for zero in figures.values():
        shown = "".join(chr(zero + int(c)) if c.isdigit() else c for c in day.isoformat())
        parsed = parse(shown)
        assert parsed is not None
        assert parsed.day == day
    parsed = parse(f"{day.year}年{day.month}月{day.day}日")
    assert parsed is not None
    assert parsed.day == day
