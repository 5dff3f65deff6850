import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.demo_site.http_answers import Request, answer, parse_request
from crawler.demo_site.resources import Resource

CHANGED = datetime(2025, 11, 20, 18, 0, tzinfo=UTC)
RESOURCE = Resource(body=b"<p>story</p>", content_type="text/html", last_modified=CHANGED)
RESOURCES = {"/story": RESOURCE, "/list?page=2": RESOURCE}


def get(path: str = "/story", method: str = "GET", **headers: str) -> Request:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(method=method, path=path, headers=names)


def http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get(), 200),
        (get("/story?utm_source=rss"), 200),
        (get("/list?page=2"), 200),
        (get("/list"), 404),
        (get("/missing"), 404),
        (get(method="POST"), 405),
        (get(if_none_match=RESOURCE.etag), 304),
        (get(if_none_match=f'"old", W/{RESOURCE.etag}'), 304),
        (get(if_none_match='"old"'), 200),
        (get(if_none_match='"old"', if_modified_since=http_date(CHANGED)), 200),
        (get(if_modified_since=http_date(CHANGED)), 304),
        (get(if_modified_since=http_date(CHANGED - timedelta(seconds=1))), 200),
        (get(if_modified_since="yesterday"), 200),
    ],
)
def test_status_says_whether_there_is_something_new(request_: Request, status: int) -> None:
    assert answer(request_, RESOURCES).status == status


def test_head_tells_the_length_and_sends_nothing() -> None:
    told = answer(get(method="HEAD"), RESOURCES)
    assert (told.headers["Content-Length"], told.body) == ("12", b"")


def test_body_is_packed_only_for_those_who_take_it() -> None:
    packed = answer(get(accept_encoding="gzip, deflate"), RESOURCES)
    assert gzip.decompress(packed.body) == RESOURCE.body
    assert packed.headers["Content-Encoding"] == "gzip"
    assert answer(get(), RESOURCES).body == RESOURCE.body


def test_answer_to_a_conditional_request_has_no_body() -> None:
    told = answer(get(if_none_match=RESOURCE.etag), RESOURCES)
    assert told.to_bytes().endswith(b"\r\n\r\n")
    assert told.headers["ETag"] == RESOURCE.etag


def test_request_is_read_with_its_headers_in_lower_case() -> None:
    assert parse_request(b'GET /a?b HTTP/1.1\r\nHost: x\r\nIf-None-Match: "e:1"\r\n\r\n') == (
        Request(method="GET", path="/a?b", headers={"host": "x", "if-none-match": '"e:1"'})
    )


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_a_request(head: bytes) -> None:
    request = parse_request(head)
    assert request is None or answer(request, RESOURCES).status in {200, 304, 404, 405}
