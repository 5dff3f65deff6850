"""Reads a folder as the users of the libraries do that datasets are made for."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Columns = Mapping[str, Sequence[Any]]


def read_with_datasets(folder: Path) -> Columns:
    """Return the columns that ``datasets.load_dataset`` gives; its cache lies beside the folder."""
    import datasets  # noqa: PLC0415 - takes seconds, and only the tests that are marked need it

    datasets.disable_progress_bars()
    cache = folder.parent / f"{folder.name}-cache"
    table = datasets.load_dataset(os.fspath(folder), cache_dir=os.fspath(cache))["train"]
    return {name: list(table[name]) for name in table.column_names}
