"""Records as Parquet files in folders by day of fetch. Needs ``newsdesk[parquet]``."""

import re
from collections.abc import Iterable
from pathlib import Path

from pipelines.exporters.parquet.files import ParquetLimits, RollingFile, RowGroup
from pipelines.exporters.whole_folder import whole_folder
from pipelines.serialization import Record

_DAY = len("2026-11-24")
_NO_DAY = "1970-01-01"
"""Of the file without rows: the column that readers make of the name must be a date there, too."""
_OUR_FILE = re.compile(r"date=[0-9-]{10}/part-[0-9]{5,}\.parquet")


def write_parquet(
    records: Iterable[Record],
    folder: Path,
    *,
    is_overwriting: bool = False,
    limits: ParquetLimits = ParquetLimits(),
) -> int:
    """Write records into ``<folder>/date=YYYY-MM-DD/part-00000.parquet``; return how many.

    The day is that of ``date_fetched``; it is no column of the files, since readers make one of the
    name of the folder. Records in the order of their days fill a file before the next one begins;
    those in no order are written all the same, into more and smaller files. Memory stays within
    ``limits``. Without records there is one file, which has the columns: readers stop at a folder
    of nothing. Where writing fails, there is no folder.

    Args:
        records: such as passed ``check_record``.
        folder: must not be there, or be empty, unless ``is_overwriting``.
        is_overwriting: replace a folder that an earlier call wrote.
        limits: sizes of row groups and files.

    Raises:
        DatasetError: the folder is there already.
    """
    with (
        whole_folder(folder, _is_export, is_overwriting=is_overwriting) as new,
        _Days(new, limits) as days,
    ):
        return sum(map(days.add, records))


def _is_export(folder: Path) -> bool:
    files = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return all(_OUR_FILE.fullmatch(path.as_posix()) for path in files)


class _Days:
    """The files of all days; of few at a time more than a name and a number is held."""

    def __init__(self, folder: Path, limits: ParquetLimits) -> None:
        self._folder = folder
        self._limits = limits
        self._files: dict[str, RollingFile] = {}
        """In the order in which they were last written."""
        self._groups: dict[str, RowGroup] = {}
        self._rows = self._chars = 0

    def __enter__(self) -> "_Days":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                if not self._files and not self._groups:
                    self._groups[_NO_DAY] = RowGroup()
                self._write_all()
        finally:
            for file in self._files.values():
                file.close()

    def add(self, record: Record) -> int:
        """Take a record in; return how many that were."""
        day = str(record["date_fetched"])[:_DAY]
        self._rows += 1
        self._chars += self._groups.setdefault(day, RowGroup()).add(record)
        if self._rows >= self._limits.group_rows or self._chars >= self._limits.group_chars:
            self._write_all()
        return 1

    def _write_all(self) -> None:
        for day, group in self._groups.items():
            file = self._files.pop(day, None) or self._file(day)
            self._files[day] = file
            file.write(group)
            self._close_oldest()
        self._groups = {}
        self._rows = self._chars = 0

    def _close_oldest(self) -> None:
        open_files = [file for file in self._files.values() if file.is_open]
        for file in open_files[: -self._limits.open_files]:
            file.close()

    def _file(self, day: str) -> RollingFile:
        folder = self._folder / f"date={day}"
        return RollingFile(lambda number: folder / f"part-{number:05}.parquet", self._limits)
