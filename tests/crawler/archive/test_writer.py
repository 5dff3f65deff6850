import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive.record_bytes import record_id
from crawler.archive.recovery import index_path
from crawler.archive.writer import ArchiveLimits
from pipelines.items import Page
from tests.crawler.archive.exchanges import (
    NOON,
    URL,
    Clock,
    checked,
    exchange,
    open_archive,
    records,
    warc_files,
)


def kinds(path: Path) -> list[str]:
    return [kind for kind, _, _ in records(path)]


def test_an_answer_is_written_with_its_request(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.add(exchange())
        assert (tmp_path / place.file).stat().st_size > place.offset  # at once, not at the end
    (path,) = warc_files(tmp_path)
    assert path.name == "run-1-00001.warc.gz"
    assert kinds(path) == ["warcinfo", "response", "request"]
    _, response, request = (headers for _, headers, _ in records(path))
    assert response["WARC-Record-ID"] == record_id(place) == request["WARC-Concurrent-To"]
    assert checked(path) == []


def test_index_lines_point_at_the_answers(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        places = {
            archive.add(exchange(url=f"https://{name}.example/", payload=name.encode())).offset
            for name in "cab"
        }
    (path,) = warc_files(tmp_path)
    lines = index_path(path).read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert {int(json.loads(line.split(" ", 2)[2])["offset"]) for line in lines} == places


def test_a_known_payload_becomes_a_revisit_also_in_a_later_run(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        first = archive.add(exchange(b"same"))
        archive.add(exchange(b"same", "https://other.example/"))
        archive.add(replace(exchange(b"cut"), truncated="length"))
        archive.add(replace(exchange(b"cut"), truncated="length"))
    with open_archive(tmp_path, "run-2") as archive:
        archive.add(exchange(b"same"))
        archive.add(exchange(b"cut"))
    one, two = warc_files(tmp_path)
    assert [kind for kind in kinds(one) if kind != "request"] == [
        "warcinfo", "response", "revisit", "response", "response",
    ]  # fmt: skip
    assert [kind for kind in kinds(two) if kind != "request"] == ["warcinfo", "revisit", "response"]
    revisit = next(headers for kind, headers, _ in records(two) if kind == "revisit")
    assert revisit["WARC-Refers-To"] == record_id(first)
    assert checked(one) == checked(two) == []


def test_a_story_is_described_beside_its_answer(tmp_path: Path) -> None:
    page = Page(url=URL, url_requested=URL, body=b"", fetched_at=NOON)
    with open_archive(tmp_path) as archive:
        place = archive.add(exchange())
        archive.describe(page)  # not archived
        archive.describe(replace(page, warc=place))
    (path,) = warc_files(tmp_path)
    ((headers, block),) = [(h, b) for kind, h, b in records(path) if kind == "metadata"]
    assert headers["WARC-Refers-To"] == record_id(place)
    assert json.loads(block)["url_requested"] == URL


def test_a_new_file_is_begun_by_size_and_by_age(tmp_path: Path) -> None:
    clock = Clock()
    limits = ArchiveLimits(max_bytes=2000, max_age_s=60)
    with open_archive(tmp_path, limits=limits, clock=clock) as archive:
        archive.add(exchange(os.urandom(3000)))
        archive.add(exchange(b"small"))
        clock.move(61)
        last = archive.add(exchange(b"later"))
    files = warc_files(tmp_path)
    assert [kinds(path)[0] for path in files] == ["warcinfo"] * 3
    assert last.file == f"warc/{files[2].name}"
    assert all(index_path(path).exists() for path in files)
    assert [list(path.parent.glob("*.part")) for path in files] == [[]] * 3


class _Full:
    """A stream on a disk without room behind so many bytes."""

    def __init__(self, stream: object, room: int) -> None:
        self._stream, self._room = stream, room

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, data: memoryview) -> int:
        if not self._room:
            raise OSError(errno.ENOSPC, "No space left on device")
        count: int = self._stream.write(data[: self._room])  # type: ignore[attr-defined] # set by the test
        self._room -= count
        return count


def test_a_full_disk_leaves_no_half_record(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.add(exchange(b"first"))
        file = archive._file
        assert file is not None
        stream, size = file.stream, file.size
        file.stream = _Full(stream, room=100)  # type: ignore[assignment] # what is used of it
        with pytest.raises(OSError, match="No space left"):
            archive.add(exchange(os.urandom(500)))
        assert file.path.stat().st_size == size
        file.stream = stream
        place = archive.add(exchange(b"third"))
        assert place.offset == size
    assert checked(warc_files(tmp_path)[0]) == []
