from pathlib import Path

import pytest

from crawler.archive.writer import ArchiveLimits
from crawler.reprocessing.archived_stories import ArchivedStories
from pipelines.errors import RecordError
from pipelines.items import Entry, Page, SourceHints, WarcPlace
from tests.crawler.archive.exchanges import URL, exchange, open_archive, warc_files
from tests.crawler.reprocessing.archived_dataset import HINTS, HOST, SHORT, fill, stories
from tests.crawler.saved_pages import warc_record
from tests.crawler.state.examples import NOON, lines


def test_a_record_gives_the_page_that_it_was_made_from(tmp_path: Path) -> None:
    bodies = stories(2)
    fill(tmp_path, bodies)
    with ArchivedStories(tmp_path) as archived:
        for number, record in enumerate(lines(tmp_path, "articles")):
            page = archived.page_of(record)
            assert page is not None
            url = f"https://{HOST}/run-1/{number}"
            assert (page.body, page.url, page.url_requested) == (
                bodies[number], url, f"{url}?from=feed",
            )  # fmt: skip
            assert (page.entry, page.hints) == (Entry(url=url, title=f"Part {number}"), HINTS)
            assert page.fetched_at == NOON
            assert page.warc is not None
            assert (page.warc.file, page.warc.offset) == (
                record["warc_file"], record["warc_offset"],
            )  # fmt: skip


def test_a_rejected_page_is_found_by_its_address_and_time(tmp_path: Path) -> None:
    fill(tmp_path, [SHORT])
    (line,) = lines(tmp_path, "rejected")
    with ArchivedStories(tmp_path) as archived:
        page = archived.rejected_page(line)
        assert page is not None
        assert page.body == SHORT
        assert archived.rejected_page({**line, "date_fetched": "2001-01-01T00:00:00Z"}) is None


def test_a_page_of_another_archive_is_read_as_extract_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.warc"
    path.write_bytes(warc_record("https://gazette.example/a", b"<p>text"))
    with ArchivedStories(tmp_path / "dataset") as archived:
        page = archived.page_of({"warc_file": str(path), "warc_offset": 0})
    assert page is not None
    assert page.body == b"<p>text"
    assert page.hints == SourceHints(source_id="archive", source_type="archive")


def test_a_record_without_an_archive_has_no_page(tmp_path: Path) -> None:
    with ArchivedStories(tmp_path) as archived:
        assert archived.page_of({"warc_file": None, "warc_offset": None}) is None


def test_an_archive_that_is_gone_is_an_error(tmp_path: Path) -> None:
    fill(tmp_path, stories(1))
    (record,) = lines(tmp_path, "articles")
    for path in (tmp_path / "warc").iterdir():
        path.unlink()
    with ArchivedStories(tmp_path) as archived, pytest.raises(RecordError, match="No such file"):
        archived.page_of(record)


def story(place: WarcPlace) -> Page:
    return Page(url=URL, url_requested=URL, status=200, body=b"", fetched_at=NOON, warc=place)


ODD = [("a" * 5000, 0), ("a\0b", 0), ("a.warc.gz", 2**64), ("a.warc.gz", -1), ("..", 0)]


@pytest.mark.parametrize(("file", "offset"), ODD)
def test_a_place_that_is_none_is_an_error(file: str, offset: int, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").touch()
    with ArchivedStories(tmp_path) as archived, pytest.raises(RecordError, match=r"offset -?\d+: "):
        archived.page_of({"warc_file": file, "warc_offset": offset})


def test_a_story_is_not_read_without_what_is_known_of_it(tmp_path: Path) -> None:
    with open_archive(tmp_path, limits=ArchiveLimits(max_bytes=1)) as archive:
        place = archive.add(exchange())
        archive.describe(story(place))
    answer, description = warc_files(tmp_path)
    record = {"warc_file": place.file, "warc_offset": place.offset}
    with ArchivedStories(tmp_path) as archived:
        assert archived.page_of(record) is not None
    description.unlink()
    with ArchivedStories(tmp_path) as archived, pytest.raises(RecordError, match="moved away"):
        archived.page_of(record)
    assert answer.name in place.file
