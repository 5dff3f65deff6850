"""A folder that appears whole or not at all."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import DatasetError


@contextmanager
def whole_folder(
    target: Path, is_ours: Callable[[Path], bool], *, is_overwriting: bool = False
) -> Iterator[Path]:
    """Give a folder to write into, which gets the name of the target when all went well.

    It stands beside the target until then, and goes when something goes wrong. An empty folder is
    as good as none.

    Args:
        target: final name of the folder.
        is_ours: says of a folder that is there whether it is one that may be written over.
        is_overwriting: a folder of ours that is there is replaced.

    Raises:
        DatasetError: the target is there and may not be replaced.
    """
    _check_target(target, is_ours, is_overwriting=is_overwriting)
    # The folder itself: "." has no name that another one could be made from, and a link stays one.
    target = Path(os.path.realpath(target))  # where ``resolve`` fails at links that lead in a ring
    part, old = (target.with_name(f"{target.name}.{os.getpid()}.{end}") for end in ("part", "old"))
    try:
        part.mkdir(parents=True)
        yield part
        if target.exists():
            target.rename(old)
        part.rename(target)
    except OSError as error:
        if error.filename in (None, os.fspath(part)):  # no name, of a full disk
            error.filename = os.fspath(target)
        raise
    finally:
        if os.path.lexists(old) and not os.path.lexists(target):  # ended between the two
            old.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(part, ignore_errors=True)


def _check_target(target: Path, is_ours: Callable[[Path], bool], *, is_overwriting: bool) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not target.is_dir() or not is_ours(target):
        raise DatasetError(
            "target-exists",
            f"{target}: is there, and not all of it was written by this command; name another one",
        )
    if not is_overwriting:
        raise DatasetError(
            "target-exists",
            f"{target}: is there already; name another folder, or --overwrite replaces it",
        )
