"""The records of a dataset that a selection asks for, one after another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crawler.readers.dataset.records import article_files, read_record_file, read_records
from crawler.readers.dataset.repeats import Repeats, key_of
from pipelines.errors import RecordError
from pipelines.exporters.segment_names import read_segment_name
from pipelines.exporters.selection import Selection, story_cluster
from pipelines.serialization import Record


@dataclass(slots=True, kw_only=True)
class ReadingNotes:
    """What came up while records were selected."""

    on_broken: Callable[[RecordError], None] | None = None
    """Told of each line that is no record; ``None`` ends the reading there."""
    undated: int = 0
    """Records that were left out only because the date asked for is not known."""
    sources: set[str] = field(default_factory=set)
    """The ids of all sources of records that were read, selected or not."""


def read_selected(
    folder: Path, selection: Selection, notes: ReadingNotes | None = None
) -> Iterator[Record]:
    """Yield the selected records in the order of ``read_records``.

    The segments are read twice where the selection needs to know of other records; then memory
    grows with the stories that have revisions or near duplicates, and by eight bytes a record. What
    a crawl adds meanwhile is not read, nor are segments whose names tell that nothing in them is
    wanted: who takes over each night what is new does not read years of what is not.

    Raises:
        RecordError: a line is not a record and ``notes`` do not take it; names file and line.
    """
    notes = ReadingNotes() if notes is None else notes
    files = [path for path in article_files(folder) if selection.may_be_in(read_segment_name(path))]
    others = _Others(selection)
    if selection.needs_others:
        for record in _records(files, ReadingNotes(on_broken=notes.on_broken and _pass)):
            others.note(record)
        others.end()
    for record in _records(files, notes):
        notes.sources.add(str(record["source_id"]))
        if not others.is_latest(record) or not selection.matches_but_for_date(record):
            continue
        if selection.lacks_date(record):
            notes.undated += 1
        elif selection.is_in_time(record) and others.is_first(record):
            yield record


def source_ids(folder: Path) -> set[str]:
    """Return the ids of all sources that have records. All segments are read for it."""
    records = read_records(folder)
    return {str(record["source_id"]) for record in records if not isinstance(record, RecordError)}


class _Others:
    """What must be known of other records: of those only that share a story or a cluster."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._latest: dict[str, int] = {}
        self._repeats = Repeats()
        self._to_come: dict[int, int] = {}
        """How often a revision comes yet that stands there several times."""
        self._shared: set[str] = set()
        self._taken: set[str] = set()

    def note(self, record: Record) -> None:
        """Take in a record of the first reading."""
        name, revision, cluster = str(record["id"]), _revision(record), story_cluster(record)
        if self._selection.is_in_reach(record):
            self._repeats.note(_revision_name(record))
            if self._selection.latest_only and revision > 1:
                self._latest[name] = max(revision, self._latest.get(name, 1))
        if self._selection.unique_clusters and (cluster != name or revision > 1):
            self._shared.add(cluster)

    def end(self) -> None:
        """Take in that the first reading is over."""
        self._to_come = self._repeats.counts()
        self._repeats = Repeats()

    def is_latest(self, record: Record) -> bool:
        """Return whether neither a later revision is known, nor this one once more.

        Who puts segments of several datasets together, or an old state beside newer segments, has
        revisions twice. Each record is to be asked about once, in the order of the reading.
        """
        if not self._selection.latest_only:
            return True
        if self._latest.get(str(record["id"]), _revision(record)) != _revision(record):
            return False
        if not self._is_repeated(record) or not self._selection.is_in_reach(record):
            return True
        key = key_of(_revision_name(record))
        self._to_come[key] -= 1
        return self._to_come[key] == 0

    def _is_repeated(self, record: Record) -> bool:
        return bool(self._to_come) and key_of(_revision_name(record)) in self._to_come

    def is_first(self, record: Record) -> bool:
        """Return whether nothing of its cluster was selected yet; from now on, something was."""
        if not self._selection.unique_clusters:
            return True
        cluster = story_cluster(record)
        if cluster not in self._shared and not self._is_repeated(record):
            return True
        is_first = cluster not in self._taken
        self._taken.add(cluster)
        return is_first


def _records(files: Iterable[Path], notes: ReadingNotes) -> Iterator[Record]:
    for path in files:
        for record in read_record_file(path):
            if not isinstance(record, RecordError):
                yield record
            elif notes.on_broken is None:
                raise record
            else:
                notes.on_broken(record)


def _pass(_error: RecordError) -> None:
    """Say nothing: the second reading will."""


def _revision_name(record: Record) -> str:
    return f"{_revision(record)} {record['id']}"


def _revision(record: Record) -> int:
    value = record["revision"]
    return value if isinstance(value, int) else 1
