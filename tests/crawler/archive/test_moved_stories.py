from dataclasses import replace
from pathlib import Path

from crawler.archive.moved_stories import Answers
from crawler.archive.record_bytes import record_id
from crawler.archive.story_json import ArchivedStory
from crawler.readers.warc import read_warc
from crawler.readers.warc_originals import Originals
from pipelines.items import Page, WarcPlace
from tests.crawler.archive.exchanges import NOON, URL, exchange, open_archive, warc_files

FIRST, SECOND = (WarcPlace(file="run-1.warc.gz", offset=offset) for offset in (70, 9))


def story(*places: WarcPlace) -> ArchivedStory:
    pages = [
        Page(url=URL, url_requested=URL, body=b"", fetched_at=NOON, warc=place) for place in places
    ]
    return ArchivedStory(page=replace(pages[0], further_pages=tuple(pages[1:])))


def noted(path: Path) -> Answers:
    answers = Answers(path)
    for kind, place, offset in (("response", FIRST, 1070), ("request", SECOND, 1009)):
        name = record_id(replace(place, file=f"warc/{place.file}"))
        answers.note(kind, name, offset)
    return answers


def test_a_story_is_found_in_a_file_of_another_name(tmp_path: Path) -> None:
    answers = noted(tmp_path / "all.warc.gz")
    there = WarcPlace(file="all.warc.gz", offset=1070)
    assert answers.found(story(FIRST, FIRST)) == story(there, there)
    assert answers.found(story(SECOND, FIRST)) == story(SECOND, there)


def test_where_the_file_is_that_a_story_names_it_is_taken_at_its_word(tmp_path: Path) -> None:
    (tmp_path / FIRST.file).touch()
    assert noted(tmp_path / "all.warc.gz").found(story(FIRST)) == story(FIRST)


def test_archives_may_be_renamed_and_joined(tmp_path: Path) -> None:
    """The second answer is a revisit of the first."""
    bodies = (b"<!doctype html><p>One", b"<!doctype html><p>Two", b"<!doctype html><p>One")
    for number, body in enumerate(bodies):
        with open_archive(tmp_path, f"run-{number}") as archive:
            place = archive.add(exchange(body))
            page = Page(url=URL, url_requested=URL, body=b"", fetched_at=NOON, warc=place)
            archive.describe(page)
    joined = tmp_path / "joined" / "all.warc.gz"
    joined.parent.mkdir()
    joined.write_bytes(b"".join(path.read_bytes() for path in warc_files(tmp_path)))
    with Originals() as originals:
        found = list(read_warc(joined, originals))
    assert [page.body for page in found if isinstance(page, Page)] == list(bodies)
