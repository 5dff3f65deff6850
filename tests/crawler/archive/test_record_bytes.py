import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from crawler.archive.record_bytes import (
    Payload,
    Standing,
    digest,
    metadata_record,
    record_id,
    request_record,
    response_record,
    revisit_record,
    warc_date,
    warcinfo_record,
)
from pipelines.items import WarcPlace
from tests.crawler.archive.exchanges import ASKED, HEAD, NOON, URL, exchange

PLACE = WarcPlace(file="warc/run-1-00001.warc.gz", offset=120)
STANDING = Standing(place=PLACE, date="2025-11-20T12:00:00Z", warcinfo_id="<urn:uuid:1>")
ORIGINAL = Payload(
    place=WarcPlace(file="warc/run-0-00003.warc.gz", offset=77), url="http://a.example/", date="d"
)


def read(member: bytes) -> tuple[ArcWarcRecord, bytes]:
    """Return a record as warcio reads it, digests checked, and its payload."""
    record = next(ArchiveIterator(BytesIO(member), check_digests="raise"))
    return record, record.raw_stream.read()


@given(payload=st.binary(max_size=5000))
def test_warcio_reads_what_was_written(payload: bytes) -> None:
    record, body = read(response_record(STANDING, exchange(payload)))
    assert (record.rec_type, body) == ("response", payload)
    headers = record.rec_headers
    assert headers.protocol == "WARC/1.1"
    assert headers.get_header("WARC-Target-URI") == URL
    assert headers.get_header("WARC-Date") == "2025-11-20T12:00:00Z"
    assert headers.get_header("WARC-IP-Address") == "192.0.2.7"
    assert headers.get_header("WARC-Payload-Digest") == digest(payload)
    assert headers.get_header("WARC-Record-ID") == record_id(PLACE)
    assert record.http_headers.statusline == "200 Fine"


def test_a_head_is_kept_byte_for_byte() -> None:
    data = gzip.decompress(response_record(STANDING, exchange(b"text")))
    assert data.partition(b"\r\n\r\n")[2] == HEAD + b"text\r\n\r\n"


def test_the_digest_is_that_of_other_tools() -> None:
    assert digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


@given(payload=st.binary(max_size=300))
def test_what_came_in_chunks_is_archived_without_them(payload: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nServer: a\r\ntransfer-encoding: chunked\r\nX: y\r\n\r\n"
    record, body = read(response_record(STANDING, exchange(payload, head=head)))
    assert body == payload
    assert record.content_stream().read() == b""
    assert record.http_headers.headers == [
        ("Server", "a"),
        ("Content-Length", str(len(payload))),
        ("X-Crawler-transfer-encoding", "chunked"),
        ("X", "y"),
    ]


def test_a_revisit_names_the_first_answer_and_has_the_head_alone() -> None:
    record, body = read(revisit_record(STANDING, exchange(b"text"), ORIGINAL))
    headers = record.rec_headers
    assert (record.rec_type, body) == ("revisit", b"")
    assert record.http_headers.get_statuscode() == "200"
    assert headers.get_header("WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")
    assert headers.get_header("WARC-Payload-Digest") == digest(b"text")
    assert headers.get_header("WARC-Refers-To") == record_id(ORIGINAL.place)
    assert headers.get_header("WARC-Refers-To-Target-URI") == ORIGINAL.url
    assert headers.get_header("WARC-Refers-To-Date") == ORIGINAL.date
    assert headers.get_header("WARC-Refers-To-Filename") == "run-0-00003.warc.gz"
    assert headers.get_header("WARC-Refers-To-File-Offset") == "77"


def test_request_metadata_and_warcinfo_can_be_read() -> None:
    request, body = read(request_record(STANDING, exchange(), ORIGINAL.place))
    assert (request.rec_type, body) == ("request", b"")
    assert request.rec_headers.get_header("WARC-Concurrent-To") == record_id(ORIGINAL.place)
    assert ASKED.startswith(b"GET /story HTTP/1.1")
    assert request.http_headers.statusline == "/story HTTP/1.1"
    metadata, body = read(metadata_record(STANDING, ORIGINAL.place, URL, '{"a": 1}'))
    assert (metadata.rec_type, body) == ("metadata", b'{"a": 1}')
    assert metadata.rec_headers.get_header("WARC-Refers-To") == record_id(ORIGINAL.place)
    info, body = read(warcinfo_record(STANDING, "newsdesk/0"))
    assert info.rec_headers.get_header("WARC-Filename") == "run-1-00001.warc.gz"
    assert b"software: newsdesk/0\r\n" in body


@pytest.mark.parametrize("bad", ["a\r\nWARC-Type: response", "a\nb"])
def test_no_value_adds_a_header(bad: str) -> None:
    data = gzip.decompress(response_record(STANDING, exchange(url=bad)))
    assert data.count(b"\r\nWARC-Type: ") == 1
    assert b"\nb" not in data.partition(b"\r\n\r\n")[0]


LINES = st.lists(
    st.sampled_from([b"X: y", b"\tfolded", b" ", b"\t", b"\r", b"\x0c", b"\xa0", b"no colon"])
    | st.binary(max_size=9).filter(lambda line: b"\n" not in line),
    max_size=9,
)


@given(lines=LINES, payload=st.binary(max_size=20))
def test_whatever_a_head_holds_the_body_is_found_behind_it(
    lines: list[bytes], payload: bytes
) -> None:
    head = b"\r\n".join((b"HTTP/1.1 200 OK", *lines, b"", b""))
    assert read(response_record(STANDING, exchange(payload, head=head)))[1] == payload


def test_the_length_does_not_part_a_header_from_its_second_line() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n chunked\r\n\r\n"
    record, _ = read(response_record(STANDING, exchange(b"text", head=head)))
    assert record.http_headers.headers == [
        ("Content-Length", "4"), ("X-Crawler-Transfer-Encoding", " chunked"),
    ]  # fmt: skip


def test_dates_are_in_utc_to_the_second() -> None:
    assert warc_date(NOON.replace(microsecond=7)) == "2025-11-20T12:00:00Z"
