"""WARC archives as pages: those of others, and our own with what they know of each story."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from crawler.archive.moved_stories import Answers
from crawler.archive.stored_records import OURS
from crawler.archive.story_json import ArchivedStory, load_story
from crawler.http_headers import HEADERS_THAT_MATTER
from crawler.readers.page_signs import HTML_TYPES, begins_as_page
from crawler.readers.saved_files import ARCHIVE_HINTS
from crawler.readers.warc_originals import Originals
from crawler.readers.warc_records import (
    BROKEN,
    WarcRecord,
    broken_file,
    read_warc_records,
    warc_record_at,
)
from pipelines.errors import RecordError, SkippedError
from pipelines.items import Page, WarcPlace

_UNTOLD_TYPES = ("", "application/octet-stream", "text/plain", "unk")
"""Content types that say nothing: what the crawler found out by itself counts, or how it begins."""
_GIVEN = frozenset({"200", "203"})
"""203: a proxy on the way changed something (RFC 9110, section 15.3.4)."""
_WEB = ("http://", "https://", "<http://", "<https://")

_Answer = tuple[bytes, Mapping[str, str]]
"""Body and headers."""


def read_warc(path: Path, originals: Originals) -> Iterator[Page | RecordError]:
    """Yield the HTML pages that were answered with 200, in order; other records are passed over.

    Pages that stand there without an answer, as resources, are read too. Of a file without any
    page, a ``SkippedError`` tells what it holds.

    Of an archive of newsdesk these are the stories, with source, entry and time of fetching, and
    neither feeds nor robots.txt. A revisit record gives the page that it refers to; those that
    refer to another folder are counted in one ``SkippedError`` at the end.

    A record that is wrong, or cannot be read, gives an error in its place.

    Raises:
        RecordError: the file cannot be opened.
    """
    skipped = errors = 0
    reader = _Reader(path, originals)
    for page in _pages(path, reader):
        if isinstance(page, SkippedError):
            skipped += 1
        else:
            errors += isinstance(page, RecordError)
            yield page
    if skipped:
        yield SkippedError(
            "revisits-elsewhere",
            f"{path}: {skipped} revisit records were left out: no archive beside it holds what "
            "they refer to; put that archive into the folder and run the same again",
        )
    elif not errors and not reader.pages and not reader.is_ours:
        yield SkippedError("no-pages", f"{path}: {reader.told_contents()}")


def read_page(path: Path, offset: int, name: str, originals: Originals) -> Page:
    """Return the page at a place of any archive, as ``read_warc`` would.

    ``name`` is what the page's ``warc`` calls the file.

    Raises:
        RecordError: no page stands there.
    """
    with warc_record_at(path, offset) as record:
        page = _page(record, originals)
        if page is None:
            raise RecordError("bad-warc-record", f"{record.place}: is no HTML page")
        return replace(page, warc=WarcPlace(file=name, offset=offset))


def read_story(folder: Path, story: ArchivedStory, prefix: str, originals: Originals) -> Page:
    """Return a story of our own archive with its bytes.

    Args:
        folder: where the archive's files stand.
        story: what the archive says of it.
        prefix: stands before the name of the file in the page's ``warc``.
        originals: tells where the bodies of revisits are.

    Raises:
        RecordError: one of its pages is not where it should be.
    """

    def read(place: WarcPlace) -> tuple[bytes, Mapping[str, str]]:
        with warc_record_at(folder / place.file, place.offset) as record:
            if record.kind not in {"response", "revisit"}:
                raise RecordError("bad-warc-record", f"{record.place}: is no answer")
            return _answer(record, originals)

    page = story.filled(read)
    return replace(page, warc=replace(story.place, file=f"{prefix}{story.place.file}"))


def _pages(path: Path, reader: "_Reader") -> Iterator[Page | RecordError]:
    torn: RecordError | None = None
    for record in read_warc_records(path):
        if isinstance(record, RecordError):
            torn = None
            yield record
            continue
        if torn is not None:
            yield torn
            torn = None
        try:
            page = reader.page(record)
            if page is not None:
                yield page
        except RecordError as error:
            yield error
        except BROKEN as error:
            # Who reads on may find out more of the same break.
            torn = broken_file(path, record.offset if record.has_place else None, error)
    if torn is not None:
        yield torn


class _Reader:
    """Turns the records of one file into pages; it remembers what wrote the file."""

    def __init__(self, path: Path, originals: Originals) -> None:
        self._path = path
        self._originals = originals
        self._answers = Answers(path)
        self.is_ours = False
        """Whether newsdesk wrote it: many a run brings nothing new."""
        self.pages = 0
        self.passed = Counter[str]()
        """Records that were no pages, by what they are."""

    def page(self, record: WarcRecord) -> Page | None:
        """Return the page that a record stands for, ``None`` for other records."""
        if record.kind == "warcinfo":
            self.is_ours = OURS in record.block()
        if self.is_ours:
            self._answers.note(record.kind, record.header("WARC-Record-ID"), record.offset)
        page = self._story(record) if self.is_ours else self._page(record)
        if page is None:
            self.passed[_told_kind(record)] += 1
        else:
            self.pages += 1
        return page

    def told_contents(self) -> str:
        """Return what a file without pages holds."""
        told = ", ".join(f"{count:,} {kind}" for kind, count in self.passed.most_common())
        return f"holds no HTML page, but {told or 'nothing'}"

    def _page(self, record: WarcRecord) -> Page | None:
        page = _page(record, self._originals)
        if page is None or not record.has_place:
            return page
        return replace(page, warc=WarcPlace(file=str(self._path), offset=record.offset))

    def _story(self, record: WarcRecord) -> Page | None:
        if record.kind != "metadata":
            return None
        folder = self._path.parent
        prefix = "" if folder == Path() else f"{folder}/"
        story = self._answers.found(load_story(record.block(), record.place))
        return read_story(folder, story, prefix, self._originals)


def _told_kind(record: WarcRecord) -> str:
    status = f" with status {record.status}" if record.kind == "response" and record.status else ""
    return f"{record.kind} records{status}"


def _page(record: WarcRecord, originals: Originals) -> Page | None:
    if record.kind not in {"response", "revisit", "resource"}:
        return None
    if (record.kind != "revisit" or record.has_http_head) and not _may_be_page(record):
        return None
    url, fetched_at = record.url, record.date()
    body, headers = _answer(record, originals)
    told = _media_type(headers.get("content-type"))
    if not (told in HTML_TYPES or _is_called_page(record) or begins_as_page(body)):
        return None
    return Page(
        url=url,
        url_requested=url,
        status=int(record.status) if record.has_http_head else None,
        headers=headers,
        body=body,
        fetched_at=fetched_at,
        hints=ARCHIVE_HINTS,
        is_incomplete=record.header("WARC-Truncated") is not None,
    )


def _may_be_page(record: WarcRecord) -> bool:
    """Return whether a record is called a page, or is given without any name."""
    if not (record.header("WARC-Target-URI") or "").lower().startswith(_WEB):
        return False
    if not record.has_http_head:
        return _is_called_page(record)
    if record.status not in _GIVEN:
        return False
    return _is_called_page(record) or (
        _told_type(record) in _UNTOLD_TYPES and not _found_type(record)
    )


def _is_called_page(record: WarcRecord) -> bool:
    """Return whether the server, or where that said nothing the crawler, called it a page."""
    told = _told_type(record)
    return told in HTML_TYPES or (told in _UNTOLD_TYPES and _found_type(record) in HTML_TYPES)


def _told_type(record: WarcRecord) -> str:
    """Return the media type that the server told, or of what stands there without an answer."""
    told = record.http_header("content-type") if record.has_http_head else record.content_type
    return _media_type(told)


def _found_type(record: WarcRecord) -> str:
    return _media_type(record.header("WARC-Identified-Payload-Type"))


def _media_type(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _answer(record: WarcRecord, originals: Originals) -> _Answer:
    if record.kind == "resource" or (record.kind == "response" and not record.has_http_head):
        return record.block(), {"content-type": record.content_type}
    if record.kind == "response":
        return _answer_of(record, record)
    path, offset = originals.place(record)
    with warc_record_at(path, offset) as original:
        _check_same(record, original)
        if record.has_http_head:
            return _answer_of(record, original)
        if not _may_be_page(original):
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
