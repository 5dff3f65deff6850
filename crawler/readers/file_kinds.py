"""What a file holds, by its name or, where that says nothing, by its first bytes."""

from pathlib import Path
from typing import Literal

from crawler.readers import csv_manifests, html_files, manifests, warc_layout
from crawler.readers.page_signs import START_BYTES, begins_as_page
from crawler.readers.saved_files import open_saved
from crawler.readers.zstd_frames import is_zstd

Kind = Literal["page", "manifest", "table", "archive"]
_PARTS_OF_PAGES = frozenset(
    {
        ".avif", ".bmp", ".css", ".csv", ".cdx", ".cdxj", ".eot", ".gif", ".ico", ".jpeg", ".jpg",
        ".js", ".json", ".m4a", ".map", ".md", ".mjs", ".mp3", ".mp4", ".ogg", ".otf", ".pdf",
        ".png", ".svg", ".ttf", ".txt", ".webm", ".webp", ".woff", ".woff2", ".xml", ".zip",
    }
)  # fmt: skip
"""Lie beside pages by the thousand and hold none."""


def kind_by_name(name: str) -> Kind | None:
    """Return what the name of a file says; ``None`` when it says nothing."""
    lower = name.lower()
    if lower.endswith(manifests.SUFFIXES):
        return "manifest"
    if lower.endswith(csv_manifests.SUFFIXES):
        return "table"
    if lower.endswith(warc_layout.SUFFIXES):
        return "archive"
    return "page" if lower.endswith(html_files.SUFFIXES) else None


def kind_of(path: Path) -> Kind | None:
    """Return what a file is; ``None`` when neither its name nor its content tells.

    The address is all that a mirror has for names: ``index.html?p=3``, ``story.php``, ``2025``.

    Raises:
        RecordError: it cannot be read.
    """
    named = kind_by_name(path.name)
    if named is not None or _is_stream(path):
        return named
    with open_saved(path) as stream:
        start = stream.read(START_BYTES)
    if start.startswith(warc_layout.VERSION) or is_zstd(start):
        return "archive"
    return "page" if begins_as_page(start) else None


def _is_stream(path: Path) -> bool:
    """Return whether a path is a pipe: what was read of it to look is gone."""
    return path.exists() and not path.is_file()


def is_part_of_page(path: Path) -> bool:
    """Return whether the name of a file says that it is a picture, a script or the like."""
    return path.suffix.lower() in _PARTS_OF_PAGES
