"""Reads a folder as the users of the libraries do that datasets are made for."""

import ast
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pipelines.record_format import record_format_markdown

Columns = Mapping[str, Sequence[Any]]


def read_with_datasets(folder: Path) -> Columns:
    """Return the columns that ``datasets.load_dataset`` gives; its cache lies beside the folder."""
    import datasets  # noqa: PLC0415 - takes seconds, and only the tests that are marked need it

    datasets.disable_progress_bars()
    cache = folder.parent / f"{folder.name}-cache"
    table = datasets.load_dataset(os.fspath(folder), cache_dir=os.fspath(cache))["train"]
    return {name: list(table[name]) for name in table.column_names}


def read_as_documented(library: Literal["duckdb", "pd", "pl"], folder: Path) -> Any:
    """Return what the code of ``docs/record-format.md`` makes of a folder in one of the libraries.

    What the documentation says is run, so that it holds.
    """
    code, columns = re.findall("```python\n(.*?)```", record_format_markdown(), re.DOTALL)
    tree = ast.parse(f"{columns}\n{code}".replace('"output/', f'"{folder}/'))
    tree.body = [
        statement
        for statement in tree.body
        if not ast.unparse(statement).startswith("stories =")
        or f" {library}." in ast.unparse(statement)
    ]
    names: dict[str, Any] = {}
    exec(compile(tree, "docs/record-format.md", "exec"), names)  # noqa: S102 - our own page
    return names["stories"]


def frame_columns(frame: Any) -> Columns:
    """Return the columns of a frame of pandas, what is missing as ``None``."""
    frame = frame.astype(object).where(frame.notna(), None)
    return {name: list(frame[name]) for name in frame.columns}
