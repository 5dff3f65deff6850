import gzip
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from crawler.archive.record_bytes import digest
from crawler.archive.writer import ArchiveLimits
from crawler.readers.warc import read_page, read_warc
from crawler.readers.warc_originals import Originals
from pipelines.errors import RecordError, SkippedError
from pipelines.items import Entry, Page, SourceHints, WarcPlace
from pipelines.zstandard import zstd
from tests.crawler.archive.exchanges import NOON, URL, exchange, open_archive, warc_files
from tests.crawler.saved_pages import warc_record

BODY = b"<p>Guten Tag</p>"
HTML = {"Content-Type": "Text/HTML; charset=utf-8", "X-Robots-Tag": "noai", "Set-Cookie": "a=b"}


def read(path: Path, *records: bytes) -> list[Page | RecordError]:
    path.write_bytes(b"".join(records))
    return read_all(path)


def read_all(path: Path) -> list[Page | RecordError]:
    with Originals() as originals:
        return list(read_warc(path, originals))


def page_at(path: Path, offset: int, name: str) -> Page:
    with Originals() as originals:
        return read_page(path, offset, name, originals)


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
    assert "a.warc: offset 0: WARC-Date: " in error.message
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
        read_all(tmp_path / "a.warc")


def test_pages_say_where_they_stand_and_can_be_read_there(tmp_path: Path) -> None:
    records = [gzip.compress(warc_record(f"http://a.example/{n}", BODY, HTML)) for n in range(3)]
    path = tmp_path / "a.warc.gz"
    pages = [page for page in read(path, *records) if isinstance(page, Page)]
    assert [page.warc for page in pages] == [
        WarcPlace(file=str(path), offset=sum(map(len, records[:n]))) for n in range(3)
    ]
    for page in pages:
        assert page.warc is not None
        assert page_at(path, page.warc.offset, page.warc.file) == page


def test_a_place_without_a_page_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(OTHERS["picture"])
    with pytest.raises(RecordError, match="offset 0: is no HTML page"):
        page_at(path, 0, "a.warc")


def fields(record: bytes, **added: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in added.items())
    return record.replace(b"WARC-Date", lines.encode() + b"WARC-Date", 1)


TYPES = {
    "no type": ({}, 1),
    "bytes": ({"Content-Type": "application/octet-stream"}, 1),
    "picture": ({"Content-Type": "image/png"}, 0),
}


@pytest.mark.parametrize(("headers", "count"), TYPES.values(), ids=TYPES)
def test_the_type_that_the_crawler_found_counts_where_the_server_tells_none(
    tmp_path: Path, headers: dict[str, str], count: int
) -> None:
    record = warc_record("http://a.example/", BODY, headers)
    found = read(tmp_path / "a.warc", fields(record, WARC_Identified_Payload_Type="text/html"))
    assert len([page for page in found if isinstance(page, Page)]) == count


def test_a_page_that_was_cut_is_incomplete(tmp_path: Path) -> None:
    records = [warc_record("http://a.example/", BODY)] * 2
    whole, cut = read(tmp_path / "a.warc", records[0], fields(records[1], WARC_Truncated="length"))
    assert isinstance(whole, Page)
    assert isinstance(cut, Page)
    assert (whole.is_incomplete, cut.is_incomplete) == (False, True)


def revisit(url: str, payload: bytes, **added: str) -> bytes:
    record = warc_record(url, b"", HTML, date="2025-11-19T10:00:00Z")
    record = record.replace(b"WARC-Type: response", b"WARC-Type: revisit", 1)
    return fields(record, WARC_Payload_Digest=digest(payload), **added)


def test_a_revisit_is_the_page_it_refers_to(tmp_path: Path) -> None:
    first = fields(warc_record("http://a.example/", BODY, HTML), WARC_Payload_Digest=digest(BODY))
    (tmp_path / "a.warc").write_bytes(first)
    (page,) = read(tmp_path / "b.warc", revisit("http://b.example/", BODY))
    assert isinstance(page, Page)
    assert (page.url, page.body) == ("http://b.example/", BODY)
    assert page.fetched_at == datetime(2025, 11, 19, 10, tzinfo=UTC)
    assert page.warc == WarcPlace(file=str(tmp_path / "b.warc"), offset=0)


def test_revisits_of_what_is_elsewhere_are_counted(tmp_path: Path) -> None:
    records = [revisit("http://b.example/", b"gone"), warc_record("http://a.example/", BODY)]
    page, skipped = read(tmp_path / "a.warc", *records, records[0])
    assert isinstance(page, Page)
    assert isinstance(skipped, SkippedError)
    assert "2 revisit records were left out" in skipped.message


def test_a_revisit_of_something_else_is_an_error(tmp_path: Path) -> None:
    first = fields(warc_record("http://a.example/", b"new", HTML), WARC_Payload_Digest="sha1:X")
    (tmp_path / "a.warc").write_bytes(first)
    named = {"WARC_Refers_To_Filename": "a.warc", "WARC_Refers_To_File_Offset": "0"}
    (error,) = read(tmp_path / "b.warc", revisit("http://b.example/", BODY, **named))
    assert isinstance(error, RecordError)
    assert "holds something else" in error.message


def test_a_broken_file_names_the_offset_and_a_way_out(tmp_path: Path) -> None:
    record = gzip.compress(warc_record("http://a.example/", BODY))
    path = tmp_path / "a.warc.gz"
    _, error = read(path, record, gzip.compress(warc_record("http://b.example/", NOISE))[:-60])
    assert isinstance(error, RecordError)
    assert error.message.startswith(f"{path}: offset {len(record)}: ")
    assert f"head -c {len(record)} {path}" in error.message


def test_our_own_archive_gives_its_stories_as_they_were_crawled(tmp_path: Path) -> None:
    headers = {"content-type": "text/html; charset=utf-8"}
    with open_archive(tmp_path) as archive:
        archive.add(exchange(b"User-agent: *", f"{URL}/robots.txt"))
        places = [archive.add(exchange(BODY)) for _ in range(2)]  # the second one is a revisit
        place = archive.add(exchange(b"<p>two", f"{URL}/2"))
        further = Page(
            url=f"{URL}/2", url_requested=URL, status=200, headers=headers, body=b"<p>two",
            fetched_at=NOON, warc=place,
        )  # fmt: skip
        page = Page(
            url=URL, url_requested=f"{URL}?a", status=200, headers=headers, body=BODY,
            fetched_at=NOON, entry=Entry(url=URL, title="A title"), warc=places[0],
            hints=SourceHints(source_id="gazette", source_type="feed", language="en"),
        )  # fmt: skip
        again = replace(
            page,
            warc=places[1],
            further_pages=(replace(further, url_requested=page.url_requested),),
        )
        archive.describe(page)
        archive.describe(again)
    (path,) = warc_files(tmp_path)
    assert [_named(found, "warc/") for found in read_all(path)] == [page, again]
    path.unlink()


def _named(page: Page | RecordError, folder: str) -> Page:
    """Return a page whose archives are named relative to the dataset."""
    assert isinstance(page, Page)
    assert page.warc is not None
    name = page.warc.file.rpartition("/")[2]
    further = tuple(
        replace(p, warc=replace(p.warc, file=folder + p.warc.file)) if p.warc else p
        for p in page.further_pages
    )
    return replace(page, warc=replace(page.warc, file=folder + name), further_pages=further)


def test_a_story_whose_answer_is_gone_is_an_error(tmp_path: Path) -> None:
    limits = ArchiveLimits(max_bytes=1)
    with open_archive(tmp_path, limits=limits) as archive:
        place = archive.add(exchange(BODY))
        archive.describe(Page(url=URL, url_requested=URL, body=b"", fetched_at=NOON, warc=place))
    first, second = warc_files(tmp_path)
    first.unlink()
    (error,) = read_all(second)
    assert isinstance(error, RecordError)
    assert str(first) in error.message


def test_a_page_that_nobody_called_one_is_known_by_how_it_begins(tmp_path: Path) -> None:
    html = b"<!doctype html><p>Guten Tag</p>"
    records = [warc_record("http://a.example/", body, {}) for body in (html, b"a picture")]
    (page,) = read(tmp_path / "a.warc", *records)
    assert isinstance(page, Page)
    assert page.body == html


def resource(url: str, content_type: str = "text/html; charset=utf-8") -> bytes:
    head = "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Date: 2025-11-18T10:00:00Z\r\n"
    head += f"WARC-Target-URI: {url}"
    return (
        f"{head}\r\nContent-Type: {content_type}\r\nContent-Length: {len(BODY)}\r\n\r\n".encode()
        + (BODY + b"\r\n\r\n")
    )


def test_a_page_that_stands_there_without_an_answer_is_read(tmp_path: Path) -> None:
    others = [resource("urn:screenshot:x"), resource("http://a.example/x.png", "image/png")]
    (page,) = read(tmp_path / "a.warc", *others, resource("http://a.example/"))
    assert isinstance(page, Page)
    assert (page.url, page.status, page.body) == ("http://a.example/", None, BODY)
    assert page.headers == {"content-type": "text/html; charset=utf-8"}


def test_of_a_file_without_pages_it_is_told_what_it_holds(tmp_path: Path) -> None:
    moved = warc_record("http://a.example/", b"", HTML, "301 Moved Permanently")
    text = resource("http://a.example/", "text/plain").replace(b": resource", b": conversion")
    (told,) = read(tmp_path / "a.warc", moved, moved, text)
    assert isinstance(told, SkippedError)
    assert "no HTML page, but 2 response records with status 301, 1 conversion records" in (
        told.message
    )


@pytest.mark.parametrize("url", ["HTTP://A.example/", "<http://A.example/>"])
def test_an_address_in_another_form_is_one(tmp_path: Path, url: str) -> None:
    (page,) = read(tmp_path / "a.warc", warc_record(url, BODY, HTML))
    assert isinstance(page, Page)
    assert page.url.lower() == "http://a.example/"


def test_pages_of_a_file_that_was_packed_as_a_whole_say_no_place(tmp_path: Path) -> None:
    records = b"".join(warc_record(f"http://a.example/{n}", BODY, HTML) for n in range(3))
    pages = read(tmp_path / "a.warc.gz", gzip.compress(records))
    assert [page.warc for page in pages if isinstance(page, Page)] == [None] * 3
    one = read(tmp_path / "a.warc.zst", zstd.compress(records))
    places = [page.warc and page.warc.offset for page in one if isinstance(page, Page)]
    assert places == [0, None, None]


def test_archives_of_a_folder_are_looked_through_once(tmp_path: Path) -> None:
    """However many of them hold revisits of what is elsewhere."""
    stored = fields(warc_record("http://a.example/", BODY, HTML), WARC_Payload_Digest=digest(BODY))
    (tmp_path / "first.warc").write_bytes(stored)
    (tmp_path / "a.warc").write_bytes(revisit("http://a.example/", BODY))
    with Originals() as originals:
        assert len(list(read_warc(tmp_path / "a.warc", originals))) == 1
        (tmp_path / "first.warc").rename(tmp_path / "second.warc")
        (error,) = read_warc(tmp_path / "a.warc", originals)
    assert isinstance(error, RecordError)
    assert "first.warc: No such file" in error.message


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("start", [3, 60, 320])
def test_behind_a_break_the_pages_are_read_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_packed: bool, start: int
) -> None:
    urls = [f"http://a.example/{n}" for n in range(4)]
    records = [warc_record(url, NOISE * 3, HTML) for url in urls]
    parts = [gzip.compress(record) if is_packed else record for record in records]
    parts[1] = parts[1][:start] + b"\x00" * 40 + parts[1][start + 90 :]
    found = read(tmp_path / "a.warc", *parts)
    pages = [page.url for page in found if isinstance(page, Page)]
    errors = [error for error in found if isinstance(error, RecordError)]
    assert set(pages) >= {urls[0], urls[2], urls[3]}
    assert pages == sorted(set(pages))
    assert errors or urls[1] in pages
    assert len(errors) <= 2
    for error in errors:
        assert f"a.warc: offset {len(parts[0])}" in error.message
    assert capsys.readouterr() == ("", "")
