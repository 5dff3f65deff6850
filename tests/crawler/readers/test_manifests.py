import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.readers.manifests import (
    ManifestPlace,
    read_manifest,
    read_manifest_lines,
    read_manifest_stream,
)
from crawler.readers.saved_files import saved_at
from pipelines.errors import RecordError
from pipelines.items import Page
from tests.crawler.saved_pages import story_rows, story_url, write_manifest_file, write_story

PLACE = ManifestPlace(name="m", folder=Path(), saved_at=datetime(2025, 11, 20, tzinfo=UTC))


def read(lines: Iterable[str]) -> list[Page | RecordError]:
    return list(read_manifest_lines([line.encode() for line in lines], PLACE))


@pytest.mark.parametrize("name", ["m.jsonl", "m.jsonl.gz"])
def test_pages_come_in_the_order_of_the_lines(tmp_path: Path, name: str) -> None:
    path = write_manifest_file(tmp_path / name, story_rows(5))
    pages = [page for page in read_manifest(path) if isinstance(page, Page)]
    assert [page.url_requested for page in pages] == [story_url(number) for number in range(5)]
    assert {page.fetched_at for page in pages} == {saved_at(path)}
    assert {page.headers["content-type"] for page in pages} == {"text/html; charset=utf-8"}


@pytest.mark.parametrize("name", ["pages/a.html", "pages/a.html.gz"])
def test_path_of_a_page_is_relative_to_the_manifest(tmp_path: Path, name: str) -> None:
    write_story(tmp_path / name)
    path = write_manifest_file(tmp_path / "m.jsonl", [{"url": "http://a/", "html_path": name}])
    (page,) = read_manifest(path)
    assert isinstance(page, Page)
    assert b"The harbour" in page.body
    assert page.headers == {}


def test_html_without_markup_may_name_a_file(tmp_path: Path) -> None:
    write_story(tmp_path / "pages" / "a.html.gz")
    names = ("pages/a.html.gz", "pages/gone.html", "", "a\0b", "a/" * 600)
    rows = [{"url": "http://a/", "html": name} for name in names]
    first, *others = read_manifest(write_manifest_file(tmp_path / "m.jsonl", rows))
    assert isinstance(first, Page)
    assert b"The harbour" in first.body
    assert [page.body.decode() for page in others if isinstance(page, Page)] == list(names[1:])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2025-11-18T10:00:00Z", datetime(2025, 11, 18, 10, tzinfo=UTC)),
        ("2025-11-18T10:00:00+02:00", datetime(2025, 11, 18, 8, tzinfo=UTC)),
        ("2025-11-18", datetime(2025, 11, 18, tzinfo=UTC)),
        (None, PLACE.saved_at),
    ],
)
def test_time_of_fetching_may_be_told(raw: str | None, expected: datetime) -> None:
    (page,) = read([json.dumps({"url": "http://a/", "html": "<p>", "fetched_at": raw})])
    assert isinstance(page, Page)
    assert page.fetched_at == expected


BAD_LINES = {
    "no JSON": ("{", "m:1: not JSON: "),
    "no UTF-8": ("\udcff", "m:1: not JSON: "),
    "no object": ("[1]", 'm:1: needs an object with a "url"'),
    "nested too deep": ("[" * 100_000, "m:1: not JSON: "),
    "no address": ('{"html": "<p>"}', 'm:1: needs a "url"; this line has "html"'),
    "empty address": ('{"url": " ", "html": "<p>"}', "m:1: needs"),
    "address is no text": ('{"url": 3, "html": "<p>"}', "m:1: needs"),
    "no scheme": ('{"url": "a.example/1", "html": "<p>"}', "m:1: url: must begin with http://"),
    "no page": ('{"url": "http://a/"}', 'm:1: needs "html" or "html_path" beside "url"'),
    "page under another name": (
        '{"url": "http://a/", "raw_html": "<p>"}',
        'm:1: needs "html" or "html_path" beside "url"; this line has "url", "raw_html"',
    ),
    "page is no text": ('{"url": "http://a/", "html": 3}', 'm:1: needs "html" or'),
    "missing file": ('{"url": "http://a/", "html_path": "gone.html"}', "m:1: gone.html: No such"),
    "impossible name": (r'{"url": "http://a/", "html_path": "a\u0000b"}', "m:1: "),
    "no time": ('{"url": "http://a/", "html": "", "fetched_at": "soon"}', "m:1: fetched_at: "),
    "time before all times": (
        '{"url": "http://a/", "html": "", "fetched_at": "0001-01-01T00:00:00+14:00"}',
        "m:1: fetched_at: ",
    ),
}


@pytest.mark.parametrize(("line", "message"), BAD_LINES.values(), ids=BAD_LINES)
def test_bad_line_is_an_error_in_its_place(line: str, message: str) -> None:
    good = json.dumps({"url": "http://a/", "html": "<p>"})
    lines = [line.encode("utf-8", "surrogateescape"), b"  \n", good.encode()]
    error, page = read_manifest_lines(lines, PLACE)
    assert isinstance(error, RecordError)
    assert error.message.startswith(message)
    assert isinstance(page, Page)


def test_manifest_that_ends_too_early_gives_the_lines_before(tmp_path: Path) -> None:
    path = write_manifest_file(tmp_path / "m.jsonl.gz", story_rows(200))
    path.write_bytes(path.read_bytes()[:-50])
    pages = read_manifest(path)
    assert isinstance(next(pages), Page)
    with pytest.raises(RecordError, match=r"m\.jsonl\.gz: broken gzip"):
        list(pages)


def test_missing_manifest_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No such file"):
        list(read_manifest(tmp_path / "m.jsonl"))


@given(st.lists(st.binary().map(lambda line: line.replace(b"\n", b"")), max_size=5))
def test_any_bytes_give_pages_or_errors(lines: list[bytes]) -> None:
    found = list(read_manifest_lines(lines, PLACE))
    assert len(found) == sum(bool(line.strip()) for line in lines)


def test_a_manifest_of_windows_names_its_files(tmp_path: Path) -> None:
    write_story(tmp_path / "html" / "1.html")
    rows = [
        {"url": "http://a/", "html_path": "html\\1.html", "content_type": "text/html; charset=x"}
    ]
    (page,) = read_manifest(write_manifest_file(tmp_path / "m.jsonl", rows))
    assert isinstance(page, Page)
    assert page.headers == {"content-type": "text/html; charset=x"}


def test_a_time_that_is_not_told_is_that_of_the_manifest() -> None:
    (page,) = read_manifest_lines([b'{"url": "http://a/", "html": "", "fetched_at": ""}'], PLACE)
    assert isinstance(page, Page)
    assert page.fetched_at == PLACE.saved_at


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x1f\x8b\x08\n\n\n", "packed with gzip"),
        (b"WARC/1.0\r\nWARC-Type: x\r\n", "an archive"),
        (b"<!doctype html>\n<p>\n", "an HTML page"),
    ],
)
def test_what_comes_through_a_pipe_and_is_no_manifest_is_one_error(data: bytes, kind: str) -> None:
    (error,) = read_manifest_stream(data.splitlines(keepends=True), PLACE)
    assert isinstance(error, RecordError)
    assert error.message == f"m: is no JSONL manifest but {kind}; give it by the name of its file"


def test_a_manifest_through_a_pipe_is_read_from_its_first_line_on() -> None:
    rows = [b'{"url": "http://a/%d", "html": "<p>"}' % number for number in range(2)]
    pages = read_manifest_stream(rows, PLACE)
    assert [page.url for page in pages if isinstance(page, Page)] == ["http://a/0", "http://a/1"]
    assert list(read_manifest_stream([], PLACE)) == []
