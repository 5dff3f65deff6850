import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.retry_after import retry_after_s

NOON = 1_771_588_800.0  # 2026-02-20T12:00:00Z


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"30", 30.0),
        (b" 0 ", 0.0),
        (b"Fri, 20 Feb 2026 12:02:00 GMT", 120.0),
        (b"Fri, 20 Feb 2026 11:00:00 GMT", 0.0),
        (b"Fri, 20 Feb 99999999999999999999 11:00:00 GMT", None),
        (b"1.5", 1.0),
        (b"60s", 60.0),
        (b"60 seconds", 60.0),
        (b"2, 2", 2.0),
        (b"1771588920", 120.0),  # the clock of Unix: two minutes past noon
        (b"1671588920", 0.0),
        (b"soon", None),
        (b"5 apples", None),
        (b"-5", None),
        (b"", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    header: bytes | None, seconds: float | None
) -> None:
    assert retry_after_s(header, NOON) == seconds


@given(st.binary(max_size=60))
def test_retry_after_never_raises_and_is_never_negative(header: bytes) -> None:
    seconds = retry_after_s(header, NOON)

    assert seconds is None or seconds >= 0
