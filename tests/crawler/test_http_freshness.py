import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.http_freshness import freshness_s

DATE = "Fri, 20 Feb 2026 12:00:00 GMT"


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
