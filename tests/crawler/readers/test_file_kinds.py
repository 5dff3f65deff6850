import gzip
import os
from pathlib import Path

import pytest

from crawler.readers.file_kinds import Kind, is_part_of_page, kind_of
from pipelines.errors import RecordError

NAMES: dict[str, Kind] = {
    "a.HTML": "page",
    "a.htm.gz": "page",
    "a.mhtml": "page",
    "a.webarchive": "page",
    "a.ndjson.gz": "manifest",
    "a.CSV": "table",
    "a.tsv.gz": "table",
    "a.warc": "archive",
    "a.warc.zst": "archive",
    "a.arc.gz": "archive",
}


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_a_name_says_what_a_file_is(tmp_path: Path, name: str, kind: Kind) -> None:
    assert kind_of(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!doctype html>", "page"),
        (gzip.compress(b"<html>", mtime=0), "page"),
        (b"WARC/1.0\r\n", "archive"),
        (b"\x28\xb5\x2f\xfd", "archive"),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_where_the_name_says_nothing_the_content_does(
    tmp_path: Path, data: bytes, kind: Kind | None
) -> None:
    (tmp_path / "saved").write_bytes(data)
    assert kind_of(tmp_path / "saved") == kind


def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="saved: No such file"):
        kind_of(tmp_path / "saved")


def test_parts_of_pages_are_known_by_name() -> None:
    assert is_part_of_page(Path("A.PNG"))
    assert not is_part_of_page(Path("story.php"))


def test_a_pipe_is_not_looked_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert kind_of(tmp_path / "pipe") is None
