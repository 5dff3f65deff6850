"""Builds a folder that is a dataset as it stands. Needs ``newsdesk[parquet]``."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from pipelines.errors import DatasetError
from pipelines.exporters.dataset import checksums
from pipelines.exporters.dataset.card import card
from pipelines.exporters.dataset.counts import Counts
from pipelines.exporters.dataset.data_files import (
    FOLDER,
    SPLIT,
    read_data_files,
    write_data_files,
)
from pipelines.exporters.dataset.description import Origin, manifest, selection_as_json
from pipelines.exporters.dataset.json_schema import record_json_schema
from pipelines.exporters.parquet.files import ParquetLimits
from pipelines.exporters.whole_folder import whole_folder
from pipelines.serialization import Record

CARD = "README.md"
MANIFEST = "manifest.json"
SCHEMA = "schema.json"
_OUR_FILE = re.compile(
    rf"{re.escape(CARD)}|{re.escape(MANIFEST)}|{re.escape(SCHEMA)}|{checksums.FILE_NAME}"
    rf"|{FOLDER}/{SPLIT}-[0-9]{{5,}}-of-[0-9]{{5,}}\.parquet"
)


def build_dataset(
    records: Iterable[Record],
    target: Path,
    origin: Origin,
    *,
    is_overwriting: bool = False,
    limits: ParquetLimits = ParquetLimits(),
) -> Counts:
    """Build a dataset and return its counts. Where building fails, there is no folder.

    The same records in the same order give the same bytes, on any day and however their segments
    were split, as long as newsdesk and pyarrow are the same.

    Args:
        records: such as passed ``check_record``.
        target: must not be there, or be empty, unless ``is_overwriting``.
        origin: where the records come from.
        is_overwriting: replace a dataset that was built there before.
        limits: sizes of row groups and files.

    Raises:
        DatasetError: the folder is there already, or there are no records: no library loads
            a dataset of nothing.
    """
    with whole_folder(target, is_built, is_overwriting=is_overwriting) as folder:
        counts = write_data_files(records, folder, limits)
        if not counts.records:
            raise DatasetError(
                "no-records",
                f"{target}: not built, as no record fits; ask for more, or for those of another "
                "dataset (--output)",
            )
        files = read_data_files(folder)
        _write_json(folder / MANIFEST, manifest(counts, files, origin))
        _write_json(folder / SCHEMA, record_json_schema())
        text = card(counts, files, selection_as_json(origin.selection))
        (folder / CARD).write_text(text, encoding="utf-8")
        checksums.write_checksums(folder)
    return counts


def is_built(folder: Path) -> bool:
    """Return whether a folder looks like a built dataset, with no file beside it (``.git``)."""
    files = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not _is_folder(path)
    }
    return files.issuperset((CARD, MANIFEST, SCHEMA)) and all(map(_OUR_FILE.fullmatch, files))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
