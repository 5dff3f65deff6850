"""Makes the files of a killed run whole: what is torn at the end goes, the index is written."""

import os
from pathlib import Path

from crawler.archive.cdxj import SUFFIX, cdxj_line, cdxj_text
from crawler.archive.stored_records import read_stored_records

WARC_SUFFIX = ".warc.gz"


def index_path(path: Path) -> Path:
    """Return where the index of an archive file stands."""
    return path.with_name(f"{path.name.removesuffix(WARC_SUFFIX)}{SUFFIX}")


def write_index(path: Path, lines: list[str]) -> None:
    """Write the index of an archive file under its final name."""
    index = index_path(path)
    part = index.with_name(f"{index.name}.part")
    part.write_text(cdxj_text(lines), encoding="utf-8")
    part.replace(index)


def recover(folder: Path) -> tuple[Path, ...]:
    """Return the files of an archive that had no index, now whole and with one.

    Only the run that holds the lock of the dataset may call this: a file that is still written has
    no index either. No record of the dataset names what is cut, because a page is delivered only
    after its answer was written in full. A file without a single whole record is removed.

    Raises:
        OSError: the archive cannot be read or written.
    """
    unfinished = [p for p in sorted(folder.glob(f"*{WARC_SUFFIX}")) if not index_path(p).exists()]
    for path in unfinished:
        _recover_file(path)
    return tuple(unfinished)


def _recover_file(path: Path) -> None:
    end, lines = 0, []
    for record in read_stored_records(path):
        end = record.offset + record.length
        line = cdxj_line(record, path.name)
        if line is not None:
            lines.append(line)
    if end == 0:
        path.unlink()
        return
    if end < path.stat().st_size:
        os.truncate(path, end)
    write_index(path, lines)
