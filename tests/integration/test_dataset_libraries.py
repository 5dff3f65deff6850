"""The dataset loads in the libraries of its readers: ``pytest -m dataset_libraries``."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.state.dataset import Dataset
from pipelines.exporters.huggingface import write_huggingface_yaml
from pipelines.exporters.jsonl import (
    Compression,
    read_segment,
    read_segments,
    segment_files,
    write_segment,
)
from pipelines.items import Article, PublicationDate
from pipelines.serialization import FIELDS, check_record, dumps
from tests.crawler.state.examples import (
    NOON,
    article,
    open_dataset,
    with_removed_block,
)
from tests.integration.library_readers import (
    Columns,
    frame_columns,
    read_as_documented,
    read_with_datasets,
)

pytestmark = [pytest.mark.dataset_libraries, pytest.mark.usefixtures("offline_datasets")]


NAMES = [field.name for field in FIELDS]
STORIES_A_RUN = 12
RUNS: tuple[tuple[int, Compression], ...] = ((0, "none"), (0, "gzip"), (1, "none"), (2, "gzip"))
"""Days after the first, and the compression of the run. Before the last day all is unknown."""


def test_runs_wrote_what_the_schema_says(folder: Path) -> None:
    records = list(read_segments(folder / "articles"))

    assert len(records) == STORIES_A_RUN * len(RUNS)
    assert len(segment_files(folder / "articles")) == 2 * len(RUNS)
    assert {len(file.suffixes) for file in segment_files(folder / "articles")} == {1, 2}
    for record in records:
        check_record(record)


def test_first_file_knows_nothing_that_later_ones_know(folder: Path) -> None:
    """Else the tests below would pass for a writer that is no good."""
    first, *_, last = segment_files(folder / "articles")
    blank = {n for n in NAMES if all(r[n] in (None, []) for r in read_segment(first))}
    filled = {n for n in NAMES if all(r[n] not in (None, []) for r in read_segment(last))}

    assert len(blank & filled) >= 15


def test_hugging_face_loads_the_folder(folder: Path) -> None:
    _same(read_with_datasets(folder), folder)


def test_duckdb_loads_the_glob(folder: Path) -> None:
    _same(_with_duckdb(folder), folder)


def test_pandas_loads_the_files(folder: Path) -> None:
    _same(_with_pandas(folder), folder)


def test_what_only_late_files_know_is_read(tmp_path: Path) -> None:
    """DuckDB looks into 32 files, and leaves out for good what is unknown in them."""
    with _open(tmp_path, 1, NOON, "none") as dataset:
        dataset.deliver(_complete(_story(1, NOON)))
    (path,) = segment_files(tmp_path / "articles")
    (late,) = read_segment(path)
    empty = {field.name: None for field in FIELDS if field.nullable}
    early = {**late, **empty, "date_published_raw": "2026-11-24T12:00:00Z", "tags": []}
    path.unlink()
    for number in range(40):
        record = {
            **(late if number == 39 else early),
            "url": f"https://gazette.example/{number:02}",
        }
        write_segment(path.with_name(f"run-1-{number:05}.jsonl"), [dumps(record)])

    for load in (_with_duckdb, _with_pandas, _with_polars):
        _same(load(tmp_path), tmp_path)


def test_texts_that_look_like_numbers_and_times_stay_texts(tmp_path: Path) -> None:
    published = PublicationDate(value=NOON, raw="1732440000", source="meta", precision="second")
    with _open(tmp_path, 1, NOON, "none") as dataset:
        story = replace(_story(1, NOON), title="1984", publisher="2026-11-24", published=published)
        dataset.deliver(story)

    for load in (_with_duckdb, _with_pandas, _with_polars):  # ``datasets`` rewrites such times
        _same(load(tmp_path), tmp_path)


def test_duckdb_still_needs_the_columns(tmp_path: Path) -> None:
    """When this fails, DuckDB has learnt it: strike the advice from ``record_format``."""
    import duckdb  # noqa: PLC0415 - slow to import

    for number in range(40):
        line = dumps({"license": "CC BY 4.0" if number == 39 else None})
        write_segment(tmp_path / f"{number:05}.jsonl", [line])
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT license FROM read_json('{tmp_path}/*.jsonl*')").fetchall()  # noqa: S608 - a folder of ours
    assert found == [(None,)] * 40


def test_polars_loads_the_glob_with_the_columns_of_the_documentation(folder: Path) -> None:
    _same(_with_polars(folder), folder)


def test_polars_loads_the_glob_alone_where_the_first_file_is_complete(tmp_path: Path) -> None:
    import polars as pl  # noqa: PLC0415 - slow to import

    for number in range(2):
        with _open(tmp_path, number, NOON, "none") as dataset:
            dataset.deliver(_complete(_story(number, NOON)))
    frame = pl.read_ndjson(f"{tmp_path}/articles/**/*.jsonl*")
    assert frame.height == 2
    assert sorted(frame.columns) == sorted(NAMES)


def test_polars_still_needs_the_columns(folder: Path) -> None:
    """When this fails, Polars has learnt it: strike the advice from ``record_format_markdown``."""
    import polars as pl  # noqa: PLC0415 - slow to import

    with pytest.raises(pl.exceptions.ComputeError, match="NULL-typed column"):
        pl.read_ndjson(f"{folder}/articles/**/*.jsonl*")


def test_hugging_face_duckdb_and_polars_load_zstandard(tmp_path: Path) -> None:
    for number, day in enumerate((NOON, NOON + timedelta(days=1))):
        with _open(tmp_path, number, day, "zstd") as dataset:
            story = _story(number, day)
            dataset.deliver(_complete(story) if number else story)
    write_huggingface_yaml(tmp_path)

    for load in (read_with_datasets, _with_duckdb, _with_polars):
        _same(load(tmp_path), tmp_path)


def test_dataset_tells_hugging_face_its_columns(tmp_path: Path) -> None:
    with _open(tmp_path, 1, NOON, "none"):
        pass
    assert (tmp_path / ".huggingface.yaml").exists(), (
        "Dataset.open must call pipelines.exporters.huggingface.write_huggingface_yaml(folder)"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of several days and runs, plain and compressed."""
    path = tmp_path_factory.mktemp("output")
    for run, (day, compression) in enumerate(RUNS):
        now = NOON + timedelta(days=day)
        with _open(path, run, now, compression) as dataset:
            for number in range(STORIES_A_RUN):
                story = _story(run * STORIES_A_RUN + number, now)
                dataset.deliver(_complete(story) if day == 2 else story)
                dataset.drain(force=number == 0)  # the first story in a file of its own
    write_huggingface_yaml(path)
    return path


def _open(path: Path, run: int, now: datetime, compression: Compression) -> Dataset:
    return open_dataset(path, f"run-{run}", now=now, compression=compression)


def _story(number: int, now: datetime) -> Article:
    """Return an article of which all is unknown that can be."""
    text = f"Story {number} of Lowmere.\n\nIt has two paragraphs, “quoted” and \u2028 parted."
    return replace(
        article(f"https://gazette.example/{number}", text, fetched_at=now),
        publisher=None,
        title=None,
        title_source=None,
        authors=(),
        language=None,
        http_status=None,
    )


def _complete(story: Article) -> Article:
    """Return an article of which all is known."""
    published = PublicationDate(
        value=NOON - timedelta(hours=5), raw="24. November, 8 Uhr", source="text", precision="hour"
    )
    return replace(
        with_removed_block(story),
        publisher="The Gazette",
        title="Der Kran kehrt zurück",
        title_source="h1",
        description="Nach drei Jahren.",
        authors=("Ida Lund", "Юрій Коваль"),
        sections=("Hafen",),
        tags=("Kran",),
        language="de",
        image_url="https://gazette.example/crane.jpg",
        published=published,
        modified=published,
        http_status=200,
        is_paywalled=True,
        is_truncated=False,
        quality_flags=("cleaning-refused",),
        rule_id="gazette.example",
        license="CC BY 4.0",
    )


def _with_duckdb(folder: Path) -> Columns:
    found = read_as_documented("duckdb", folder)
    rows = found.fetchall()
    columns = {name: [row[at] for row in rows] for at, name in enumerate(found.columns)}
    # It makes a column of the partition as well, which says nothing that is not in the record.
    days = columns.pop("date")
    assert days == [moment.date() for moment in columns["date_fetched"]]
    return columns


def _with_pandas(folder: Path) -> Columns:
    return frame_columns(read_as_documented("pd", folder))


def _with_polars(folder: Path) -> Columns:
    columns: dict[str, list[Any]] = read_as_documented("pl", folder).to_dict(as_series=False)
    return columns


def _same(columns: Columns, folder: Path) -> None:
    """Check that a library read every column of every record, whatever types it gave them."""
    expected = sorted(read_segments(folder / "articles"), key=lambda r: str(r["url"]))
    assert list(columns) == NAMES
    rows = [dict(zip(NAMES, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    rows.sort(key=lambda row: str(row["url"]))
    assert len(rows) == len(expected)
    for row, record in zip(rows, expected, strict=True):
        assert {name: _plain(value) for name, value in row.items()} == record


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: times as text, lists as lists, whole floats as numbers."""
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=None).isoformat()}Z"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
