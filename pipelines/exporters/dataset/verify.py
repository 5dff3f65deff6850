"""Checks that a built dataset is what it says it is. Needs ``newsdesk[parquet]``."""

import json
import reprlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import DatasetDiffersError, DatasetError
from pipelines.exporters.dataset.build import CARD, MANIFEST, SCHEMA
from pipelines.exporters.dataset.card import counts_section, front_matter
from pipelines.exporters.dataset.checksums import check_files
from pipelines.exporters.dataset.counts import Counts
from pipelines.exporters.dataset.data_files import DataFile, check_data_files, read_data_files
from pipelines.exporters.dataset.description import measured
from pipelines.exporters.dataset.json_schema import record_json_schema
from pipelines.serialization import SCHEMA_VERSION, Record

_WAY_OUT = "build the dataset anew"
_FENCE = "---\n"


def verify_dataset(folder: Path, on_record: Callable[[Record], object] = lambda _: None) -> Counts:
    """Return the counts of a dataset of which all is right; few records are held at a time.

    Args:
        folder: what ``build_dataset`` built.
        on_record: is told each record that was read.

    Raises:
        DatasetError: there is no such folder.
        DatasetDiffersError: what differs first: a file from its sum, a row from the schema, what
            is declared from the data.
    """
    if not folder.is_dir():
        raise DatasetError(
            "no-dataset", f"{folder}: no such folder; `newsdesk dataset build` makes one"
        )
    check_files(folder)
    _check_parts(folder)
    manifest = _read_object(folder / MANIFEST)
    _check_version(folder / MANIFEST, manifest)
    files = read_data_files(folder)
    counts = Counts()
    for record in check_data_files(folder):
        counts.add(record)
        on_record(record)
    _check_part(folder / MANIFEST, measured(counts, files), manifest)
    _check_part(folder / SCHEMA, record_json_schema(), _read_object(folder / SCHEMA))
    _check_card(folder / CARD, counts, files)
    return counts


def first_difference(expected: object, found: object, place: str = "") -> str | None:
    """Return where a value of JSON differs from another one and how; ``None`` when it does not."""
    if isinstance(expected, dict) and isinstance(found, dict):
        pairs = [(f".{key}", expected.get(key), found.get(key)) for key in {**expected, **found}]
    elif isinstance(expected, list) and isinstance(found, list):
        pairs = list(_items(expected, found))
    elif expected == found and type(expected) is type(found):
        return None
    else:
        return f"{place.removeprefix('.')} must be {_short(expected)}, not {_short(found)}"
    differences = (first_difference(one, other, f"{place}{name}") for name, one, other in pairs)
    return next(filter(None, differences), None)


def _items(expected: list[Any], found: list[Any]) -> Iterator[tuple[str, object, object]]:
    for number in range(max(len(expected), len(found))):
        one, other = (
            values[number] if number < len(values) else None for values in (expected, found)
        )
        yield f"[{number}]", one, other


def _short(value: object) -> str:
    if isinstance(value, dict | list):  # of YAML, which may hold itself, or grow beyond all bounds
        text = reprlib.repr(value)
    else:
        text = "missing" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _check_parts(folder: Path) -> None:
    for name in (MANIFEST, SCHEMA, CARD):
        if not (folder / name).is_file():
            raise DatasetDiffersError("missing-file", f"{folder / name}: is missing; {_WAY_OUT}")


def _check_version(path: Path, manifest: Mapping[str, object]) -> None:
    version = manifest.get("schema_version")
    if version != SCHEMA_VERSION:
        raise DatasetDiffersError(
            "other-schema-version",
            f"{path}: schema_version must be {SCHEMA_VERSION}, not {_short(version)}; verify it "
            f"with the newsdesk of built_with, or {_WAY_OUT}",
        )


def _check_part(path: Path, expected: Mapping[str, object], found: Mapping[str, object]) -> None:
    """Compare with what is expected; what else is there is the user's own."""
    part = {name: found.get(name) for name in expected}
    difference = first_difference(expected, part)
    if difference is not None:
        raise DatasetDiffersError("differs-from-data", f"{path}: {difference}; {_WAY_OUT}")


def _check_card(path: Path, counts: Counts, files: tuple[DataFile, ...]) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    _check_part(path, front_matter(counts, files), _front_matter_of(text, path))
    lines = text.split("\n")
    missing = next((line for line in counts_section(counts) if line not in lines), None)
    if missing is not None:
        raise DatasetDiffersError(
            "differs-from-data", f"{path}: must have the line {missing!r}; {_WAY_OUT}"
        )


def _front_matter_of(text: str, path: Path) -> Mapping[str, object]:
    before, *parts = text.split(_FENCE, 2)
    if before or len(parts) != 2:
        raise DatasetDiffersError(
            "no-front-matter", f"{path}:1: does not begin with front matter; {_WAY_OUT}"
        )
    try:
        return _as_object(yaml.safe_load(parts[0]), path)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # also a date that is none
        reason = " ".join(str(error).split())
        raise DatasetDiffersError(
            "not-yaml", f"{path}: front matter is not YAML: {reason}; {_WAY_OUT}"
        ) from error


def _read_object(path: Path) -> Mapping[str, object]:
    try:
        return _as_object(json.loads(path.read_bytes()), path)
    except (ValueError, RecursionError) as error:
        raise DatasetDiffersError("not-json", f"{path}: not JSON: {error}; {_WAY_OUT}") from error


def _as_object(value: object, path: Path) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DatasetDiffersError("not-an-object", f"{path}: holds no object; {_WAY_OUT}")
    return value
