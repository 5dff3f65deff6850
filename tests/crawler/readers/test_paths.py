import gzip
from pathlib import Path

import pytest

from crawler.readers.paths import read_path
from crawler.readers.warc_originals import Originals
from pipelines.errors import RecordError, SkippedError
from pipelines.items import Page
from tests.crawler.saved_pages import (
    story_rows,
    story_url,
    warc_record,
    write_manifest_file,
    write_story,
)


def urls(path: Path) -> list[str]:
    return [page.url for page in read_all(path) if isinstance(page, Page)]


def read_all(path: Path) -> list[Page | RecordError]:
    with Originals() as originals:
        return list(read_path(path, originals))


def test_file_is_read_as_what_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "a.WARC").write_bytes(warc_record("http://a.example/", b"<p>"))
    write_manifest_file(tmp_path / "b.ndjson", story_rows(2))
    write_story(tmp_path / "c.html.gz")
    assert urls(tmp_path / "a.WARC") == ["http://a.example/"]
    assert urls(tmp_path / "b.ndjson") == [story_url(0), story_url(1)]
    assert urls(tmp_path / "c.html.gz") == [(tmp_path / "c.html.gz").as_uri()]


def test_a_list_in_json_is_told_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "pages.json"
    path.write_text('[{"url": "https://a.example/1", "html": "<p>The ferry"}]', encoding="utf-8")
    (error,) = read_all(path)
    assert isinstance(error, RecordError)
    assert error.message.startswith(f"{path}: is JSON, and a manifest is JSON Lines")


def test_single_file_of_an_unknown_kind_is_taken_for_html(tmp_path: Path) -> None:
    assert len(urls(write_story(tmp_path / "saved"))) == 1


def test_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    names = ("b.html", "a/2.htm", "a/1.HTML", "c.html.gz")
    for number, name in enumerate(names):
        write_story(tmp_path / name, number)
    (tmp_path / "b.warc").write_bytes(warc_record("http://w.example/", b"<p>"))
    for name in ("style.css", "records.jsonl", "notes.txt"):
        (tmp_path / name).write_text("something else")
    (tmp_path / "folder.html").mkdir()
    files = [url.removeprefix(f"{tmp_path.as_uri()}/") for url in urls(tmp_path)]
    assert files == ["a/1.HTML", "a/2.htm", "b.html", "http://w.example/", "c.html.gz"]


@pytest.mark.parametrize("name", ["manifest.jsonl", "manifest.jsonl.gz"])
def test_folder_with_a_manifest_is_read_through_it(tmp_path: Path, name: str) -> None:
    write_story(tmp_path / "html" / "1.html")
    write_story(tmp_path / "other.html")
    write_manifest_file(tmp_path / name, [{"url": "http://a.example/", "html_path": "html/1.html"}])
    assert urls(tmp_path) == ["http://a.example/"]


def test_empty_folder_holds_no_page(tmp_path: Path) -> None:
    assert read_all(tmp_path) == []


@pytest.mark.parametrize("name", ["a.html", "a.jsonl", "a.warc"])
def test_missing_file_is_an_error_in_its_place(tmp_path: Path, name: str) -> None:
    (error,) = read_all(tmp_path / name)
    assert isinstance(error, RecordError)
    assert f"{name}: No such file" in error.message


def test_file_is_read_as_what_it_holds_where_its_name_says_nothing(tmp_path: Path) -> None:
    archive = warc_record("http://w.example/", b"<p>")
    (tmp_path / "crawl").write_bytes(archive)
    (tmp_path / "packed").write_bytes(gzip.compress(archive))
    assert urls(tmp_path / "crawl") == urls(tmp_path / "packed") == ["http://w.example/"]


def test_pages_of_a_mirror_are_known_by_their_content(tmp_path: Path) -> None:
    names = ("2025/crane", "index.html?p=3", "story.php", "style.css", "x.png", "data.bin")
    for name in names:
        write_story(tmp_path / name)
    (tmp_path / "data.bin").write_bytes(b"something else")
    files = [url.removeprefix(f"{tmp_path.as_uri()}/") for url in urls(tmp_path)]
    assert files == ["2025/crane", "index.html%3Fp%3D3", "story.php"]


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    write_story(tmp_path / "a.html")
    for number in range(5):
        write_manifest_file(tmp_path / f"{number}.jsonl", story_rows(1))
    page, left_out = read_all(tmp_path)
    assert isinstance(page, Page)
    assert isinstance(left_out, SkippedError)
    assert "0.jsonl, 1.jsonl, 2.jsonl and 2 others" in left_out.message
    assert "manifests by their own names" in left_out.message
