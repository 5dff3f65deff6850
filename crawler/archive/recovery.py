"""Makes the files of a killed run whole: what is torn at the end goes, the index is written."""

import os
from pathlib import Path

from crawler.archive.cdxj import SUFFIX, cdxj_line, cdxj_text
from crawler.archive.stored_records import is_ours, read_stored_records
from pipelines.exporters.jsonl import flush_folder

WARC_SUFFIX = ".warc.gz"
_TORN_BYTES = 1024
"""More than the first record of a file of ours has."""


def index_path(path: Path) -> Path:
    """Return where the index of an archive file stands."""
    return path.with_name(f"{path.name.removesuffix(WARC_SUFFIX)}{SUFFIX}")


def write_index(path: Path, lines: list[str]) -> None:
    """Write the index of an archive file under its final name, so that it outlasts a loss of power.

    A file with an index is never looked at again: it must not be empty then.
    """
    index = index_path(path)
    part = index.with_name(f"{index.name}.part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(cdxj_text(lines))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(index)
    flush_folder(index.parent)


def recover(folder: Path) -> tuple[Path, ...]:
    """Return the files of an archive that had no index, now whole and with one.

    Only the run that holds the lock of the dataset may call this: a file that is still written has
    no index either. No record of the dataset names what is cut, because a page is delivered only
    after its answer was written in full. A file without a single whole record is removed. Archives
    of others, which may stand there too, are left alone.

    Raises:
        OSError: the archive cannot be read or written.
    """
    unfinished = (folder / name for name in _without_index(folder))
    return tuple(path for path in unfinished if _recover_file(path))


def archive_names(folder: Path) -> frozenset[str]:
    """Return the names of all files of an archive, indexes among them; none where there is none.

    Each run asks, and years of watching leave some hundred thousand: a ``Path`` for each, or a
    question to the disk, would take seconds.
    """
    if not folder.is_dir():
        return frozenset()
    with os.scandir(folder) as files:
        return frozenset(file.name for file in files)


def _without_index(folder: Path) -> list[str]:
    names = archive_names(folder)
    return sorted(
        name
        for name in names
        if name.endswith(WARC_SUFFIX) and f"{name.removesuffix(WARC_SUFFIX)}{SUFFIX}" not in names
    )


def _recover_file(path: Path) -> bool:
    """Return whether a file was one of ours, and make it whole then."""
    if not is_ours(path):
        is_torn = path.stat().st_size < _TORN_BYTES and not any(read_stored_records(path))
        if is_torn:
            path.unlink()
        return is_torn
    end, lines = 0, []
    for record in read_stored_records(path):
        end = record.offset + record.length
        line = cdxj_line(record, path.name)
        if line is not None:
            lines.append(line)
    if end == 0:
        path.unlink()
        return True
    if end < path.stat().st_size:
        os.truncate(path, end)
    write_index(path, lines)
    return True
