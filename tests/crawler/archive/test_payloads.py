import json
from pathlib import Path

import pytest

from crawler.archive.payloads import Payloads
from crawler.archive.record_bytes import Payload, digest
from crawler.archive.recovery import index_path
from pipelines.items import WarcPlace
from tests.crawler.archive.exchanges import exchange, open_archive, warc_files

HELLO = digest(b"hello")


def payloads(folder: Path) -> Payloads:
    return Payloads(folder / "state" / "payloads.sqlite", folder / "warc")


def test_a_payload_is_found_again(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "a.warc.gz").touch()
    payload = Payload(
        place=WarcPlace(file="warc/a.warc.gz", offset=5), url="http://a.example/", date="2025"
    )
    known = payloads(tmp_path)
    assert known.find(HELLO) is None
    known.add(HELLO, payload)
    assert known.find(HELLO) == payload
    known.complete("a.warc.gz")
    known.close()
    again = payloads(tmp_path)
    assert again.find(HELLO) == payload
    again.close()


def test_what_was_lost_or_damaged_is_read_from_the_indexes(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.add(exchange(b"hello"))
        archive.add(exchange(b"hello"))
        archive.add(exchange(b""))
    database = tmp_path / "state" / "payloads.sqlite"
    for damage in (database.unlink, lambda: database.write_bytes(b"no database" * 1000)):
        damage()
        known = payloads(tmp_path)
        found = known.find(HELLO)
        assert found is not None
        assert found.place == place
        assert found.date == "2025-11-20T12:00:00Z"
        assert known.find(digest(b"")) is None
        known.close()


def test_an_index_is_read_once(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.add(exchange(b""))
    (path,) = warc_files(tmp_path)
    index = index_path(path)
    index.write_text(index.read_text().replace(digest(b""), HELLO))
    known = payloads(tmp_path)
    assert known.find(HELLO) is None  # the file had no payload of its own when it was finished
    known.close()


def test_files_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.add(exchange(b"hello"))
    warc_files(tmp_path)[0].unlink()
    known = payloads(tmp_path)
    assert known.find(HELLO) is None
    known.close()


def test_a_table_that_turns_out_to_be_damaged_is_made_again(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.add(exchange(b"hello"))
        for number in range(2000):
            archive.add(exchange(b"%d" % number))
    database = tmp_path / "state" / "payloads.sqlite"
    content = database.read_bytes()
    pages = len(content) // 4096
    # The first pages tell of the tables, and are read when the table is opened.
    database.write_bytes(content[: 4 * 4096] + b"\xff" * 4096 * (pages - 4))
    known = payloads(tmp_path)
    found = known.find(HELLO)
    assert found is not None
    assert found.place == place
    known.close()


ODD = [
    {"digest": "sha256:abc"},
    {"digest": "MD5"},
    {"url": "\ud800"},
    {"url": ["a"], "digest": digest(b"other")},
    {"offset": str(2**64)},
]


@pytest.mark.parametrize("fields", ODD, ids=str)
def test_lines_of_other_programs_do_no_harm(fields: dict[str, object], tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.add(exchange(b"hello"))
    (path,) = warc_files(tmp_path)
    key, stamp, text = index_path(path).read_text().split(" ", 2)
    odd = json.dumps({**json.loads(text), **fields})
    index_path(path).write_text(f"{key} {stamp} {odd}\n{key} {stamp} {text}")
    (tmp_path / "state" / "payloads.sqlite").unlink()
    known = payloads(tmp_path)
    assert known.find(HELLO) is not None
    known.close()
