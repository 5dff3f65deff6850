"""The reports on a dataset and on each of its runs, counted again only when something came."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from crawler.readers.dataset.run_manifests import read_run_manifest
from crawler.readers.dataset.segments import read_lines
from crawler.state.outbox import STREAMS
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import segment_entries
from pipelines.report.counts import Report, count_lines
from pipelines.report.troubles import SeenRun, Trouble, see_run, troubles_of
from pipelines.serialization import Record

_HEAD = ("run_id", "started_at", "state")
_KEPT = 16
"""Reports that are kept; the one that was asked for least lately goes."""

Manifest = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What there is to say about a dataset or a run."""

    run_id: str | None
    """``None`` when all lines of the dataset are counted."""
    report: Report
    troubles: tuple[Trouble, ...]
    counted_at: datetime


class CountEndedError(Exception):
    """The server ends; the count is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    state: tuple[str, ...]
    """Of the dataset when it was looked at."""
    begun_at: float
    """When that was, by the clock of ``time.monotonic``."""
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What is kept of a manifest."""

    head: Manifest
    seen: SeenRun


class Reports:
    """Counts on demand; threads take turns, so that nothing is counted twice at the same time."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock
        self._turn = threading.Lock()
        self._is_stopping = False
        self._kept: OrderedDict[str | None, _Kept] = OrderedDict()
        self._runs: Mapping[str, _Run | None] = {}

    def stop(self) -> None:
        """Have counts end soon that go on in other threads: the process would wait for them."""
        self._is_stopping = True

    def runs(self) -> list[Manifest]:
        """Return id, start and state of the runs, as their manifests say, the newest first.

        Broken manifests are left out.
        """
        return [run.head for run in self._seen_runs()]

    def _seen_runs(self) -> "list[_Run]":
        """Return the runs, the newest first.

        Only manifests that have changed are read again, and little of each is kept: a year of
        hourly crawls leaves thousands.
        """
        known = self._runs
        found = {
            state: known[state] if state in known else _read_run(path)
            for path, state in self._manifest_states()
        }
        self._runs = found
        return sorted((run for run in found.values() if run), key=_run_key, reverse=True)

    def counted(self, run_id: str | None) -> Counted:
        """Return the report on a run, or on all lines of the dataset for ``None``.

        The lines of a run that was killed may stand in a segment of a later one. What another
        thread has begun to count meanwhile is new enough: while a crawl writes, each of many
        readers would have all lines read again, and the others would wait for that.

        Raises:
            CountEndedError: ``stop`` was called.
        """
        asked_at = time.monotonic()
        with self._turn:
            kept = self._kept.get(run_id)
            if kept is None or kept.begun_at < asked_at:
                kept = self._fresh(kept, run_id)
            self._kept[run_id] = kept
            self._kept.move_to_end(run_id)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return kept.counted

    def _fresh(self, kept: _Kept | None, run_id: str | None) -> _Kept:
        begun_at, state = time.monotonic(), self._state()
        if kept is not None and kept.state == state:
            return replace(kept, begun_at=begun_at)
        return _Kept(state=state, begun_at=begun_at, counted=self._count(run_id))

    def _state(self) -> tuple[str, ...]:
        """Return what tells one state of the dataset from the next: its files never change."""
        segments = (e.path for part in STREAMS for e in segment_entries(self._folder / part))
        return (*segments, *(state for _, state in self._manifest_states()))

    def _manifest_states(self) -> Iterator[tuple[Path, str]]:
        """Yield the manifests, and with each what changes whenever it is written again."""
        runs = self._folder / "runs"
        if not runs.is_dir():
            return
        with os.scandir(runs) as files:  # a ``Path`` for each would take seconds, each time
            states = sorted(
                (file.name, file.stat().st_mtime_ns)
                for file in files
                if file.name.endswith(".json")
            )
        for name, written_at in states:
            yield runs / name, f"{name}:{written_at}"

    def _count(self, run_id: str | None) -> Counted:
        articles, removed, rejected = (self._lines(part, run_id) for part in STREAMS)
        runs = (run.seen for run in self._seen_runs() if run_id in {None, run.seen.run_id})
        return Counted(
            run_id=run_id,
            report=count_lines(articles, removed, rejected),
            troubles=troubles_of(runs),
            counted_at=self._clock(),
        )

    def _lines(self, part: str, run_id: str | None) -> Iterator[Record]:
        for line in read_lines(self._folder / part, run_id):
            if self._is_stopping:
                raise CountEndedError
            if isinstance(line, RecordError):
                continue
            if run_id is None or line.get("run_id") == run_id:
                yield line


def _read_run(path: Path) -> _Run | None:
    try:
        manifest = read_run_manifest(path)
    except RecordError:
        return None
    head = {name: manifest[name] for name in _HEAD if name in manifest}
    return _Run(head=head, seen=see_run(manifest))


def _run_key(run: _Run) -> tuple[str, str]:
    return str(run.head.get("started_at") or ""), str(run.head["run_id"])
