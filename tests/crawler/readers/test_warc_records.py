import gzip
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.readers.warc_records import WarcRecord, read_warc_records, warc_record_at
from pipelines.errors import RecordError
from tests.crawler.saved_pages import warc_record

BODY = b"<p>Guten Tag</p>"
HTML = {"Content-Type": "text/html"}


def write(path: Path, *records: bytes) -> Path:
    path.write_bytes(b"".join(records))
    return path


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_record_is_found_again_by_its_offset(tmp_path: Path, packed: bool) -> None:
    records = [warc_record(f"http://a.example/{n}", b"%d" % n * n) for n in range(4)]
    path = write(tmp_path / "a.warc.gz", *map(gzip.compress, records) if packed else records)
    offsets = [r.offset for r in read_warc_records(path) if isinstance(r, WarcRecord)]
    for number, offset in enumerate(offsets):
        with warc_record_at(path, offset) as record:
            assert record.url == f"http://a.example/{number}"
            assert record.body() == b"%d" % number * number
            assert record.place == f"{path}: offset {offset}"
            assert record.date() == datetime(2025, 11, 18, 10, tzinfo=UTC)


def body_of(path: Path, body: bytes, **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    write(path, warc_record("http://a.example/", body, {**HTML, **named}))
    with warc_record_at(path, 0) as record:
        return record.body()


PACKED = {
    "gzip": (gzip.compress(BODY), {"Content_Encoding": "gzip"}),
    "brotli": (brotli.compress(BODY), {"Content_Encoding": "br"}),
    "taken off before": (BODY, {"Content_Encoding": "br"}),
    "chunks": (b"10\r\n" + BODY + b"\r\n0\r\n\r\n", {"Transfer_Encoding": "chunked"}),
    "no chunks": (BODY, {"Transfer_Encoding": "chunked"}),
    "unknown": (BODY, {"Content_Encoding": "rot13"}),
}


@pytest.mark.parametrize(("body", "headers"), PACKED.values(), ids=PACKED)
def test_encodings_come_off(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    assert body_of(tmp_path / "a.warc", body, **headers) == BODY


def test_what_cannot_be_unpacked_is_an_error_that_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"a\.warc: offset 0: the body is no valid gzip"):
        body_of(tmp_path / "a.warc", b"\x1f\x8bnonsense", Content_Encoding="gzip")


@pytest.mark.parametrize("offset", [5, 10_000])
def test_an_offset_without_a_record_is_an_error(tmp_path: Path, offset: int) -> None:
    path = write(tmp_path / "a.warc", warc_record("http://a.example/", BODY))
    message = rf"a\.warc: offset {offset}: no record"
    with pytest.raises(RecordError, match=message), warc_record_at(path, offset):
        pass


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No such file"), warc_record_at(tmp_path / "a.warc", 0):
        pass


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(data=st.binary(max_size=300), is_warc=st.booleans())
def test_anything_gives_records_and_errors_of_ours(
    data: bytes, is_warc: bool, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.warc", b"WARC/1.0\r\n" * is_warc, data)
    for record in read_warc_records(path):
        if isinstance(record, RecordError):
            assert str(path) in record.message


def test_what_is_larger_than_any_page_is_not_read_whole(tmp_path: Path) -> None:
    record = warc_record("http://a.example/", b" " * 60_000_000, HTML)
    path = write(tmp_path / "a.warc.gz", gzip.compress(record, 1))
    with (
        pytest.raises(RecordError, match=r"offset 0: more than 52428800 bytes"),
        warc_record_at(path, 0) as found,
    ):
        found.body()


@pytest.mark.parametrize("kept", [4, 12, 60])
def test_a_short_rest_of_a_record_is_told(kept: int, tmp_path: Path) -> None:
    member = gzip.compress(warc_record("http://a.example/", BODY, HTML))
    path = write(tmp_path / "a.warc.gz", member, member[:kept])
    found, error = read_warc_records(path)
    assert isinstance(found, WarcRecord)
    assert isinstance(error, RecordError)
    assert f"offset {len(member)}: " in error.message
    assert len(list(read_warc_records(write(path, member, b"\n")))) == 1


def test_what_follows_the_last_chunk_is_passed_over(tmp_path: Path) -> None:
    chunks = b"10\r\n" + BODY + b"\r\n0\r\n\r\n" + b"more" * 50_000
    assert body_of(tmp_path / "a.warc", chunks, Transfer_Encoding="chunked") == BODY
