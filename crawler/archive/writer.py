"""Writes the archive of one run: ``warc/<run>-<seq>.warc.gz`` in the folder of the dataset.

What ``add`` returns is written: the process may be killed the next moment. A file that has no index
beside it was not finished; the next run repairs it (``recovery``).
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from typing_extensions import override

from crawler.archive.cdxj import cdxj_line
from crawler.archive.payloads import Payloads
from crawler.archive.record_bytes import (
    Exchange,
    Payload,
    Standing,
    digest,
    metadata_record,
    record_id,
    request_record,
    response_record,
    revisit_record,
    warc_date,
    warcinfo_record,
)
from crawler.archive.recovery import WARC_SUFFIX, recover, write_index
from crawler.archive.stored_records import parse_member
from crawler.archive.story_json import dump_story
from pipelines.exporters.jsonl import flush_folder
from pipelines.items import Page, WarcPlace

FOLDER = "warc"
"""In the folder of a dataset."""
_SOFTWARE = f"newsdesk/{version('newsdesk')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """When a new file is begun."""

    max_bytes: int = 1_000_000_000
    max_age_s: float = 86_400.0


@dataclass(slots=True, kw_only=True)
class _OpenFile:
    path: Path
    stream: BinaryIO
    opened_at: datetime
    warcinfo_id: str
    size: int = 0
    lines: list[str] = field(default_factory=list)
    """Of its index."""


class Archive(AbstractContextManager["Archive"]):
    """The archive of a dataset, open for one run. The run holds the lock of the dataset."""

    def __init__(
        self, dataset: Path, run_id: str, clock: Callable[[], datetime],
        limits: ArchiveLimits = ArchiveLimits(),
    ) -> None:  # fmt: skip
        """Open the archive; what an earlier run left torn is made whole first.

        Raises:
            OSError, sqlite3.Error: the folder cannot be written.
        """
        self._folder = dataset / FOLDER
        self._run_id = run_id
        self._clock = clock
        self._limits = limits
        self._sequence = 0
        self._file: _OpenFile | None = None
        self.error: Exception | None = None
        """Why nothing could be written any more; who finds out sets it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        recover(self._folder)
        self._payloads = Payloads(dataset / "state" / "payloads.sqlite", self._folder)

    @override
    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, exchange: Exchange) -> WarcPlace:
        """Write a request and its answer, and return where the answer stands.

        A payload that the archive holds already is not stored again: the answer becomes a revisit
        record that names the first one.

        Raises:
            OSError, sqlite3.Error: it cannot be written; no file has half a record.
        """
        file = self._open_file()
        standing = self._standing(file)
        place = standing.place
        payload_digest = digest(exchange.payload)
        is_whole = bool(exchange.payload) and exchange.truncated is None
        original = self._payloads.find(payload_digest) if is_whole else None
        if original is None:
            answer = response_record(standing, exchange)
        else:
            answer = revisit_record(standing, exchange, original)
        behind = WarcPlace(file=place.file, offset=place.offset + len(answer))
        _append(file, answer + request_record(replace(standing, place=behind), exchange, place))
        file.lines += _index_lines(answer, place)
        if is_whole and original is None:
            payload = Payload(place=place, url=exchange.url, date=standing.date)
            self._payloads.add(payload_digest, payload)
        return place

    def describe(self, page: Page) -> None:
        """Write what a story needs besides its bytes to be cleaned again.

        A page that is not archived, or not in full, is passed over.

        Raises:
            OSError: it cannot be written; no file has half a record.
        """
        text = dump_story(page)
        if text is None or page.warc is None:
            return
        file = self._open_file()
        _append(file, metadata_record(self._standing(file), page.warc, page.url, text))

    def sync(self) -> None:
        """Make sure that what was written outlasts a loss of power too."""
        if self._file is not None:
            os.fsync(self._file.stream.fileno())

    def close(self) -> None:
        """Finish the open file and give it its index."""
        try:
            self._finish_file()
        finally:
            self._payloads.close()

    def _standing(self, file: _OpenFile) -> Standing:
        """Return where and when the next record of a file is written."""
        return Standing(
            place=WarcPlace(file=f"{FOLDER}/{file.path.name}", offset=file.size),
            date=warc_date(self._clock()),
            warcinfo_id=file.warcinfo_id,
        )

    def _open_file(self) -> _OpenFile:
        now = self._clock()
        if self._file is not None:
            age_s = (now - self._file.opened_at).total_seconds()
            if self._file.size < self._limits.max_bytes and age_s < self._limits.max_age_s:
                return self._file
            self._finish_file()
        path = self._next_path()
        self._file = file = _OpenFile(
            path=path,
            stream=path.open("xb", buffering=0),
            opened_at=now,
            warcinfo_id=record_id(WarcPlace(file=f"{FOLDER}/{path.name}", offset=0)),
        )
        flush_folder(self._folder)
        _append(file, warcinfo_record(self._standing(file), _SOFTWARE))
        return file

    def _next_path(self) -> Path:
        while True:
            self._sequence += 1
            path = self._folder / f"{self._run_id}-{self._sequence:05}{WARC_SUFFIX}"
            if not path.exists():
                return path

    def _finish_file(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        with file.stream:
            os.fsync(file.stream.fileno())
        if not file.size:  # not even its first record could be written
            file.path.unlink()
            return
        write_index(file.path, file.lines)
        self._payloads.complete(file.path.name)


def _append(file: _OpenFile, data: bytes) -> None:
    """Write all of it or nothing."""
    view = memoryview(data)
    try:
        while view:
            view = view[file.stream.write(view) :]
    except OSError:
        os.ftruncate(file.stream.fileno(), file.size)
        file.stream.seek(file.size)
        raise
    file.size += len(data)


def _index_lines(answer: bytes, place: WarcPlace) -> list[str]:
    """Return the line of an answer in the index: read again, so that it says what is there."""
    record = parse_member(answer, place.offset)
    line = None if record is None else cdxj_line(record, place.file.rpartition("/")[2])
    return [] if line is None else [line]
