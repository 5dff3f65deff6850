import os
from pathlib import Path

import pytest

from crawler.readers.folders import files_below
from pipelines.errors import RecordError


def below(folder: Path) -> list[str]:
    return [
        "!" if isinstance(file, RecordError) else file.relative_to(folder).as_posix()
        for file in files_below(folder)
    ]


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_files_come_in_the_order_of_names(tmp_path: Path) -> None:
    make(tmp_path, "b", "a/2", "a/1", "c")
    assert below(tmp_path) == ["a/1", "a/2", "b", "c"]


def test_links_are_followed_and_no_folder_is_entered_twice(tmp_path: Path) -> None:
    make(tmp_path, "saved/a/1", "elsewhere/2", "elsewhere/3")
    saved = tmp_path / "saved"
    (saved / "a" / "loop").symlink_to("..")
    (saved / "b").symlink_to("../elsewhere")
    (saved / "c").symlink_to("../elsewhere")
    (saved / "d").symlink_to("../elsewhere/2")
    (saved / "gone").symlink_to("nowhere")
    assert below(saved) == ["a/1", "b/2", "b/3", "d"]


def test_what_a_browser_saved_beside_a_page_belongs_to_it(tmp_path: Path) -> None:
    make(tmp_path, "story.html", "story_files/frame.html", "my_files/a.html", "_files/b.html")
    assert below(tmp_path) == ["_files/b.html", "my_files/a.html", "story.html"]


def test_names_in_any_bytes_are_read(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n.html"
    with open(path, "wb"):  # noqa: PTH123 - a name that is no text
        pass
    (file,) = files_below(tmp_path)
    assert isinstance(file, Path)
    assert os.fsencode(file) == path


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_an_error_in_its_place(tmp_path: Path) -> None:
    make(tmp_path, "a", "closed/1", "z")
    (tmp_path / "closed").chmod(0)
    assert below(tmp_path) == ["a", "!", "z"]
    (tmp_path / "closed").chmod(0o700)


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    (error,) = files_below(tmp_path / "gone")
    assert isinstance(error, RecordError)
    assert "gone: No such file" in error.message
