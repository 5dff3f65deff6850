import os
from pathlib import Path

import pytest

from crawler.archive.recovery import index_path
from crawler.reprocessing.new_folder import check_target, write_dataset
from crawler.reprocessing.patches import Patches
from pipelines.errors import ConfigError
from tests.crawler.reprocessing.archived_dataset import SHORT, contents, fill, stories


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    fill(folder, [*stories(3), SHORT])
    (folder / "runs").mkdir()
    (folder / "runs" / "run-1.json").write_text("{}")
    return folder


def test_without_patches_every_segment_has_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    target = tmp_path / "new"
    left = tmp_path / ".new.reprocess-part" / "articles"
    left.mkdir(parents=True)  # of a process that was killed
    with Patches() as patches:
        write_dataset(dataset, target, patches)
    assert contents(target) == contents(dataset)
    assert sorted(path.name for path in target.iterdir()) == [
        ".huggingface.yaml", "articles", "rejected", "removed", "runs", "warc",
    ]  # fmt: skip
    assert (target / "runs" / "run-1.json").read_text() == "{}"
    for path in (dataset / "warc").iterdir():
        assert (target / "warc" / path.name).samefile(path)
    assert not (tmp_path / ".new.reprocess-part").exists()


def test_patched_lines_and_new_segments_are_written(dataset: Path, tmp_path: Path) -> None:
    (name,) = (name for name in contents(dataset) if name.startswith("articles/"))
    with Patches() as patches:
        patches.put(name, 2, "second")
        patches.add("removed/date=2001-01-01/a.jsonl.gz", "new")
        write_dataset(dataset, tmp_path / "new", patches)
    before = contents(dataset)[name].splitlines()
    after = contents(tmp_path / "new")
    assert after[name].splitlines() == [before[0], b"second", before[2]]
    assert "removed/date=2001-01-01/a.jsonl.gz" in after


def test_archives_are_copied_where_they_cannot_be_linked(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    with Patches() as patches:
        write_dataset(dataset, tmp_path / "new", patches)
    for path in (dataset / "warc").iterdir():
        assert (tmp_path / "new" / "warc" / path.name).read_bytes() == path.read_bytes()


def test_only_new_and_empty_folders_beside_the_dataset_are_written(
    dataset: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    check_target(dataset, tmp_path / "empty")
    check_target(dataset, tmp_path / "new")
    with pytest.raises(ConfigError, match="is there already"):
        check_target(dataset, dataset)
    with pytest.raises(ConfigError, match="lies within"):
        check_target(dataset, dataset / "new")
    with Patches() as patches:
        write_dataset(dataset, tmp_path / "empty", patches)
    assert contents(tmp_path / "empty") == contents(dataset)


def test_no_folder_of_others_is_removed_or_filled(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "new.part").mkdir()
    (tmp_path / "new.part" / "of others").touch()
    (dataset / "empty").mkdir()
    with Patches() as patches:
        write_dataset(dataset, tmp_path / "new", patches)
    assert (tmp_path / "new.part" / "of others").exists()
    with pytest.raises(ConfigError, match="lies within"):
        check_target(dataset, dataset / "empty")


def test_a_place_that_cannot_be_written_is_told_before_the_work(
    dataset: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"file cannot be written"):
        check_target(dataset, tmp_path / "file" / "new")


def test_an_archive_that_may_grow_is_copied(dataset: Path, tmp_path: Path) -> None:
    (path,) = (dataset / "warc").glob("*.warc.gz")
    index_path(path).unlink()
    (dataset / "warc" / "folder").mkdir()
    with Patches() as patches:
        write_dataset(dataset, tmp_path / "new", patches)
    copy = tmp_path / "new" / "warc" / path.name
    assert copy.read_bytes() == path.read_bytes()
    assert not copy.samefile(path)
