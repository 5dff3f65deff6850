"""Saved HTML files as pages."""

from pathlib import Path

from crawler.readers.saved_files import ARCHIVE_HINTS, read_bytes, saved_at
from pipelines.items import Page

SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".xhtml.gz")


def read_html_file(path: Path, url: str | None = None) -> Page:
    """Return a saved page; without ``url`` its address is the file's own ``file:`` URI.

    Raises:
        RecordError: the file cannot be read.
    """
    body = read_bytes(path)
    address = url or path.resolve().as_uri()
    return Page(
        url=address,
        url_requested=address,
        body=body,
        fetched_at=saved_at(path),
        hints=ARCHIVE_HINTS,
    )
