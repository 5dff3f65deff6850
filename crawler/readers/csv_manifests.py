"""Manifests as tables: CSV or TSV whose first line has the names that are keys in JSONL."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import IO, cast

from crawler.readers.manifests import ManifestPlace, page_of_row, told_keys
from crawler.readers.saved_files import open_saved, saved_at
from pipelines.errors import RecordError
from pipelines.items import Page

SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_MAX_FIELD_CHARS = 52_428_800
_SEPARATORS = "\t;,"
_CONTENTS = frozenset({"html", "html_path"})


def read_csv_manifest(path: Path) -> Iterator[Page | RecordError]:
    """Yield the pages of a table in order, and an error in the place of each bad row.

    What parts the columns is the sign that stands most often in the first line, where the names of
    columns may have capitals. Without those that are needed the table is one error. An empty field
    says nothing.

    Raises:
        RecordError: the table itself cannot be read, or not to its end.
    """
    place = ManifestPlace(name=str(path), folder=path.parent, saved_at=saved_at(path))
    # The limit is one for the process, and 131,072 characters, less than many pages have.
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_FIELD_CHARS))
    with open_saved(path) as stream:
        text = TextIOWrapper(cast("IO[bytes]", stream), "utf-8-sig", "replace", newline="")
        yield from _pages(text, place)


def _pages(lines: Iterable[str], place: ManifestPlace) -> Iterator[Page | RecordError]:
    rest = iter(lines)
    first = next(rest, "")
    separator = max(_SEPARATORS, key=first.count)
    rows = csv.DictReader(chain([first], rest), delimiter=separator)
    try:
        names = [name.strip().lower() for name in rows.fieldnames or ()]
        if names and not ("url" in names and _CONTENTS.intersection(names)):
            yield _lacking_columns(dict.fromkeys(names), place)
            return
        rows.fieldnames = names
        for row in rows:
            try:
                told = {name: value for name, value in row.items() if name and value}
                yield page_of_row(told, f"{place.name}:{rows.line_num}", place)
            except RecordError as error:
                yield error
    except csv.Error as error:
        message = f"{place.name}:{rows.line_num}: {error}; what stands behind it was not read"
        yield RecordError("bad-manifest", message)


def _lacking_columns(names: Mapping[str, object], place: ManifestPlace) -> RecordError:
    message = (
        f'{place.name}:1: needs the columns "url" and "html" or "html_path"{told_keys(names)}; '
        "`newsdesk fetch -` reads addresses alone, one a line, from the network"
    )
    return RecordError("bad-manifest", message)
