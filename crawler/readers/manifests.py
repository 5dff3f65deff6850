"""JSONL manifests: one page a line, as ``{"url", "html"}`` or ``{"url", "html_path"}``."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from crawler.readers.capture_times import read_capture_time
from crawler.readers.html_files import read_saved
from crawler.readers.page_signs import begins_as_page
from crawler.readers.saved_files import ARCHIVE_HINTS, GZIP, open_saved, saved_at
from crawler.readers.single_files import SavedPage
from crawler.readers.warc_layout import VERSION
from crawler.readers.zstd_frames import is_zstd
from pipelines.errors import RecordError
from pipelines.items import Page

SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_INLINE_HEADERS = {"content-type": "text/html; charset=utf-8"}
_MAX_PATH_CHARS = 1024
_SCHEMES = ("http://", "https://", "file:")
_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestPlace:
    """Where a manifest stands."""

    name: str
    """What messages call it."""
    folder: Path
    """What ``html_path`` is relative to."""
    saved_at: datetime
    """UTC; when pages were fetched that do not tell it themselves."""


def read_manifest(path: Path) -> Iterator[Page | RecordError]:
    """Yield the pages of a manifest in order, and an error in the place of each bad line.

    ``html_path`` is relative to the folder of the manifest; so is an ``html`` without any markup
    that names a file. ``fetched_at`` (``read_capture_time``) and, beside ``html_path``,
    ``content_type`` are optional.

    Raises:
        RecordError: the manifest itself cannot be read, or not to its end.
    """
    place = ManifestPlace(name=str(path), folder=path.parent, saved_at=saved_at(path))
    with open_saved(path) as lines:
        yield from read_manifest_lines(lines, place)


def read_manifest_stream(
    lines: Iterable[bytes], place: ManifestPlace
) -> Iterator[Page | RecordError]:
    """Yield the pages of a manifest that comes through a pipe.

    Something else, such as an archive, gives one error, and not one for each line of it.
    """
    rest = iter(lines)
    first = next(rest, b"")
    kind = _other_kind(first)
    if kind is None:
        yield from read_manifest_lines(chain([first], rest), place)
    else:
        message = f"{place.name}: is no JSONL manifest but {kind}; give it by the name of its file"
        yield RecordError("bad-manifest", message)


def _other_kind(start: bytes) -> str | None:
    if start.startswith(GZIP):
        return "packed with gzip"
    if start.startswith(VERSION) or is_zstd(start):
        return "an archive"
    return "an HTML page" if begins_as_page(start) else None


def read_manifest_lines(
    lines: Iterable[bytes], place: ManifestPlace
) -> Iterator[Page | RecordError]:
    """Yield the pages that the lines of a manifest name, and an error in place of each bad one."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                line_name = f"{place.name}:{number}"
                yield page_of_row(_row(line, line_name), line_name, place)
            except RecordError as error:
                yield error


def page_of_row(row: Mapping[str, object], line_name: str, place: ManifestPlace) -> Page:
    """Return the page that a line of a manifest names; ``line_name`` stands in messages.

    Raises:
        RecordError: the line lacks something, or its file cannot be read.
    """
    url = _url(row, line_name)
    source = _page_source(row, line_name, place.folder)
    if isinstance(source, str):
        saved = SavedPage(body=source.encode("utf-8", "replace"), headers=_INLINE_HEADERS)
    else:
        saved = read_saved(source, line_name)
    return Page(
        url=url,
        url_requested=url,
        headers=saved.headers if isinstance(source, str) else _headers(row) or saved.headers,
        body=saved.body,
        fetched_at=_time(row, line_name, saved.saved_at or place.saved_at),
        hints=ARCHIVE_HINTS,
    )


def told_keys(row: Mapping[str, object]) -> str:
    """Return which keys a line has: another program may call them otherwise."""
    names = ", ".join(f'"{name}"' for name in [*row][:_NAMED])
    return f"; this line has {names}{' and others' if len(row) > _NAMED else ''}" if row else ""


def _url(row: Mapping[str, object], line_name: str) -> str:
    url = row.get("url")
    if not isinstance(url, str) or not url.strip():
        raise _bad_line(line_name, f'needs a "url"{told_keys(row)}')
    if not url.strip().lower().startswith(_SCHEMES):
        raise _bad_line(line_name, f"url: must begin with http:// or https://, not {url[:60]!r}")
    return url.strip()


def _row(line: bytes, line_name: str) -> Mapping[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad_line(line_name, f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise _bad_line(line_name, 'needs an object with a "url"')
    return row


def _page_source(row: Mapping[str, object], line_name: str, folder: Path) -> str | Path:
    """Return the markup of a page, or the file it stands in."""
    html, html_path = row.get("html"), row.get("html_path")
    if isinstance(html, str):
        return folder / html if _names_file(html, folder) else html
    if isinstance(html_path, str):
        path = folder / html_path
        return path if path.exists() else folder / html_path.replace("\\", "/")
    raise _bad_line(line_name, f'needs "html" or "html_path" beside "url"{told_keys(row)}')


def _headers(row: Mapping[str, object]) -> dict[str, str]:
    """Return what the server called the page: some name their encoding nowhere else."""
    told = row.get("content_type")
    return {"content-type": told} if isinstance(told, str) and told else {}


def _names_file(html: str, folder: Path) -> bool:
    if "<" in html or not 0 < len(html) <= _MAX_PATH_CHARS:
        return False
    try:
        return (folder / html).is_file()
    except (OSError, ValueError):
        return False


def _time(row: Mapping[str, object], line_name: str, default_time: datetime) -> datetime:
    raw = row.get("fetched_at")
    if raw is None or raw == "":
        return default_time
    try:
        return read_capture_time(str(raw))
    except (ValueError, OverflowError) as error:
        raise _bad_line(line_name, f"fetched_at: {error}") from error


def _bad_line(line_name: str, what: str) -> RecordError:
    return RecordError("bad-manifest-line", f"{line_name}: {what}")
