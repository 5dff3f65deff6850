from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.http_headers import freshness_s, read_http_date

DATE = "Fri, 20 Feb 2026 12:00:00 GMT"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
READ = {
    "as RFC 9110 has it": ("Tue, 24 Nov 2026 12:00:00 GMT", NOON),
    "an offset": ("Tue, 24 Nov 2026 14:00:00 +0200", NOON),
    "no zone": ("Tue, 24 Nov 2026 12:00:00", NOON),
    "an unknown zone": ("Tue, 24 Nov 2026 12:00:00 -0000", NOON),
}
NONE = {
    "nothing": "",
    "words": "the day after tomorrow",
    "no such day": "Tue, 99 Nov 2026 12:00:00 GMT",
    "a year of twenty digits": "Tue, 24 Nov 99999999999999999999 12:00:00 GMT",
    "an offset of sixteen digits": "Tue, 24 Nov 2026 12:00:00 +9999999999999999",
}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, 600.0),
        ({"cache-control": "public, Max-Age = 600, s-maxage=5"}, 600.0),
        ({"cache-control": 'max-age="600"'}, 600.0),
        ({"cache-control": "max-age=600", "age": "500"}, 100.0),
        ({"cache-control": "max-age=600", "age": "700"}, 0.0),
        ({"cache-control": "max-age=600", "age": "old"}, 600.0),
        ({"cache-control": "no-cache, max-age=600"}, 0.0),
        ({"cache-control": "no-store"}, 0.0),
        ({"cache-control": "private"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"expires": "Fri, 20 Feb 2026 12:05:00 GMT", "date": DATE}, 300.0),
        ({"expires": "Thu, 19 Feb 2026 12:05:00 GMT", "date": DATE}, 0.0),
        ({"expires": "0", "date": DATE}, None),
        ({"expires": "Fri, 20 Feb 2026 12:05:00 GMT"}, None),
        (
            {
                "cache-control": "max-age=9",
                "expires": "Fri, 20 Feb 2026 13:00:00 GMT",
                "date": DATE,
            },
            9.0,
        ),
    ],
)
def test_headers_tell_how_long_an_answer_is_fresh(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert freshness_s(headers) == seconds


@given(st.dictionaries(st.sampled_from(["cache-control", "age", "expires", "date"]), st.text()))
def test_no_header_is_an_error(headers: dict[str, str]) -> None:
    seconds = freshness_s(headers)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(("text", "moment"), READ.values(), ids=READ)
def test_dates_are_read(text: str, moment: datetime) -> None:
    assert read_http_date(text) == moment


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read_http_date(text) is None


def test_the_zone_of_a_date_is_kept() -> None:
    read = read_http_date("Tue, 24 Nov 2026 14:00:00 +0200")
    assert read is not None
    assert read.tzinfo == timezone(timedelta(hours=2))


@given(st.text(max_size=60))
def test_any_text_gives_a_zone_aware_moment_or_none(text: str) -> None:
    read = read_http_date(text)
    assert read is None or read.tzinfo is not None
