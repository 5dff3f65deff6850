"""The lines of a dataset that are cleaned again: its records, and pages that were rejected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.readers.dataset.segments import read_placed_lines
from crawler.scratch import Scratch
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import segment_files
from pipelines.serialization import Record, dumps, loads, read_record

Tell = Callable[[RecordError], None]
_COPY = "duplicate-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a segment."""

    segment: str
    """Path of the segment below the folder of the dataset."""
    number: int
    """From 1."""
    record: Record

    @property
    def is_article(self) -> bool:
        """Whether it stands under ``articles/``."""
        return self.segment.startswith("articles/")


def article_lines(dataset: Path, tell: Tell) -> Iterator[Line]:
    """Yield the records of a dataset, of today's schema; what is none is told and left out."""
    for line in _lines(dataset, "articles", tell):
        try:
            record = read_record(line.record, f"{dataset / line.segment}:{line.number}")
        except RecordError as error:
            tell(error)
        else:
            yield Line(segment=line.segment, number=line.number, record=record)


def rejected_lines(dataset: Path, tell: Tell) -> Iterator[Line]:
    """Yield the lines of pages that gave no article; copies of other articles are none."""
    for line in _lines(dataset, "rejected", tell):
        if not str(line.record.get("reason")).startswith(_COPY):
            yield line


_SCHEMA = """
CREATE TABLE removed (
    id TEXT, revision TEXT, run_id TEXT, segment TEXT, number INTEGER, line TEXT,
    PRIMARY KEY (id, revision, run_id)
) WITHOUT ROWID;
"""


class RemovedLines(Scratch):
    """The lines under ``removed/`` by their article. SQLite keeps them, gone when closed."""

    def __init__(self, dataset: Path, tell: Tell) -> None:
        super().__init__(_SCHEMA)
        for line in _lines(dataset, "removed", tell):
            self._connection.execute(
                "INSERT OR IGNORE INTO removed VALUES (?, ?, ?, ?, ?, ?)",
                (*_key(line.record), line.segment, line.number, dumps(line.record)),
            )

    def of(self, record: Record) -> Line | None:
        """Return the line that says what was cut from an article; ``None``: nothing was."""
        row = self._connection.execute(
            "SELECT segment, number, line FROM removed WHERE id = ? AND revision = ?"
            " AND run_id = ?",
            _key(record),
        ).fetchone()
        return None if row is None else Line(segment=row[0], number=row[1], record=loads(row[2]))


def _key(record: Record) -> tuple[str, str, str]:
    return str(record.get("id")), str(record.get("revision")), str(record.get("run_id"))


def _lines(dataset: Path, stream: str, tell: Tell) -> Iterator[Line]:
    for path in segment_files(dataset / stream):
        segment = path.relative_to(dataset).as_posix()
        for line in read_placed_lines(path):
            if isinstance(line, RecordError):
                tell(line)
            else:
                yield Line(segment=segment, number=line.number, record=line.record)
