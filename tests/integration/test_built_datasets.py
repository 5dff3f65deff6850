"""Built datasets and exports load without options, whatever the records were like.

``pytest -m dataset_libraries``. The seven kinds of drift are those at which readers of JSON Lines
stop: a column is null, then text; a key comes late; a list is empty, then filled; the keys of an
object change; a later file has a column more; a text becomes a list; a text is very long.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.main import main
from pipelines.exporters.huggingface import write_huggingface_yaml
from pipelines.exporters.jsonl import write_segment
from pipelines.exporters.parquet.day_folders import write_parquet
from pipelines.serialization import FIELDS, Record, dumps, upgrade
from tests.integration.library_readers import (
    Columns,
    frame_columns,
    read_as_documented,
    read_with_datasets,
)
from tests.pipelines.exporters.record_examples import story

pytestmark = [pytest.mark.dataset_libraries, pytest.mark.usefixtures("offline_datasets")]

NAMES = [field.name for field in FIELDS]
LONG_TEXT = "Eine lange Geschichte über Möwen. " * 600_000
"""More than 20 megabytes."""


def write(folder: Path, *days: Sequence[Record]) -> list[Path]:
    """Write a segment a day and return the files."""
    paths = []
    for day, records in enumerate(days, start=1):
        path = folder / "output" / "articles" / f"date=2026-11-{day:02}" / "run-00001.jsonl"
        write_segment(path, map(dumps, records))
        paths.append(path)
    return paths


def build(folder: Path, *options: str) -> int:
    output, target = str(folder / "output"), str(folder / "built")
    return main(["dataset", "build", target, "--output", output, *options])


def on_day(day: int, name: str, **columns: object) -> Record:
    return story(name, date_fetched=f"2026-11-{day:02}T12:00:00Z", **columns)


def of_version_1(record: Record) -> Record:
    old = {**record, "schema_version": 1}
    del old["warc_file"], old["warc_offset"]
    return old


FULL: Record = {
    "publisher": "The Gazette",
    "description": "Nach drei Jahren.",
    "authors": ["Ida Lund", "Юрій Коваль"],
    "tags": ["Kran"],
    "language": "de",
    "date_published": "2026-10-31T08:15:00Z",
    "date_published_precision": "minute",
    "date_modified": "0987-01-01T00:00:00Z",
    "http_status": 200,
    "is_paywalled": True,
    "cluster_id": "a",
    "warc_file": "archive/a.warc.gz",
    "warc_offset": 7,
}
BLANK: Record = {name: [] if isinstance(value, list) else None for name, value in FULL.items()}
VALID: dict[str, tuple[list[Record], list[Record]]] = {
    "null, then text": ([on_day(1, "a", **BLANK)], [on_day(2, "b", **FULL)]),
    "late key": ([of_version_1(on_day(1, "a"))], [on_day(2, "b", **FULL)]),
    "key that went": ([on_day(1, "a", **FULL)], [of_version_1(on_day(2, "b"))]),
    "empty, then filled list": (
        [on_day(1, "a", tags=[], authors=[])],
        [on_day(2, "b", tags=["Kran", ""], authors=["Ida Lund"])],
    ),
    "very long text": ([on_day(1, "a")], [on_day(2, "b", text=LONG_TEXT), on_day(2, "c")]),
}


@pytest.mark.parametrize("days", VALID.values(), ids=VALID.keys())
def test_hugging_face_loads_what_was_built_of_drifting_records(
    tmp_path: Path, days: tuple[list[Record], list[Record]]
) -> None:
    write(tmp_path, *days)
    assert build(tmp_path) == 0
    assert main(["dataset", "verify", str(tmp_path / "built")]) == 0
    assert rows(_builtread_with_datasets(tmp_path)) == [
        upgrade(record) for day in days for record in day
    ]


BROKEN: dict[str, tuple[Record, str]] = {
    "missing key": (
        {name: value for name, value in on_day(2, "b").items() if name != "tags"},
        "tags is missing",
    ),
    "missing key of version 1": (
        {name: value for name, value in of_version_1(on_day(2, "b")).items() if name != "url"},
        "url is missing",
    ),
    "object with changing keys": (
        on_day(2, "b", authors={"name": "Ida Lund"}),
        "authors must be list of string, not {'name': 'Ida Lund'}",
    ),
    "list of objects": (
        on_day(2, "b", authors=[{"name": "Ida Lund"}]),
        "authors must be list of string, not [{'name': 'Ida Lund'}]",
    ),
    "extra column": ({**on_day(2, "b"), "mood": "calm"}, "mood is no column of schema version 2"),
    "text, then list": (
        on_day(2, "b", title=["The harbour"]),
        "title must be string or null, not ['The harbour']",
    ),
    "long text as a list": (
        on_day(2, "b", text=["long" * 10**6]),
        "text must be string or null, not [",
    ),
}


@pytest.mark.parametrize(("record", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_record_that_drifts_out_of_the_schema_is_named_and_can_be_left_out(
    tmp_path: Path, record: Record, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, good = on_day(1, "a"), on_day(2, "c", **FULL)
    _, path = write(tmp_path, [first], [good, record])
    assert build(tmp_path) == 1
    err = capsys.readouterr().err
    assert f"newsdesk: error: {path}:2: {message}" in err
    assert err.endswith("; --skip-broken leaves such lines out, with a warning each\n")
    assert len(err) < 1000
    assert [entry.name for entry in tmp_path.iterdir()] == ["output"]

    assert build(tmp_path, "--skip-broken") == 0
    assert rows(_builtread_with_datasets(tmp_path)) == [first, good]


def _builtread_with_datasets(folder: Path) -> Columns:
    return read_with_datasets(folder / "built")


def _built_with_duckdb(folder: Path) -> Columns:
    return _with_duckdb(f"{folder}/built/data/train-*.parquet")


def _built_with_polars(folder: Path) -> Columns:
    import polars as pl  # noqa: PLC0415 - slow to import

    frame = pl.read_parquet(f"{folder}/built/data/train-*.parquet")
    columns: Columns = frame.to_dict(as_series=False)
    return columns


def _built_with_pandas(folder: Path) -> Columns:
    return _with_pandas(folder / "built" / "data")


def _exportread_with_datasets(folder: Path) -> Columns:
    return read_with_datasets(folder / "export")


def _export_with_duckdb(folder: Path) -> Columns:
    columns = dict(_with_duckdb(f"{folder}/export/**/*.parquet"))
    _check_days(columns)
    return columns


def _export_with_polars(folder: Path) -> Columns:
    import polars as pl  # noqa: PLC0415 - slow to import

    columns: dict[str, Sequence[Any]] = {
        **pl.read_parquet(folder / "export").to_dict(as_series=False)
    }
    _check_days(columns)
    return columns


def _export_with_pandas(folder: Path) -> Columns:
    columns = dict(_with_pandas(folder / "export"))
    _check_days(columns)
    return columns


READERS = (
    _builtread_with_datasets, _built_with_duckdb, _built_with_polars, _built_with_pandas,
    _exportread_with_datasets, _export_with_duckdb, _export_with_polars, _export_with_pandas,
)  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__.strip("_"))
def test_every_library_reads_every_column_of_every_record(
    tmp_path: Path, read: Callable[[Path], Columns]
) -> None:
    records = [on_day(1, "a", **BLANK), on_day(1, "b", **FULL), on_day(2, "c", tags=["Kran"])]
    write(tmp_path, records[:2], records[2:])
    assert build(tmp_path) == 0
    write_parquet(records, tmp_path / "export")
    assert rows(read(tmp_path)) == records


@pytest.mark.parametrize("is_old_first", [True, False], ids=["old first", "new first"])
def test_segments_of_both_schema_versions_load_side_by_side(
    tmp_path: Path, is_old_first: bool
) -> None:
    """As ``docs/record-format.md`` says, with ``null`` for what the old ones have not."""

    new = on_day(1, "a", warc_file="archive/a.warc.gz", warc_offset=7)
    both = [[of_version_1(new)], [new]] if is_old_first else [[new], [of_version_1(new)]]
    write(tmp_path, *both)
    output = tmp_path / "output"
    write_huggingface_yaml(output)
    expected = [(1, None), (2, 7)] if is_old_first else [(2, 7), (1, None)]

    with_duckdb = read_as_documented("duckdb", output)
    found: list[Columns] = [
        read_with_datasets(output),
        read_as_documented("pl", output).to_dict(as_series=False),
        frame_columns(read_as_documented("pd", output)),
        {name: [row[0] for row in with_duckdb.select(name).fetchall()] for name in NAMES},
    ]
    for columns in found:
        assert list(zip(columns["schema_version"], columns["warc_offset"], strict=True)) == expected


def _with_duckdb(glob: str) -> Columns:
    import duckdb  # noqa: PLC0415 - slow to import

    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT * FROM '{glob}'")  # noqa: S608 - a folder of ours
        values = found.fetchall()
        return {name: [row[at] for row in values] for at, name in enumerate(found.columns)}


def _with_pandas(folder: Path) -> Columns:
    import pandas as pd  # noqa: PLC0415 - slow to import

    frame = pd.read_parquet(folder).astype(object)
    return {
        name: [None if _is_missing(value) else value for value in frame[name]]
        for name in frame.columns
    }


def _is_missing(value: object) -> bool:
    import pandas as pd  # noqa: PLC0415 - slow to import

    return value is None or value is pd.NaT or (isinstance(value, float) and isnan(value))


def _check_days(columns: dict[str, Sequence[Any]]) -> None:
    """Take away the column that readers make of the folders: the day of the fetch."""
    days = [f"{day}"[:10] for day in columns.pop("date")]
    assert days == [f"{_plain(time)}"[:10] for time in columns["date_fetched"]]


def rows(columns: Columns) -> list[Record]:
    """Return the records that a library read, with values as JSON has them."""
    assert list(columns) == NAMES
    values = zip(*columns.values(), strict=True)
    return [dict(zip(NAMES, map(_plain, row), strict=True)) for row in values]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
    if isinstance(value, float):  # pandas has no whole numbers beside missing ones
        return int(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    return value
