"""Saved pages, one a file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from crawler.readers.named_address import named_address
from crawler.readers.saved_files import ARCHIVE_HINTS, read_bytes, saved_at
from crawler.readers.single_files import (
    MHTML_SUFFIXES,
    WEBARCHIVE_SUFFIXES,
    SavedPage,
    read_answer,
    read_mhtml,
    read_webarchive,
)
from pipelines.errors import RecordError
from pipelines.items import Page

SUFFIXES = (
    ".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".xhtml.gz",
    *MHTML_SUFFIXES, *WEBARCHIVE_SUFFIXES,
)  # fmt: skip
_READERS: Mapping[tuple[str, ...], Callable[[bytes], SavedPage]] = {
    MHTML_SUFFIXES: read_mhtml,
    WEBARCHIVE_SUFFIXES: read_webarchive,
}


def read_html_file(path: Path, url: str | None = None) -> Page:
    """Return a saved page.

    Without ``url`` its address is the one that the file names: where it was saved from, or what the
    page calls its own. Only a page that names none has the file's own ``file:`` URI for address.

    Raises:
        RecordError: the file cannot be read.
    """
    saved = read_saved(path)
    address = url or saved.url or named_address(saved.body) or path.resolve().as_uri()
    return Page(
        url=address,
        url_requested=address,
        headers=saved.headers,
        body=saved.body,
        fetched_at=saved.saved_at or saved_at(path),
        hints=ARCHIVE_HINTS,
    )


def read_saved(path: Path, named_by: str | None = None) -> SavedPage:
    """Return what a file holds of a page, taken for what its name says.

    Raises:
        RecordError: the file cannot be read; ``named_by`` says what asked for it.
    """
    data = read_bytes(path, named_by)
    name = path.name.lower()
    read = next((read for ends, read in _READERS.items() if name.endswith(ends)), read_answer)
    try:
        return read(data)
    except ValueError as error:
        place = f"{named_by}: {path}" if named_by else str(path)
        raise RecordError("unreadable-file", f"{place}: {error}") from error
