"""The files of a folder and of all folders in it."""

import os
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import RecordError

_PAGES = (".html", ".htm", ".xhtml")


def files_below(folder: Path) -> Iterator[Path | RecordError]:
    """Yield all files in the order of their names, and an error in the place of a closed folder.

    Links to folders are followed, but no folder is entered twice: a link may lead back to where it
    stands. What a browser put beside a page (``story_files`` beside ``story.html``) is part of that
    page: frames of adverts, mostly.
    """
    yield from _walk(folder, set())


def _walk(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path | RecordError]:
    try:
        status = folder.stat()
        place = (status.st_dev, status.st_ino)
        if place in entered:
            return
        entered.add(place)
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield RecordError("unreadable-folder", f"{folder}: {error.strerror or error}")
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.is_file():
            yield folder / entry.name
        elif entry.is_dir() and not _belongs_to_page(entry.name, names):
            yield from _walk(folder / entry.name, entered)


def _belongs_to_page(name: str, beside: set[str]) -> bool:
    stem = name.removesuffix("_files")
    return stem != name and any(f"{stem}{end}" in beside for end in _PAGES)
