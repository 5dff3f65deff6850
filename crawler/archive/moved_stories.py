"""Stories whose archive has another name now: files are renamed, and joined with others.

A story names its answers by file and offset. Their record ids are made of these, so an answer is
known in any file that holds it.
"""

from dataclasses import replace
from pathlib import Path

from crawler.archive.record_bytes import record_id
from crawler.archive.story_json import ArchivedStory
from crawler.archive.writer import FOLDER
from pipelines.items import Page, WarcPlace


class Answers:
    """The answers of one file so far, by the ids of their records."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offsets: dict[str, int] = {}

    def note(self, kind: str, own_id: str | None, offset: int) -> None:
        """Take in a record: its kind, its ``WARC-Record-ID``, and where it stands."""
        if kind in {"response", "revisit"} and own_id:
            self._offsets[own_id] = offset

    def found(self, story: ArchivedStory) -> ArchivedStory:
        """Return a story with the places where its answers stand now.

        They are those of this file where the one that the story names is not beside it.
        """
        page = story.page
        further = tuple(self._placed(other) for other in page.further_pages)
        return replace(story, page=replace(self._placed(page), further_pages=further))

    def _placed(self, page: Page) -> Page:
        place = page.warc
        if place is None or (self._path.parent / place.file).exists():
            return page
        offset = self._offsets.get(record_id(replace(place, file=f"{FOLDER}/{place.file}")))
        if offset is None:
            return page
        return replace(page, warc=WarcPlace(file=self._path.name, offset=offset))
