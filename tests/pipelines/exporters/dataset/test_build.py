import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import DatasetError, RecordError
from pipelines.exporters.dataset.build import build_dataset
from pipelines.exporters.dataset.json_schema import record_json_schema
from pipelines.serialization import Record
from tests.pipelines.exporters.dataset_examples import (
    ORIGIN,
    STORIES,
    TWO_A_FILE,
    built,
    change,
    contents,
)

NAMES = [
    "README.md",
    "SHA256SUMS",
    "data/train-00000-of-00002.parquet",
    "data/train-00001-of-00002.parquet",
    "manifest.json",
    "schema.json",
]


def test_folder_holds_data_card_schema_manifest_and_sums(tmp_path: Path) -> None:
    folder = built(tmp_path / "set")
    assert list(contents(folder)) == NAMES
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["counts"]["records"] == 3
    assert manifest["configurations"] == {"c0ffee": ["run"], "unknown": ["run-2"]}
    assert json.loads((folder / "schema.json").read_text()) == record_json_schema()
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)


def test_counts_are_returned(tmp_path: Path) -> None:
    counts = build_dataset(STORIES, tmp_path / "set", ORIGIN)
    assert (counts.records, dict(counts.languages)) == (3, {"de": 2, "unknown": 1})


def test_same_records_give_the_same_bytes_under_any_name(tmp_path: Path) -> None:
    one, other = built(tmp_path / "one"), built(tmp_path / "deep" / "other")
    assert contents(one) == contents(other)


def test_nothing_is_left_when_a_record_is_broken(tmp_path: Path) -> None:
    def torn() -> Iterator[Record]:
        yield from STORIES
        raise RecordError("not-json", "a.jsonl:4: not JSON")

    with pytest.raises(RecordError, match=r"a\.jsonl:4"):
        build_dataset(torn(), tmp_path / "set", ORIGIN, limits=TWO_A_FILE)
    assert not list(tmp_path.iterdir())


def test_nothing_is_built_of_no_records(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=f"^{tmp_path}/set: not built, as no record fits"):
        build_dataset([], tmp_path / "set", ORIGIN)
    assert not list(tmp_path.iterdir())


def test_dataset_is_replaced_only_when_that_is_wanted(tmp_path: Path) -> None:
    folder = built(tmp_path / "set")
    with pytest.raises(DatasetError, match="is there already"):
        build_dataset(STORIES, folder, ORIGIN)
    build_dataset(STORIES[:1], folder, ORIGIN, is_overwriting=True)
    assert list(contents(folder)) == [*NAMES[:2], "data/train-00000-of-00001.parquet", *NAMES[4:]]


def test_damaged_dataset_can_be_replaced_too(tmp_path: Path) -> None:
    folder = built(tmp_path / "set")
    change(folder / "manifest.json", "{", "")
    build_dataset(STORIES, folder, ORIGIN, is_overwriting=True, limits=TWO_A_FILE)
    assert list(contents(folder)) == NAMES


def test_folder_that_was_not_built_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("My photos")
    with pytest.raises(DatasetError, match="not all of it was written by this command"):
        build_dataset(STORIES, tmp_path, ORIGIN, is_overwriting=True)
    assert contents(tmp_path) == {"README.md": b"My photos"}


def test_dataset_that_holds_a_file_of_others_is_never_replaced(tmp_path: Path) -> None:
    folder = built(tmp_path / "set")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main")
    with pytest.raises(DatasetError, match="not all of it was written by this command"):
        build_dataset(STORIES, folder, ORIGIN, is_overwriting=True)
    assert (folder / ".git" / "HEAD").exists()
