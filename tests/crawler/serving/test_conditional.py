from datetime import UTC, datetime

import pytest
from starlette.datastructures import Headers

from crawler.serving.conditional import conditional_response

MODIFIED = datetime(2026, 11, 24, 12, 0, 0, 500, tzinfo=UTC)
STAMP = "Tue, 24 Nov 2026 12:00:00 GMT"
BODY = b"<feed/>"
TAG = str(conditional_response(BODY, "text/xml", MODIFIED, Headers()).headers["ETag"])


def status(**headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return conditional_response(BODY, "text/xml", MODIFIED, Headers(named)).status_code


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 200),
        ({"if_none_match": TAG}, 304),
        ({"if_none_match": f'"x", W/{TAG}'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"x"'}, 200),
        ({"if_none_match": '"x"', "if_modified_since": STAMP}, 200),
        ({"if_modified_since": STAMP}, 304),
        ({"if_modified_since": "Tue, 24 Nov 2026 12:00:00 -0000"}, 304),
        ({"if_modified_since": "Tue, 24 Nov 2026 11:59:59 GMT"}, 200),
        ({"if_modified_since": "yesterday"}, 200),
        ({"if_modified_since": "Tue, 99 Nov 2026 11:59:59 GMT"}, 200),
        ({"if_modified_since": "Tue, 24 Nov 99999999999999999999 11:59:59 GMT"}, 200),
    ],
)
def test_what_the_reader_has_is_not_sent_again(headers: dict[str, str], code: int) -> None:
    assert status(**headers) == code


def test_answers_carry_their_validators() -> None:
    whole, nothing = (
        conditional_response(BODY, "text/xml", MODIFIED, headers)
        for headers in (Headers(), Headers({"if-none-match": TAG}))
    )
    for answer in (whole, nothing):
        assert (answer.headers["ETag"], answer.headers["Last-Modified"]) == (TAG, STAMP)
    assert (whole.body, nothing.body) == (BODY, b"")


def test_another_body_has_another_tag() -> None:
    other = conditional_response(b"<feed></feed>", "text/xml", None, Headers())
    assert other.headers["ETag"] != TAG
    assert "Last-Modified" not in other.headers
