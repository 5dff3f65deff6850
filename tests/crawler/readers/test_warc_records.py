import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.readers.warc_records import WarcRecord, read_warc_records, warc_record_at
from pipelines.errors import RecordError
from pipelines.zstandard import zstd
from tests.crawler.saved_pages import warc_record

BODY = b"<p>Guten Tag</p>"
HTML = {"Content-Type": "text/html"}


def write(path: Path, *records: bytes) -> Path:
    path.write_bytes(b"".join(records))
    return path


PACKERS = {"plain": bytes, "gzip": gzip.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_record_is_found_again_by_its_offset(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    records = [warc_record(f"http://a.example/{n}", b"%d" % n * n) for n in range(4)]
    path = write(tmp_path / "a.warc", *map(pack, records))
    offsets = [r.offset for r in read_warc_records(path) if isinstance(r, WarcRecord)]
    assert len(offsets) == 4
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
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


DATES = {
    "2024": datetime(2024, 1, 1, tzinfo=UTC),
    "2024-03": datetime(2024, 3, 1, tzinfo=UTC),
    "2024-03-05": datetime(2024, 3, 5, tzinfo=UTC),
    "20240305102030": datetime(2024, 3, 5, 10, 20, 30, tzinfo=UTC),
    "2024-03-05T10:20:30.123456789Z": datetime(2024, 3, 5, 10, 20, 30, 123456, tzinfo=UTC),
    "2024-03-05T10:20:30+02:00": datetime(2024, 3, 5, 8, 20, 30, tzinfo=UTC),
}


@pytest.mark.parametrize(("text", "moment"), DATES.items())
def test_dates_of_all_standards_are_read(tmp_path: Path, text: str, moment: datetime) -> None:
    path = write(tmp_path / "a.warc", warc_record("http://a.example/", BODY, HTML, date=text))
    with warc_record_at(path, 0) as record:
        assert record.date() == moment


@pytest.mark.parametrize("text", ["2024-13", "20241301000000", "soon", "99"])
def test_what_is_no_date_is_an_error(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.warc", warc_record("http://a.example/", BODY, HTML, date=text))
    with warc_record_at(path, 0) as record, pytest.raises(RecordError, match="WARC-Date: "):
        record.date()


def test_without_a_date_what_the_server_called_it_counts(tmp_path: Path) -> None:
    headers = {**HTML, "Date": "Tue, 05 Mar 2024 10:20:30 GMT"}
    path = write(tmp_path / "a.warc", warc_record("http://a.example/", BODY, headers, date=""))
    with warc_record_at(path, 0) as record:
        assert record.date() == datetime(2024, 3, 5, 10, 20, 30, tzinfo=UTC)


SIZES = [10, 70_000, 3_000_000]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_that_was_packed_as_a_whole_is_read(tmp_path: Path, size: int) -> None:
    body = sha256(b"").digest() * (size // 32)
    records = [warc_record(f"http://a.example/{n}", body) for n in range(3)]
    path = write(tmp_path / "a.warc.gz", gzip.compress(b"".join(records)))
    found = [(r.url, r.has_place) for r in read_warc_records(path) if isinstance(r, WarcRecord)]
    assert found == [(f"http://a.example/{n}", False) for n in range(3)]
    path = write(tmp_path / "b.warc.gz", *map(gzip.compress, records))
    assert [r.has_place for r in read_warc_records(path) if isinstance(r, WarcRecord)] == [True] * 3


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_a_file_packed_as_a_whole_that_is_cut_gives_what_stands_before(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    noise = b"".join(sha256(b"%d" % number).digest() for number in range(9000))
    records = [warc_record(f"http://a.example/{n}", noise[n::3]) for n in range(3)]
    path = write(tmp_path / "a.warc.gz", pack(b"".join(records))[:-3000])
    *whole, error = read_warc_records(path)
    assert whole
    assert isinstance(error, RecordError)
    assert error.reason == "broken-warc"
    assert "head -c" not in error.message


def test_old_arc_files_are_read(tmp_path: Path) -> None:
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY
    about = b"1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n"
    first = b"filedesc://a.arc 0.0.0.0 20030501120000 text/plain %d\n" % len(about) + about
    record = b"http://a.example/ 192.0.2.1 20030501120001 text/html %d\n" % len(http) + http
    path = write(tmp_path / "a.arc.gz", *map(gzip.compress, (first + b"\n", record + b"\n")))
    *_, offset = (r.offset for r in read_warc_records(path) if isinstance(r, WarcRecord))
    with warc_record_at(path, offset) as found:
        assert (found.kind, found.status, found.body()) == ("response", "200", BODY)
        assert found.date() == datetime(2003, 5, 1, 12, 0, 1, tzinfo=UTC)


def test_an_address_with_a_space_is_mended_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path / "a.warc", warc_record("http://a.example/a b", BODY))
    with warc_record_at(path, 0) as record:
        assert record.url == "http://a.example/a%20b"
    assert caplog.text == ""
