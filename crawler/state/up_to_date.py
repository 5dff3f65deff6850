"""Whether the state knows what stands in the segments: a copy of last week's does not.

With an older state, everything that came since would be fetched and written once more.
"""

import os
import re
from collections import deque
from contextlib import suppress
from pathlib import Path

from pipelines.dedup.sqlite_index import SqliteDuplicateIndex
from pipelines.errors import DatasetError, RecordError
from pipelines.exporters.jsonl import is_segment, segment_lines
from pipelines.serialization import Record, loads, read_record

_ID = re.compile("[0-9a-f]{32}")


def check_up_to_date(folder: Path, index: SqliteDuplicateIndex) -> None:
    """Return when a state knows the newest article of its dataset, or there is none.

    Raises:
        DatasetError: it does not.
    """
    segment = unknown_segment(folder, index)
    if segment is not None:
        raise DatasetError(
            "state-outdated",
            f"{folder / 'state'}: is older than the articles, it does not know those of {segment}: "
            f"`newsdesk doctor --repair --output {folder}` makes it again from them",
        )


def unknown_segment(folder: Path, index: SqliteDuplicateIndex) -> Path | None:
    """Return the newest segment when the state does not know its last article, else ``None``.

    A line that is no record of newsdesk says nothing.
    """
    segment = _newest_segment(folder / "articles")
    record = None if segment is None else _last_record(segment)
    if record is None or not _ID.fullmatch(str(record["id"])):
        return None
    known = index.known(str(record["id"]))
    revision = record["revision"]
    is_known = known is not None and isinstance(revision, int) and known.revision >= revision
    return None if is_known else segment


def _newest_segment(folder: Path) -> Path | None:
    """Return the last segment of the last day: years of crawling leave too many to list them."""
    for day in sorted(_names(folder), reverse=True):
        segments = [name for name in _names(folder / day) if is_segment(name)]
        if segments:
            return folder / day / max(segments)
    return None


def _names(folder: Path) -> list[str]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        return [entry.name for entry in entries]
    return []


def _last_record(segment: Path) -> Record | None:
    with suppress(RecordError):
        lines = deque(segment_lines(segment), maxlen=1)
        return read_record(loads(lines[-1]), os.fspath(segment)) if lines else None
    return None
