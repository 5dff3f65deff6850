"""Anything a user names on the command line: a file, a folder, a manifest, an archive."""

from collections.abc import Iterator
from pathlib import Path

from crawler.readers import html_files, manifests, warc
from crawler.readers.html_files import read_html_file
from crawler.readers.manifests import read_manifest
from crawler.readers.warc import read_warc
from pipelines.errors import RecordError
from pipelines.items import Page

CONTENTS_NAMES = ("manifest.jsonl", "manifest.jsonl.gz")
"""A folder with a file of such a name is read through it."""
_SUFFIXES_IN_FOLDERS = (*html_files.SUFFIXES, *warc.SUFFIXES)


def read_path(path: Path) -> Iterator[Page | RecordError]:
    """Yield the pages that a path stands for, and an error in the place of each unreadable one.

    A folder that holds a ``manifest.jsonl`` is read through it: read as files as well, each page
    would come twice, once without its address. Any other folder is walked, in the order of names,
    for HTML and WARC files; what else lies in it is passed over. A single file of an unknown kind
    is taken for HTML.
    """
    if path.is_dir():
        for file in _files(path):
            yield from _read_file(file)
    else:
        yield from _read_file(path)


def _files(folder: Path) -> list[Path]:
    contents = [folder / name for name in CONTENTS_NAMES if (folder / name).is_file()]
    if contents:
        return contents[:1]
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.name.lower().endswith(_SUFFIXES_IN_FOLDERS) and file.is_file()
    ]


def _read_file(path: Path) -> Iterator[Page | RecordError]:
    name = path.name.lower()
    try:
        if name.endswith(manifests.SUFFIXES):
            yield from read_manifest(path)
        elif name.endswith(warc.SUFFIXES):
            yield from read_warc(path)
        else:
            yield read_html_file(path)
    except RecordError as error:
        yield error
