import subprocess
from pathlib import Path

import pytest

from pipelines.errors import DatasetDiffersError
from pipelines.exporters.dataset.checksums import check_files, write_checksums


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "b.bin").write_bytes(bytes(range(256)))
    (tmp_path / "a note.txt").write_text("Hello\n")
    (tmp_path / ".hidden").write_text("too")
    write_checksums(tmp_path)
    return tmp_path


def test_sums_are_those_of_coreutils(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    assert [line[66:] for line in lines] == [".hidden", "a note.txt", "data/b.bin"]
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=True
    )
    assert done.stderr == b""
    check_files(folder)


def test_changed_file_is_named_with_the_line_of_its_sum(folder: Path) -> None:
    (folder / "data" / "b.bin").write_bytes(b"cut")
    with pytest.raises(
        DatasetDiffersError, match=rf"^{folder}/data/b.bin: was changed or cut short, SHA256SUMS:3 "
    ):
        check_files(folder)


def test_missing_file_is_named(folder: Path) -> None:
    (folder / "a note.txt").unlink()
    with pytest.raises(DatasetDiffersError, match=r"a note.txt: is missing, though SHA256SUMS:2"):
        check_files(folder)


def test_extra_file_is_named(folder: Path) -> None:
    (folder / "data" / "c.bin").touch()
    with pytest.raises(DatasetDiffersError, match=r"data/c.bin: is not listed in SHA256SUMS; take"):
        check_files(folder)


def test_listed_path_outside_of_the_folder_is_missing(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  ../../etc/passwd\n")
    with pytest.raises(DatasetDiffersError, match=r"etc/passwd: is missing"):
        check_files(folder)


def test_link_to_a_folder_is_a_further_file(folder: Path) -> None:
    (folder / "more").symlink_to(folder / "data")
    with pytest.raises(DatasetDiffersError, match=r"more: is not listed in SHA256SUMS; take"):
        check_files(folder)


def test_missing_sums_are_named(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()
    with pytest.raises(DatasetDiffersError, match=rf"^{folder}/SHA256SUMS: is missing; fetch"):
        check_files(folder)


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"", ".hidden: is not listed"), (b"abc  a\n", ":1: is no line"), (b"\n\n", ":1: is no line"),
     (b"\xff\n", "SHA256SUMS: ")],
    ids=["empty", "short sum", "empty line", "not UTF-8"],
)  # fmt: skip
def test_sums_that_are_none_are_named(folder: Path, content: bytes, place: str) -> None:
    (folder / "SHA256SUMS").write_bytes(content)
    with pytest.raises(DatasetDiffersError, match=place):
        check_files(folder)
