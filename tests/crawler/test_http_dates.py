from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.http_dates import read_http_date

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
