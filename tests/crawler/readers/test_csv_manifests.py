import csv
import gzip
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from crawler.readers.csv_manifests import read_csv_manifest
from pipelines.errors import RecordError
from pipelines.items import Page
from tests.crawler.saved_pages import story_html, write_story


def table(*rows: tuple[str, ...], separator: str = ",") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_pages_of_a_table_are_read(tmp_path: Path, separator: str) -> None:
    write_story(tmp_path / "html" / "1.html", 1)
    rows = (
        ("url", "html_path", "html", "fetched_at", "note"),
        ("https://a.example/1", "html/1.html", "", "2025-03-10T12:00:00Z", "a, b; c"),
        ("https://a.example/2", "", story_html(2), "20250310120000", ""),
    )
    path = tmp_path / "pages.csv"
    path.write_bytes(table(*rows, separator=separator))
    pages = [page for page in read_csv_manifest(path) if isinstance(page, Page)]
    assert [page.url for page in pages] == ["https://a.example/1", "https://a.example/2"]
    assert [page.body for page in pages] == [story_html(n).encode() for n in (1, 2)]
    assert {page.fetched_at for page in pages} == {datetime(2025, 3, 10, 12, tzinfo=UTC)}


def test_a_page_may_be_longer_than_fields_of_tables_are(tmp_path: Path) -> None:
    html = story_html(1) + "x" * 300_000
    path = tmp_path / "pages.csv.gz"
    path.write_bytes(gzip.compress(table(("url", "html"), ("https://a.example/1", html))))
    (page,) = read_csv_manifest(path)
    assert isinstance(page, Page)
    assert page.body == html.encode()


def test_names_of_columns_may_be_in_capitals(tmp_path: Path) -> None:
    write_story(tmp_path / "1.html", 1)
    path = tmp_path / "pages.csv"
    path.write_bytes(table((" URL", "Html_Path"), ("https://a.example/1", "1.html")))
    (page,) = read_csv_manifest(path)
    assert isinstance(page, Page)
    assert page.url == "https://a.example/1"


def test_a_bad_row_is_an_error_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    rows = (("url", "html", "raw"), ("https://a.example/1", "", "<p>"), ("", "<p>"))
    path.write_bytes(table(*rows, ("https://a.example/2", "<p>", "c", "d")))
    first, second, third = read_csv_manifest(path)
    assert isinstance(first, RecordError)
    assert first.message.endswith(
        'pages.csv:2: needs "html" or "html_path" beside "url"; this line has "url", "raw"'
    )
    assert isinstance(second, RecordError)
    assert 'pages.csv:3: needs a "url"; this line has "html"' in second.message
    assert isinstance(third, Page)


@pytest.mark.parametrize("names", [("url", "note"), ("address", "html")])
def test_a_table_without_the_columns_is_one_error(tmp_path: Path, names: tuple[str, str]) -> None:
    path = tmp_path / "pages.csv"
    path.write_bytes(table(names, *[("https://a.example/1", "x")] * 3))
    (error,) = read_csv_manifest(path)
    assert isinstance(error, RecordError)
    assert error.message == (
        f'{path}:1: needs the columns "url" and "html" or "html_path"; this line has "{names[0]}", '
        f'"{names[1]}"; `newsdesk fetch -` reads addresses alone, one a line, from the network'
    )


def test_an_empty_table_holds_no_page(tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    for data in (b"", b"url,html\n"):
        path.write_bytes(data)
        assert list(read_csv_manifest(path)) == []
