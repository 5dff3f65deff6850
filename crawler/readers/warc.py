"""WARC archives as pages: those of others, and our own with what they know of each story."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from crawler.archive.story_json import ArchivedStory, load_story
from crawler.page_headers import HEADERS_THAT_MATTER
from crawler.readers.saved_files import ARCHIVE_HINTS
from crawler.readers.warc_originals import SUFFIXES, Originals
from crawler.readers.warc_records import (
    BROKEN,
    WarcRecord,
    broken_file,
    read_warc_records,
    warc_record_at,
)
from pipelines.errors import RecordError, SkippedError
from pipelines.items import Page, WarcPlace

__all__ = ["SUFFIXES", "read_page", "read_story", "read_warc"]

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_UNTOLD_TYPES = ("", "application/octet-stream", "text/plain", "unk")
"""Content types that say nothing: what the crawler found out by itself counts."""
_OURS = b"software: newsdesk/"

_Answer = tuple[bytes, Mapping[str, str]]
"""Body and headers."""


def read_warc(path: Path) -> Iterator[Page | RecordError]:
    """Yield the HTML pages that were answered with 200, in order; other records are passed over.

    Of an archive of newsdesk these are the stories, with source, entry and time of fetching, and
    neither feeds nor robots.txt. A revisit record gives the page that it refers to; those that
    refer to another folder are counted in one ``SkippedError`` at the end.

    A record that is wrong gives an error in its place. A file that is broken somewhere gives the
    pages before that and then one error.

    Raises:
        RecordError: the file cannot be opened.
    """
    skipped = 0
    with Originals(path.parent) as originals:
        for page in _pages(path, originals):
            if isinstance(page, SkippedError):
                skipped += 1
            else:
                yield page
    if skipped:
        yield SkippedError(
            "revisits-elsewhere",
            f"{path}: {skipped} revisit records were left out: no archive beside it holds what "
            "they refer to; put that archive into the folder and run the same again",
        )


def read_page(path: Path, offset: int, name: str) -> Page:
    """Return the page at a place of any archive, as ``read_warc`` would.

    ``name`` is what the page's ``warc`` calls the file.

    Raises:
        RecordError: no page stands there.
    """
    with Originals(path.parent) as originals, warc_record_at(path, offset) as record:
        page = _page(record, originals)
        if page is None:
            raise RecordError("bad-warc-record", f"{record.place}: is no HTML page")
        return replace(page, warc=WarcPlace(file=name, offset=offset))


def read_story(folder: Path, story: ArchivedStory, prefix: str) -> Page:
    """Return a story of our own archive with its bytes.

    Args:
        folder: where the archive's files stand.
        story: what the archive says of it.
        prefix: stands before the name of the file in the page's ``warc``.

    Raises:
        RecordError: one of its pages is not where it should be.
    """
    with Originals(folder) as originals:

        def read(place: WarcPlace) -> tuple[bytes, Mapping[str, str]]:
            with warc_record_at(folder / place.file, place.offset) as record:
                if record.kind not in {"response", "revisit"}:
                    raise RecordError("bad-warc-record", f"{record.place}: is no answer")
                return _answer(record, originals)

        page = story.filled(read)
    return replace(page, warc=replace(story.place, file=f"{prefix}{story.place.file}"))


def _pages(path: Path, originals: Originals) -> Iterator[Page | RecordError]:
    reader = _Reader(path, originals)
    for record in read_warc_records(path):
        if isinstance(record, RecordError):
            yield record
            return
        try:
            page = reader.page(record)
            if page is not None:
                yield page
        except RecordError as error:
            yield error
        except BROKEN as error:
            yield broken_file(path, record.offset, error)
            return


class _Reader:
    """Turns the records of one file into pages; it remembers what wrote the file."""

    def __init__(self, path: Path, originals: Originals) -> None:
        self._path = path
        self._originals = originals
        self._is_ours = False

    def page(self, record: WarcRecord) -> Page | None:
        """Return the page that a record stands for, ``None`` for other records."""
        if record.kind == "warcinfo":
            self._is_ours = _OURS in record.block()
        if not self._is_ours:
            page = _page(record, self._originals)
            place = WarcPlace(file=str(self._path), offset=record.offset)
            return None if page is None else replace(page, warc=place)
        if record.kind != "metadata":
            return None
        folder = self._path.parent
        prefix = "" if folder == Path() else f"{folder}/"
        return read_story(folder, load_story(record.block(), record.place), prefix)


def _page(record: WarcRecord, originals: Originals) -> Page | None:
    if record.kind not in {"response", "revisit"}:
        return None
    if (record.kind == "response" or record.has_http_head) and not _is_page(record):
        return None
    url, fetched_at = record.url, record.date()
    body, headers = _answer(record, originals)
    return Page(
        url=url,
        url_requested=url,
        status=200,
        headers=headers,
        body=body,
        fetched_at=fetched_at,
        hints=ARCHIVE_HINTS,
        is_incomplete=record.header("WARC-Truncated") is not None,
    )


def _is_page(record: WarcRecord) -> bool:
    if record.status != "200":
        return False
    told = (record.http_header("content-type") or "").strip().lower()
    if told.startswith(_HTML_TYPES):
        return True
    found = (record.header("WARC-Identified-Payload-Type") or "").strip().lower()
    return told.partition(";")[0] in _UNTOLD_TYPES and found.startswith(_HTML_TYPES)


def _answer(record: WarcRecord, originals: Originals) -> _Answer:
    if record.kind == "response":
        return _answer_of(record, record)
    path, offset = originals.place(record)
    with warc_record_at(path, offset) as original:
        _check_same(record, original)
        if record.has_http_head:
            return _answer_of(record, original)
        if not _is_page(original):
            raise SkippedError("revisit-elsewhere", f"{record.place}: revisits no page")
        return _answer_of(original, original)


def _answer_of(head: WarcRecord, payload: WarcRecord) -> _Answer:
    headers = {name: head.http_header(name) for name in HEADERS_THAT_MATTER}
    return payload.body(), {name: value for name, value in headers.items() if value}


def _check_same(record: WarcRecord, original: WarcRecord) -> None:
    said, found = (r.header("WARC-Payload-Digest") for r in (record, original))
    if original.kind != "response" or (said and found and said != found):
        raise RecordError(
            "bad-warc-record",
            f"{record.place}: revisits {original.place}, which holds something else",
        )
