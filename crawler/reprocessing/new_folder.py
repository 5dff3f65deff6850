"""A dataset beside another one: the same segments with some lines changed."""

import os
import shutil
from pathlib import Path

from crawler.archive.recovery import WARC_SUFFIX, index_path
from crawler.archive.writer import FOLDER
from crawler.reprocessing.patches import Patches
from pipelines.errors import ConfigError
from pipelines.exporters.huggingface import write_huggingface_yaml
from pipelines.exporters.jsonl import segment_files, segment_lines, write_segment

_PATCHED = ("articles", "removed")
_COPIED = ("rejected", "runs")
_PART = ".reprocess-part"
"""Behind the name of the new folder while it is written. A folder of that name is removed: it must
be one that nobody else makes."""


def check_target(dataset: Path, target: Path) -> None:
    """Return when a dataset can be written beside another one.

    Raises:
        ConfigError: something is there already, it lies within the other one, or nothing can be
            written there.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ConfigError("folder-exists", f"--to {target}: is there already; name a new folder")
    if target.resolve().is_relative_to(dataset.resolve()):
        raise ConfigError(
            "bad-folder", f"--to {target}: lies within {dataset}; name a folder beside it"
        )
    above = next(folder for folder in target.resolve().parents if folder.exists())
    is_writable = above.is_dir() and os.access(above, os.W_OK | os.X_OK)
    if not is_writable or target.is_mount():  # what is written beside it could not take its place
        raise ConfigError(
            "bad-folder",
            f"--to {target}: {above} cannot be written, or a disk is mounted there; "
            "name a folder elsewhere",
        )


def write_dataset(dataset: Path, target: Path, patches: Patches) -> None:
    """Write a dataset with its changed lines; it gets its name when it is whole.

    Segments keep their names, and their bytes where no line changes. The archive is linked, not
    copied, where the file system allows it: its finished files never change. What is remembered
    between runs is not taken over: it knows the records as they were.

    Raises:
        OSError, RecordError: it cannot be read or written.
    """
    target = target.resolve()
    part = target.with_name(f".{target.name}{_PART}")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True)
    for stream in _PATCHED:
        (part / stream).mkdir(exist_ok=True)
        _write_stream(dataset, part, stream, patches)
    for stream in _COPIED:
        if (dataset / stream).is_dir():
            shutil.copytree(dataset / stream, part / stream)
    _link_archive(dataset / FOLDER, part / FOLDER)
    write_huggingface_yaml(part)
    if target.is_dir():
        target.rmdir()
    part.rename(target)


def _write_stream(dataset: Path, part: Path, stream: str, patches: Patches) -> None:
    there = {path.relative_to(dataset).as_posix() for path in segment_files(dataset / stream)}
    changed = {name for name in patches.segments() if name.startswith(f"{stream}/")}
    for name in sorted(there | changed):
        if name in changed:
            lines = segment_lines(dataset / name) if name in there else ()
            write_segment(part / name, patches.applied(name, lines))
        else:
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(dataset / name, part / name)


def _link_archive(folder: Path, target: Path) -> None:
    if not folder.is_dir():
        return
    target.mkdir()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            _link(path, target / path.name)
        except OSError:  # another file system, or one without links
            shutil.copyfile(path, target / path.name)


def _link(path: Path, target: Path) -> None:
    # A file without an index grows still, or will be cut by the next crawl.
    if path.name.endswith(WARC_SUFFIX) and not index_path(path).exists():
        shutil.copyfile(path, target)
    else:
        os.link(path, target)
