import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.errors import DatasetError
from pipelines.exporters.whole_folder import whole_folder


@contextmanager
def writing(target: Path, *, is_overwriting: bool = False) -> Iterator[Path]:
    """Write over folders that hold a file ``ours``."""

    def is_ours(folder: Path) -> bool:
        return (folder / "ours").exists()

    with whole_folder(target, is_ours, is_overwriting=is_overwriting) as folder:
        yield folder


def old_folder(path: Path, name: str = "ours") -> Path:
    path.mkdir()
    (path / name).write_text("old")
    return path


def test_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "target"
    with writing(target) as folder:
        (folder / "ours").write_text("new")
        assert not target.exists()
    assert (target / "ours").read_text() == "new"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_is_left_when_something_goes_wrong(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def write_half() -> None:
        with writing(tmp_path / "target") as folder:
            (folder / "ours").write_text("half")
            raise error

    with pytest.raises(error):
        write_half()
    assert not list(tmp_path.iterdir())


def test_old_folder_stays_when_something_goes_wrong(tmp_path: Path) -> None:
    target = old_folder(tmp_path / "target")
    with pytest.raises(ValueError), writing(target, is_overwriting=True):
        raise ValueError
    assert (target / "ours").read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_old_folder_is_replaced_when_that_is_wanted(tmp_path: Path) -> None:
    target = old_folder(tmp_path / "target")
    (target / "more").touch()
    with writing(target, is_overwriting=True) as folder:
        (folder / "ours").write_text("new")
    assert [(path.name, path.read_text()) for path in target.iterdir()] == [("ours", "new")]
    assert list(tmp_path.iterdir()) == [target]


def test_old_folder_is_not_replaced_unasked(tmp_path: Path) -> None:
    target = old_folder(tmp_path / "target")
    with pytest.raises(DatasetError, match=f"^{target}: is there already; .*--overwrite"):
        writing(target).__enter__()


@pytest.mark.parametrize("is_overwriting", [True, False])
def test_folder_of_somebody_else_is_never_replaced(tmp_path: Path, is_overwriting: bool) -> None:
    target = old_folder(tmp_path / "target", "photos")
    with pytest.raises(DatasetError, match="not all of it was written by this command"):
        writing(target, is_overwriting=is_overwriting).__enter__()
    file = target / "photos"
    with pytest.raises(DatasetError, match="not all of it was written by this command"):
        writing(file, is_overwriting=is_overwriting).__enter__()


def test_empty_folder_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "target"
    target.mkdir()
    monkeypatch.chdir(target)
    with writing(Path()) as folder:
        (folder / "ours").touch()
    assert [path.name for path in target.iterdir()] == ["ours"]


def test_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    real, link = old_folder(tmp_path / "real"), tmp_path / "link"
    link.symlink_to(real)
    with writing(link, is_overwriting=True) as folder:
        (folder / "ours").write_text("new")
    assert (real / "ours").read_text() == "new"
    assert sorted(tmp_path.iterdir()) == [link, real]
    assert link.is_symlink()


def test_link_to_nowhere_gets_its_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with writing(tmp_path / "link") as folder:
        (folder / "ours").write_text("new")
    assert (tmp_path / "real" / "ours").read_text() == "new"


def test_old_folder_comes_back_when_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    target = old_folder(tmp_path / "target")
    with pytest.raises(OSError), writing(target, is_overwriting=True) as folder:
        folder.rename(tmp_path / "lost")
    assert (target / "ours").read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "lost", target]


def test_full_disk_is_told_with_the_name_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught, writing(tmp_path / "target"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert caught.value.filename == str(tmp_path / "target")
    assert not list(tmp_path.iterdir())


def test_folder_that_cannot_be_made_is_told_under_its_own_name(tmp_path: Path) -> None:
    target = tmp_path / ("long" * 63)  # with the ending of what is not whole yet, too long
    with pytest.raises(OSError) as caught:
        writing(target).__enter__()
    assert caught.value.filename == str(target)
