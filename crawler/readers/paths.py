"""Anything a user names on the command line: a file, a folder, a manifest, an archive."""

from collections.abc import Iterator
from pathlib import Path

from crawler.readers.csv_manifests import read_csv_manifest
from crawler.readers.file_kinds import Kind, is_part_of_page, kind_of
from crawler.readers.folders import files_below
from crawler.readers.html_files import read_html_file
from crawler.readers.manifests import read_manifest
from crawler.readers.warc import read_warc
from crawler.readers.warc_originals import Originals
from pipelines.errors import RecordError, SkippedError
from pipelines.items import Page

CONTENTS_NAMES = ("manifest.jsonl", "manifest.jsonl.gz")
"""A folder with a file of such a name is read through it."""
_JSON = ".json"
_NO_JSON_LINES = (
    "is JSON, and a manifest is JSON Lines, one object a line (.jsonl); `jq -c '.[]'` makes them "
    "of a list"
)
_NAMED = 3


def read_path(path: Path, originals: Originals) -> Iterator[Page | RecordError]:
    """Yield the pages that a path stands for, and an error in the place of each unreadable one.

    A folder that holds a ``manifest.jsonl`` is read through it: read as files as well, each page
    would come twice, once without its address. Any other folder is walked, in the order of names,
    for pages and WARC files, whatever their names; manifests and files of other kinds are named in
    one ``SkippedError`` at the end, but for what pages consist of, such as pictures. A single file
    of an unknown kind is taken for HTML.

    ``originals`` tells where the bodies of revisit records are: one for all paths of a call.
    """
    if not path.is_dir():
        yield from _read_named(path, originals)
        return
    contents = [path / name for name in CONTENTS_NAMES if (path / name).is_file()]
    if contents:
        yield from _read_file(contents[0], "manifest", originals)
    else:
        yield from _read_folder(path, originals)


def _read_named(path: Path, originals: Originals) -> Iterator[Page | RecordError]:
    try:
        kind = kind_of(path)
    except RecordError as error:
        yield error
    else:
        if kind is None and path.suffix.lower() == _JSON:
            yield RecordError("bad-manifest", f"{path}: {_NO_JSON_LINES}")
        else:
            yield from _read_file(path, kind, originals)


def _read_folder(folder: Path, originals: Originals) -> Iterator[Page | RecordError]:
    passed: list[str] = []
    count = 0
    for file in files_below(folder):
        if isinstance(file, RecordError):
            yield file
        elif not is_part_of_page(file):
            kind = _kind_in_folder(file)
            if kind in {"page", "archive"}:
                yield from _read_file(file, kind, originals)
            else:
                count += 1
                passed += [file.name] if len(passed) < _NAMED else []
    if count:
        others = f" and {count - len(passed):,} others" if count > len(passed) else ""
        yield SkippedError(
            "no-saved-pages",
            f"{folder}: left out, as neither pages nor archives: {', '.join(passed)}{others}; give "
            "manifests by their own names",
        )


def _kind_in_folder(file: Path) -> Kind | None:
    try:
        return kind_of(file)
    except RecordError:  # its name says nothing and it cannot be read: nobody misses a page there
        return None


def _read_file(path: Path, kind: Kind | None, originals: Originals) -> Iterator[Page | RecordError]:
    try:
        if kind == "manifest":
            yield from read_manifest(path)
        elif kind == "table":
            yield from read_csv_manifest(path)
        elif kind == "archive":
            yield from read_warc(path, originals)
        else:
            yield read_html_file(path)
    except RecordError as error:
        yield error
