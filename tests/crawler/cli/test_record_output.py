import argparse
import errno
import io
import os
import threading
from pathlib import Path

import pytest

from crawler.cli.console import Console
from crawler.cli.record_output import (
    add_record_file_options,
    names_record_file,
    open_record_output,
    open_whole_output,
)


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_record_file_options(parser)
    return parser.parse_args(arguments)


def write(*arguments: str) -> str:
    """Write a line as the options say and return what came to stdout."""
    out = io.StringIO()
    with open_record_output(parse(*arguments), Console(stdout=out)) as to_output:
        to_output("ö")
    return out.getvalue()


@pytest.mark.parametrize("arguments", [(), ("-o", "-"), ("-O", "-")], ids=["none", "-o -", "-O -"])
def test_lines_go_to_stdout_unless_a_file_is_named(arguments: tuple[str, ...]) -> None:
    assert write(*arguments) == "ö\n"


@pytest.mark.parametrize(
    ("option", "before", "after"),
    [
        ("-o", None, "ö\n"),
        ("-o", "", "ö\n"),
        ("-o", "old\n", "old\nö\n"),
        ("-o", "torn", "torn\nö\n"),
        ("-O", None, "ö\n"),
        ("-O", "old\n", "ö\n"),
    ],
)
def test_small_o_appends_and_large_o_overwrites(
    tmp_path: Path, option: str, before: str | None, after: str
) -> None:
    path = tmp_path / "records.jsonl"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    assert write(option, str(path)) == ""
    assert path.read_text(encoding="utf-8") == after


def test_lines_are_in_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    with open_record_output(parse("-O", str(path)), Console()) as to_output:
        to_output("a")
        assert path.read_text(encoding="utf-8") == "a\n"


def test_two_files_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("-o", "a", "-O", "b")
    assert "not allowed with" in capsys.readouterr().err


def test_it_is_known_whether_a_file_was_named() -> None:
    assert not names_record_file(parse())
    assert names_record_file(parse("-o", "a"))
    assert names_record_file(parse("-O", "a"))


def stdout() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")


def test_whole_output_goes_to_stdout_where_no_file_is_named() -> None:
    out = stdout()
    console = Console(stdout=out)
    console.data("before")
    with open_whole_output("-", console) as stream:
        stream.write(b"\xff\r\n")
    assert out.buffer.getvalue() == b"before\n\xff\r\n"  # type: ignore[attr-defined] # BytesIO


@pytest.mark.parametrize("old", [None, b"old"])
def test_file_is_seen_only_when_it_is_whole(tmp_path: Path, old: bytes | None) -> None:
    path = tmp_path / "feed.atom"
    if old is not None:
        path.write_bytes(old)
    with open_whole_output(str(path), Console()) as stream:
        stream.write(b"new")
        assert (path.read_bytes() if path.exists() else None) == old
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("old", [None, b"old"])
def test_what_ends_the_writing_leaves_all_as_it_was(tmp_path: Path, old: bytes | None) -> None:
    path = tmp_path / "feed.atom"
    if old is not None:
        path.write_bytes(old)

    def fail() -> None:
        with open_whole_output(str(path), Console()) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([] if old is None else [old])


def test_full_disk_and_missing_folder_are_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    for path, number in ((tmp_path / "a", errno.ENOSPC), (tmp_path / "no" / "a", errno.ENOENT)):
        with (
            pytest.raises(OSError) as caught,
            open_whole_output(str(path), Console()),
        ):
            raise OSError(errno.ENOSPC, "No space left on device")
        assert (caught.value.errno, caught.value.filename) == (number, str(path))


@pytest.mark.parametrize("mode", [0o600, 0o444])
def test_new_file_is_for_those_whom_the_old_one_was_for(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "feed.atom"
    path.touch()
    path.chmod(mode)
    with open_whole_output(str(path), Console()) as stream:
        stream.write(b"new")
    assert (path.stat().st_mode & 0o777, path.read_bytes()) == (mode, b"new")


def test_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)
    with open_whole_output(str(link), Console()) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with open_whole_output(str(pipe), Console()) as stream:
        stream.write(b"data")
    reader.join()
    assert read == [b"data"]
    assert pipe.is_fifo()
