"""WARC archives: the HTML responses as pages. The only user of warcio."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from crawler.readers.saved_files import ARCHIVE_HINTS
from pipelines.errors import RecordError
from pipelines.items import Page

SUFFIXES = (".warc", ".warc.gz")
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HEADERS_THAT_MATTER = (
    "content-language",
    "content-type",
    "last-modified",
    "link",
    "tdm-policy",
    "tdm-reservation",
    "x-robots-tag",
)

# warcio raises an AttributeError on a response without an address, and an OverflowError on one that
# says it is longer than any file.
_BROKEN = (
    ArchiveLoadFailed, AttributeError, EOFError, OSError, OverflowError, ValueError, zlib.error,
)  # fmt: skip


def read_warc(path: Path) -> Iterator[Page | RecordError]:
    """Yield the HTML pages that were answered with 200, in order; other records are passed over.

    A page without a date gives an error in its place. A file that is broken somewhere gives the
    pages before that and then one error.

    Raises:
        RecordError: the file cannot be opened.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise RecordError("unreadable-file", f"{path}: {error.strerror or error}") from error
    with stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), start=1):
                if _is_page(record):
                    yield _page(record, f"{path}: record {number}")
        except _BROKEN as error:
            yield RecordError("broken-warc", f"{path}: {error}")


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    content_type = record.http_headers.get_header("content-type") or ""
    is_html = content_type.strip().lower().startswith(_HTML_TYPES)
    return is_html and record.http_headers.get_statuscode() == "200"


def _page(record: ArcWarcRecord, place: str) -> Page | RecordError:
    # Some writers put the address in angle brackets, as an early draft of WARC 1.1 had it.
    url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
    try:
        fetched_at = _time(record.rec_headers.get_header("WARC-Date") or "")
    except (ValueError, OverflowError) as error:
        return RecordError("bad-warc-record", f"{place}: WARC-Date: {error}")
    headers = {name: record.http_headers.get_header(name) for name in _HEADERS_THAT_MATTER}
    return Page(
        url=url,
        url_requested=url,
        status=200,
        headers={name: value for name, value in headers.items() if value},
        body=_body(record),
        fetched_at=fetched_at,
        hints=ARCHIVE_HINTS,
    )


def _body(record: ArcWarcRecord) -> bytes:
    """Return the decoded payload; warcio itself says nothing when the file ends within it."""
    body: bytes = record.content_stream().read()
    record.raw_stream.read()
    if record.raw_stream.limit > 0:
        raise EOFError("the file ends in the middle of a page")
    return body


def _time(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
