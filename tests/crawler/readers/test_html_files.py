from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.readers.html_files import read_html_file
from crawler.readers.saved_files import saved_at
from pipelines.errors import RecordError
from tests.crawler.saved_pages import story_html, write_story


@pytest.mark.parametrize("name", ["a.html", "a.htm.gz"])
def test_page_that_names_no_address_has_that_of_its_file(tmp_path: Path, name: str) -> None:
    path = write_story(tmp_path / name)
    page = read_html_file(path)
    assert page.body == story_html(0).encode()
    assert page.url == page.url_requested == path.as_uri()
    assert page.fetched_at == saved_at(path)
    assert (page.status, page.hints.source_type, page.hints.source_id) == (
        None,
        "archive",
        "archive",
    )


def test_given_address_takes_the_place_of_the_files_own(tmp_path: Path) -> None:
    page = read_html_file(write_story(tmp_path / "a.html"), "https://gazette.example/a")
    assert page.url == page.url_requested == "https://gazette.example/a"


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"a\.html: No such file"):
        read_html_file(tmp_path / "a.html")


def test_page_has_the_address_that_it_names(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<link rel='canonical' href='https://gazette.example/a'><p>Text</p>")
    page = read_html_file(path)
    assert page.url == page.url_requested == "https://gazette.example/a"
    assert read_html_file(path, "https://other.example/").url == "https://other.example/"


def test_file_of_a_browser_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_text(
        "Date: Wed, 6 Mar 2024 10:00:00 +0000\nSnapshot-Content-Location: https://b.example/b\n"
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Text</p>\n"
    )
    page = read_html_file(path)
    assert (page.url, page.body.strip()) == ("https://b.example/b", b"<p>Text</p>")
    assert page.fetched_at == datetime(2024, 3, 6, 10, tzinfo=UTC)
    assert page.headers == {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize("name", ["a.mht", "a.webarchive"])
def test_file_that_is_not_what_its_name_says_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00")
    with pytest.raises(RecordError, match=name):
        read_html_file(tmp_path / name)
