from pathlib import Path

from crawler.archive.payloads import Payloads
from crawler.archive.recovery import index_path
from crawler.archive.warc_records import Payload, digest
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
