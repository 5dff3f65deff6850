"""Whole crawls: tests/integration/test_hostile_sources.py."""

import gzip
import zlib

import brotli
import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import HtmlResponse, Response

from crawler.middlewares.content_encoding import BadEncodingError, ContentEncodingMiddleware

URL = "https://gazette.example/story"
PAGE = b"<!doctype html><title>Story</title><p>Text"


def unpacked(body: bytes, *encodings: str, **meta: object) -> Response:
    headers = {"Content-Encoding": list(encodings), "Content-Type": "text/html"}
    response = Response(URL, body=body, headers=headers)
    request = Request(URL, meta=dict(meta))
    return ContentEncodingMiddleware(1_000).process_response(request, response)


def test_servers_are_told_what_can_be_unpacked() -> None:
    request = Request(URL)
    ContentEncodingMiddleware(1_000).process_request(request)
    assert request.headers["Accept-Encoding"] == b"gzip, deflate, br, zstd"


def test_for_an_archive_only_what_its_readers_know_is_asked_for() -> None:
    request = Request("https://gazette.example/")
    ContentEncodingMiddleware(1_000, is_archiving=True).process_request(request)
    assert request.headers["Accept-Encoding"] == b"gzip, deflate"


@pytest.mark.parametrize("header", ["gzip", "GZIP", " gzip , identity"])
def test_a_page_is_unpacked(header: str) -> None:
    response = unpacked(gzip.compress(PAGE), header)
    assert response.body == PAGE
    assert isinstance(response, HtmlResponse)
    assert "Content-Encoding" not in response.headers


def test_two_layers_come_off_the_outermost_first() -> None:
    body = brotli.compress(zlib.compress(PAGE))
    assert unpacked(body, "deflate, br").body == PAGE
    assert unpacked(body, "deflate", "br").body == PAGE


def test_more_layers_are_refused() -> None:
    with pytest.raises(BadEncodingError, match="packed 3 times"):
        unpacked(PAGE, "gzip, gzip, gzip")


@pytest.mark.parametrize("header", ["", "utf-8", "identity", "none"])
def test_what_is_no_encoding_changes_nothing(header: str) -> None:
    assert unpacked(PAGE, header).body == PAGE


def test_an_encoding_below_an_unknown_one_stays() -> None:
    response = unpacked(gzip.compress(PAGE), "br, pack200, gzip")
    assert response.body == PAGE
    assert response.headers["Content-Encoding"] == b"br, pack200"


def test_the_limit_is_that_of_the_request() -> None:
    bomb = gzip.compress(bytes(2_000))
    assert len(unpacked(bomb, "gzip", download_maxsize=2_000).body) == 2_000
    with pytest.raises(DownloadCancelledError):
        unpacked(bomb, "gzip")


def test_what_breaks_off_can_be_asked_for_again() -> None:
    with pytest.raises(ResponseDataLossError):
        unpacked(gzip.compress(PAGE)[:-9], "gzip")


def test_what_is_broken_is_told() -> None:
    with pytest.raises(BadEncodingError, match="no valid br"):
        unpacked(b"\xff" * 40, "br")
