"""Whole crawls: tests/integration/test_archiving.py."""

import errno
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.archive.writer import Archive
from crawler.middlewares.archiving import ArchiveStoppedError, ArchivingMiddleware, place_of
from crawler.middlewares.guarded_downloads import RESPONSE_HEAD
from crawler.middlewares.secret_headers import SECRET_HEADERS
from pipelines.items import WarcPlace
from tests.crawler.archive.exchanges import HEAD, URL, open_archive, records, warc_files


class FakeCrawler:
    """What the middleware uses of Scrapy's crawler."""

    def __init__(self, archive: Archive | None) -> None:
        self.spider = SimpleNamespace(archive=archive)
        self.has_stopped = False

    def stop_async(self) -> None:
        self.has_stopped = True


def middleware(archive: Archive | None) -> Any:
    crawler: Any = FakeCrawler(archive)
    return ArchivingMiddleware.from_crawler(crawler)


def exchanged(folder: Path, request: Request, response: Response) -> dict[str, bytes]:
    """Return the blocks of the records that come of an exchange, by their kind."""
    with open_archive(folder) as archive:
        assert middleware(archive).process_response(request, response) is response
    return {kind: block for kind, _, block in records(warc_files(folder)[0])}


def test_request_and_answer_are_archived_as_they_went(tmp_path: Path) -> None:
    request = Request(
        f"{URL}?a=1#part", headers={"Accept": "text/html"}, meta={RESPONSE_HEAD: HEAD}
    )
    response = Response(
        f"{URL}?a=1", body=b"\x1f\x8bpacked", request=request, ip_address=ip_address("192.0.2.7")
    )
    found = exchanged(tmp_path, request, response)
    assert found["response"] == HEAD + b"\x1f\x8bpacked"
    assert found["request"] == (
        b"GET /story?a=1 HTTP/1.1\r\nHost: gazette.example\r\nAccept: text/html\r\n\r\n"
    )
    place = place_of(response)
    assert place is not None
    assert (tmp_path / place.file).is_file()


def test_secrets_are_left_out(tmp_path: Path) -> None:
    secret = ("X-Token", "Authorization", "Cookie", "Proxy-Authorization")
    request = Request(
        "https://me:word@gazette.example/story",
        headers={**dict.fromkeys(secret, "do-not-tell"), "X-Plain": "told"},
        meta={SECRET_HEADERS: (URL, "x-token")},
    )
    found = exchanged(tmp_path, request, Response(URL))
    assert b"do-not-tell" not in found["request"]
    assert b"word" not in found["request"]
    assert b"X-Plain: told" in found["request"]


def test_an_answer_of_another_handler_gets_a_head(tmp_path: Path) -> None:
    response = Response(URL, status=404, headers={"X-One": ["1", "2"]}, protocol="HTTP/1.0")
    found = exchanged(tmp_path, Request(URL), response)
    assert found["response"] == b"HTTP/1.0 404 Not Found\r\nX-One: 1\r\nX-One: 2\r\n\r\n"


def test_what_was_cut_says_so(tmp_path: Path) -> None:
    response = Response(URL, status=299, body=b"half", flags=["download_stopped"])
    exchanged(tmp_path, Request(URL), response)
    headers = {kind: headers for kind, headers, _ in records(warc_files(tmp_path)[0])}
    assert headers["response"]["WARC-Truncated"] == "length"


def test_without_an_archive_nothing_happens() -> None:
    request = Request(URL, meta={RESPONSE_HEAD: HEAD})
    response = Response(URL, request=request)
    assert middleware(None).process_response(request, response) is response
    assert place_of(response) is None
    assert RESPONSE_HEAD not in request.meta


def test_an_archive_that_cannot_be_written_ends_the_crawl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> WarcPlace:
        raise OSError(errno.ENOSPC, "No space left on device")

    with open_archive(tmp_path) as archive:
        monkeypatch.setattr(archive, "add", fail)
        archiving = middleware(archive)
        with pytest.raises(ArchiveStoppedError, match="No space left"):
            archiving.process_response(Request(URL), Response(URL))
        assert archiving._crawler.has_stopped
        assert isinstance(archive.error, OSError)


def test_the_address_of_a_proxy_is_not_taken_for_the_servers(tmp_path: Path) -> None:
    request = Request(URL, meta={"proxy": "http://me:word@192.0.2.9:3128"})
    exchanged(tmp_path, request, Response(URL, ip_address=ip_address("192.0.2.9")))
    for _, headers, block in records(warc_files(tmp_path)[0]):
        assert "WARC-IP-Address" not in headers
        assert b"192.0.2.9" not in block
        assert b"word" not in block
