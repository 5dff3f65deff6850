import gzip
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.record_bytes import packed_record
from crawler.archive.stored_records import is_ours, parse_member, read_stored_records
from tests.crawler.archive.exchanges import exchange, open_archive, warc_files

BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nbody"


def test_records_are_read_with_their_places(tmp_path: Path) -> None:
    members = [packed_record({"WARC-Type": f"kind-{n}"}, BLOCK * n) for n in range(5)]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(members))
    found = list(read_stored_records(path))
    assert [record.kind for record in found] == [f"kind-{n}" for n in range(5)]
    assert [record.block for record in found] == [BLOCK * n for n in range(5)]
    assert [record.length for record in found] == [len(member) for member in members]
    assert [record.offset for record in found] == [
        sum(map(len, members[:number])) for number in range(5)
    ]
    assert (found[1].status, found[1].mime) == ("200", "text/html")
    assert (found[0].status, found[0].mime) == ("", "unk")


@given(cut=st.integers(min_value=1, max_value=200), junk=st.binary(max_size=40))
def test_reading_ends_before_a_torn_record(cut: int, junk: bytes) -> None:
    whole, torn = (packed_record({"WARC-Type": kind}, BLOCK) for kind in ("response", "request"))
    assert parse_member(whole, 7) is not None
    assert parse_member(torn[: -min(cut, len(torn))], 7) is None
    assert parse_member(junk, 7) is None


def test_a_long_record_is_read_whole(tmp_path: Path) -> None:
    block = bytes(range(256)) * 2000
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed_record({"WARC-Type": "response"}, block) * 2)
    assert [record.block for record in read_stored_records(path)] == [block, block]


def test_a_file_of_ours_is_known_by_its_first_record(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.add(exchange())
    assert is_ours(warc_files(tmp_path)[0])
    other = tmp_path / "other.warc.gz"
    for content in (b"", b"no gzip", gzip.compress(b"WARC/1.0\r\n" + b" " * 9_000_000)):
        other.write_bytes(content)
        assert not is_ours(other)
