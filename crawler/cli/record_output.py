"""Where records go: stdout, or a file given with ``-o`` or ``-O``."""

import argparse
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler.cli.console import STDOUT_NAME, ByteStream, Console, naming_file
from crawler.cli.options import file_name

STDOUT = "-"
_LINE_END = b"\n"


def add_record_file_options(parser: argparse.ArgumentParser) -> None:
    """Add ``-o FILE`` and ``-O FILE``."""
    target = parser.add_mutually_exclusive_group()
    target.add_argument(
        "-o",
        dest="append_to",
        metavar="FILE",
        type=file_name,
        help="add the records to a JSONL file",
    )
    target.add_argument(
        "-O",
        dest="overwrite",
        metavar="FILE",
        type=file_name,
        help="write a JSONL file, over an old one",
    )


def add_whole_file_option(parser: "argparse._MutuallyExclusiveGroup") -> None:
    """Add ``-O FILE`` for what is only useful whole."""
    parser.add_argument(
        "-O",
        dest="overwrite",
        metavar="FILE",
        type=file_name,
        default=STDOUT,
        help="write a file, over an old one, once all is well (default: stdout)",
    )


def names_record_file(args: argparse.Namespace) -> bool:
    """Return whether ``-o`` or ``-O`` was given."""
    return args.append_to is not None or args.overwrite is not None


@contextmanager
def open_record_output(
    args: argparse.Namespace, console: Console
) -> Iterator[Callable[[str], None]]:
    """Give a function that writes one line where the options say, at once."""
    target = args.append_to or args.overwrite or STDOUT
    if target == STDOUT:

        def to_stdout(line: str) -> None:
            console.data(line)
            console.flush()

        yield to_stdout
        return
    path = Path(target)
    if args.append_to:
        _end_last_line(path)
    mode = "a" if args.append_to else "w"
    with naming_file(target), path.open(mode, encoding="utf-8", newline="\n") as file:

        def to_file(line: str) -> None:
            file.write(f"{line}\n")
            file.flush()

        yield to_file


@contextmanager
def open_whole_output(target: str, console: Console) -> Iterator[ByteStream]:
    """Give stdout, or a file that is seen only when it is whole (``whole_file``)."""
    if target == STDOUT:
        with naming_file(STDOUT_NAME):
            yield console.byte_stream()
        return
    path = Path(os.path.realpath(target))  # where ``resolve`` fails at links that lead in a ring
    if path.exists() and not path.is_file():  # nothing takes the place of a pipe or a device
        with naming_file(target), path.open("wb") as stream:
            yield stream
        return
    with whole_file(target) as part, part.open("wb") as stream:
        yield stream


@contextmanager
def whole_file(target: str) -> Iterator[Path]:
    """Give the path of an empty file, which gets the name of the target when all went well.

    It stands beside the target until then. What ends the writing leaves an old file as it was; who
    may read an old file, may read the new one.
    """
    path = Path(os.path.realpath(target))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.touch()
        if path.exists():
            shutil.copymode(path, part)
        yield part
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        if error.filename in (None, str(part)):  # no name, of a full disk
            error.filename = target
        raise
    finally:
        with suppress(OSError):  # of a read-only disk; what happened before it says more
            part.unlink()


def _end_last_line(path: Path) -> None:
    """End the last line of a file that a killed process left without an end."""
    if path.exists() and path.stat().st_size:
        with path.open("rb+") as file:
            file.seek(-1, 2)
            if file.read(1) != _LINE_END:
                file.write(_LINE_END)
