from pathlib import Path

import pytest

from crawler.archive.record_bytes import digest
from crawler.readers.warc_originals import Originals
from crawler.readers.warc_records import warc_record_at
from pipelines.errors import SkippedError
from tests.crawler.saved_pages import warc_record

BODY = b"<p>Guten Tag</p>"


def with_fields(record: bytes, **fields: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return record.replace(b"WARC-Date", lines.encode() + b"WARC-Date", 1)


def revisit(folder: Path, **fields: str) -> Path:
    record = warc_record("http://a.example/", b"").replace(b"response\r\n", b"revisit\r\n", 1)
    path = folder / "revisit.warc"
    path.write_bytes(with_fields(record, **fields))
    return path


def found(path: Path) -> tuple[Path, int]:
    with Originals() as originals, warc_record_at(path, 0) as record:
        return originals.place(record)


def test_file_and_offset_are_taken_at_their_word_within_the_folder(tmp_path: Path) -> None:
    (tmp_path / "first.warc.gz").touch()
    named = {"WARC_Refers_To_Filename": "../x/first.warc.gz", "WARC_Refers_To_File_Offset": "77"}
    assert found(revisit(tmp_path, **named)) == (tmp_path / "first.warc.gz", 77)


def test_a_digest_is_looked_up_in_all_archives_of_the_folder(tmp_path: Path) -> None:
    first = warc_record("http://b.example/", b"other")
    record = with_fields(warc_record("http://a.example/", BODY), WARC_Payload_Digest=digest(BODY))
    (tmp_path / "a.warc").write_bytes(first + record)
    (tmp_path / "broken.warc").write_bytes(b"nonsense")
    path = revisit(tmp_path, WARC_Payload_Digest=digest(BODY))
    assert found(path) == (tmp_path / "a.warc", len(first))


@pytest.mark.parametrize("fields", [{}, {"WARC_Payload_Digest": digest(b"else")}])
def test_what_is_elsewhere_is_skipped(tmp_path: Path, fields: dict[str, str]) -> None:
    with pytest.raises(SkippedError):
        found(revisit(tmp_path, **fields))
