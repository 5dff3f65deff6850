from pathlib import Path

import pytest

from crawler.readers.html_files import read_html_file
from crawler.readers.saved_files import saved_at
from pipelines.errors import RecordError
from tests.crawler.saved_pages import story_html, write_story


@pytest.mark.parametrize("name", ["a.html", "a.htm.gz"])
def test_page_is_read_with_its_own_address(tmp_path: Path, name: str) -> None:
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
