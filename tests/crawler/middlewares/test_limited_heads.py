"""Whole crawls: tests/integration/test_hostile_sources.py."""

from collections.abc import Iterable
from typing import Any

import pytest
from scrapy.http import Headers as ScrapyHeaders
from scrapy.http import Response
from twisted.internet.testing import StringTransport
from twisted.web._newclient import Request, ResponseFailed
from twisted.web.http_headers import Headers

from crawler.middlewares.limited_heads import (
    MAX_HEAD_BYTES,
    HeadTooLargeError,
    LimitedHeadFactory,
    take_head,
)

# Twisted has no types for these.
new_factory: Any = LimitedHeadFactory
new_request: Any = Request
new_transport: Any = StringTransport


def outcomes_of(chunks: Iterable[bytes]) -> tuple[list[Any], Any]:
    """Return what became of a request that is answered so, and its connection."""
    protocol = new_factory(lambda _: None, None).buildProtocol(None)
    transport = new_transport()
    protocol.makeConnection(transport)
    headers = Headers({"host": ["gazette.example"]})
    outcomes: list[Any] = []
    asked = protocol.request(new_request(b"GET", b"/", headers, None))
    asked.addCallbacks(outcomes.append, lambda failure: outcomes.append(failure.value))
    for chunk in chunks:
        protocol.dataReceived(chunk)
    return outcomes, transport


@pytest.mark.parametrize(
    "flood",
    [b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000, b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20_000],
    ids=["headers", "interim answers"],
)
def test_a_head_without_end_ends_the_connection(flood: bytes) -> None:
    chunks = [flood[start : start + 65_536] for start in range(0, len(flood), 65_536)]
    (outcome,), transport = outcomes_of(chunks)
    assert isinstance(outcome, ResponseFailed)
    assert isinstance(outcome.reasons[0].value, HeadTooLargeError)
    assert transport.disconnecting


def test_a_large_head_and_a_larger_body_pass() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n" + b"A: b\r\n" * 10_000 + b"\r\n"
    (outcome,), transport = outcomes_of([head, *[b"x" * 50_000] * 19])
    assert not isinstance(outcome, Exception)
    assert not transport.disconnecting
    assert len(head) < MAX_HEAD_BYTES


def test_the_head_is_kept_as_it_was_sent() -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    head = b"HTTP/1.1 404 Gone fishing\r\nx-ODD:  Value \r\nX-Newsdesk-Head: aGk=\r\n\r\n"
    (answer,), _ = outcomes_of([interim + head[:30], head[30:] + b"body"])
    headers = ScrapyHeaders(dict(answer.headers.getAllRawHeaders()))
    response = Response("https://gazette.example/", headers=headers)
    assert take_head(response) == head
    assert take_head(response) is None
    assert b"X-Odd" in response.headers
