import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.readers import saved_files
from crawler.readers.saved_files import open_saved, read_bytes, saved_at
from pipelines.errors import RecordError

TEXT = b"<p>one</p>\n<p>two</p>\n"
CONTENTS = {
    "plain": TEXT,
    "gzip, whatever the name": gzip.compress(TEXT),
    "gzip in two parts": gzip.compress(TEXT[:11]) + gzip.compress(TEXT[11:]),
}
BROKEN = {
    "torn": gzip.compress(TEXT)[:-9],
    "damaged": gzip.compress(TEXT)[:12] + b"\xff" * 20,
    "only the magic": b"\x1f\x8b",
    "wrong checksum": gzip.compress(TEXT)[:-8] + b"\0" * 8,
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_content_is_unpacked_when_it_is_gzip(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page"
    path.write_bytes(content)
    assert read_bytes(path) == TEXT
    with open_saved(path) as lines:
        assert list(lines) == TEXT.splitlines(keepends=True)


def test_empty_file_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.touch()
    assert read_bytes(path) == b""


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_broken_gzip_is_told_with_its_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=r"page\.html\.gz: broken gzip: ") as error:
        read_bytes(path)
    assert error.value.reason == "unreadable-file"


@pytest.mark.parametrize("name", ["missing", "", "a\0b", "\ud800"])
def test_what_cannot_be_opened_is_told_with_who_asked(tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordError, match=r"^m\.jsonl:3: ") as error:
        read_bytes(tmp_path / name, "m.jsonl:3")
    assert error.value.reason == "unreadable-file"


def test_file_was_saved_when_it_was_last_written(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.touch()
    os.utime(path, (0, 1_000_000_000))
    assert saved_at(path) == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)


def test_a_time_before_all_news_sites_is_that_of_a_file_unpacked_without_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "page.html"
    path.touch()
    os.utime(path, (0, 315_532_800))  # 1980: the first day that a zip file knows
    assert saved_at(path) == datetime.fromtimestamp(path.stat().st_ctime, UTC)


def test_missing_file_was_never_saved(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No such file"):
        saved_at(tmp_path / "missing")


def test_a_file_that_unpacks_without_end_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_files, "_MAX_BYTES", 1000)
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(gzip.compress(b"x" * 1000))
    assert len(read_bytes(path)) == 1000
    path.write_bytes(gzip.compress(b"x" * 1001))
    with pytest.raises(RecordError, match=r"m:1: .*bomb\.html\.gz: more than 1000 bytes"):
        read_bytes(path, "m:1")
