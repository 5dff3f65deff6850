import gzip
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from crawler.readers.warc import read_warc
from pipelines.errors import RecordError
from pipelines.items import Page
from tests.crawler.saved_pages import warc_record

BODY = b"<p>Guten Tag</p>"
HTML = {"Content-Type": "Text/HTML; charset=utf-8", "X-Robots-Tag": "noai", "Set-Cookie": "a=b"}


def read(path: Path, *records: bytes) -> list[Page | RecordError]:
    path.write_bytes(b"".join(records))
    return list(read_warc(path))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_html_responses_become_pages(tmp_path: Path, packed: bool) -> None:
    records = [warc_record(f"http://a.example/{number}", BODY, HTML) for number in range(3)]
    found = read(tmp_path / "a.warc.gz", *map(gzip.compress, records) if packed else records)
    pages = [page for page in found if isinstance(page, Page)]
    assert [page.url for page in pages] == [f"http://a.example/{number}" for number in range(3)]
    page = pages[0]
    assert (page.body, page.status, page.url_requested) == (BODY, 200, page.url)
    assert page.fetched_at == datetime(2025, 11, 18, 10, tzinfo=UTC)
    assert page.headers == {"content-type": HTML["Content-Type"], "x-robots-tag": "noai"}
    assert page.hints.source_type == "archive"


def test_body_is_decoded_as_it_was_sent(tmp_path: Path) -> None:
    packed = gzip.compress(BODY)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    headers = {**HTML, "Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    (page,) = read(tmp_path / "a.warc", warc_record("http://a.example/", chunked, headers))
    assert isinstance(page, Page)
    assert page.body == BODY


OTHERS = {
    "picture": warc_record("http://a.example/", b"PNG", {"Content-Type": "image/png"}),
    "not found": warc_record("http://a.example/", BODY, status="404 Not Found"),
    "without type": warc_record("http://a.example/", BODY, {}),
}


@pytest.mark.parametrize("record", OTHERS.values(), ids=OTHERS)
def test_other_records_are_passed_over(tmp_path: Path, record: bytes) -> None:
    found = read(tmp_path / "a.warc", record, warc_record("http://b.example/", BODY))
    assert [page.url for page in found if isinstance(page, Page)] == ["http://b.example/"]
    assert len(found) == 1


def test_record_without_a_date_is_an_error_in_its_place(tmp_path: Path) -> None:
    records = (warc_record("http://a.example/", BODY, date="soon"), warc_record("http://b/", BODY))
    error, page = read(tmp_path / "a.warc", *records)
    assert isinstance(error, RecordError)
    assert "record 1: WARC-Date: " in error.message
    assert isinstance(page, Page)


NOISE = b"".join(sha256(bytes([number])).digest() for number in range(100))
TAILS = {
    "record without address": warc_record(None, BODY),
    "torn record": warc_record("http://b.example/", BODY * 9)[:-60],
    "torn gzip": gzip.compress(warc_record("http://b.example/", NOISE))[:-60],
    "something else": b"not a record at all",
    "longer than any file": warc_record("http://b.example/", BODY).replace(
        b"Content-Length: ", b"Content-Length: 99999999999999999999", 1
    ),
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_broken_tail_gives_the_pages_before_it(tmp_path: Path, tail: bytes) -> None:
    record = warc_record("http://a.example/", BODY)
    first = gzip.compress(record) if tail.startswith(b"\x1f") else record
    page, error = read(tmp_path / "a.warc", first, tail)
    assert isinstance(page, Page)
    assert isinstance(error, RecordError)
    assert error.reason == "broken-warc"


def test_file_of_another_kind_is_an_error(tmp_path: Path) -> None:
    (error,) = read(tmp_path / "a.warc", b"<html></html>")
    assert isinstance(error, RecordError)


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No such file"):
        list(read_warc(tmp_path / "a.warc"))
