"""Answers to archive, and what a WARC reader finds of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.archive.record_bytes import Exchange
from crawler.archive.writer import Archive, ArchiveLimits

NOON = datetime(2025, 11, 20, 12, tzinfo=UTC)
URL = "https://gazette.example/story"
HEAD = (
    b"HTTP/1.1 200 Fine\r\ncontent-TYPE: text/html; charset=utf-8\r\nX-Two: 1\r\nX-Two: 2\r\n\r\n"
)
ASKED = b"GET /story HTTP/1.1\r\nHost: gazette.example\r\n\r\n"


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def exchange(payload: bytes = b"<p>Text", url: str = URL, head: bytes = HEAD) -> Exchange:
    return Exchange(
        url=url, request_head=ASKED, response_head=head, payload=payload, ip_address="192.0.2.7"
    )


def open_archive(
    folder: Path,
    run_id: str = "run-1",
    limits: ArchiveLimits = ArchiveLimits(),
    clock: Clock | None = None,
) -> Archive:
    return Archive(folder, run_id, clock or Clock(), limits)


def warc_files(folder: Path) -> list[Path]:
    return sorted((folder / "warc").glob("*.warc.gz"))


def records(path: Path) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """Yield the type, the headers and the block of each record, as warcio reads them."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, no_record_parse=True):
            headers: dict[str, str] = dict(record.rec_headers.headers)
            yield record.rec_type, headers, record.raw_stream.read()


def checked(path: Path) -> list[Any]:
    """Return the problems that ``warcio check`` finds in a file."""
    problems: list[Any] = []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            record.raw_stream.read()  # unpacked is nothing: warcio 1.7 stumbles over brotli 1.2
            if record.digest_checker.passed is False:
                problems += record.digest_checker.problems
    return problems
