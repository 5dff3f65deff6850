import gzip
from io import BytesIO
from pathlib import Path

import pytest

from crawler.readers.warc_layout import is_packed_whole, next_record
from tests.crawler.saved_pages import warc_record

RECORDS = [warc_record(f"http://a.example/{n}", b"<p>Guten Tag</p>" * n) for n in (1, 200, 90_000)]


@pytest.mark.parametrize("first", range(3))
def test_a_file_that_was_packed_as_a_whole_is_told(tmp_path: Path, first: int) -> None:
    path = tmp_path / "a.warc.gz"
    records = RECORDS[first:] + RECORDS[:first]
    path.write_bytes(gzip.compress(b"".join(records)))
    assert is_packed_whole(path)
    path.write_bytes(b"".join(map(gzip.compress, records)))
    assert not is_packed_whole(path)


@pytest.mark.parametrize(
    "data",
    [b"", b"WARC/1.0", b"\x1f\x8bx", gzip.compress(b"text"), RECORDS[0]],
    ids=["empty", "not packed", "no member", "packed text", "one record"],
)
def test_other_files_were_not(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    assert not is_packed_whole(tmp_path / "a")
    assert not is_packed_whole(tmp_path / "gone")


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
def test_the_next_record_is_found_from_any_place(is_packed: bool) -> None:
    parts = [gzip.compress(record) if is_packed else record for record in RECORDS]
    starts = [sum(map(len, parts[:number])) for number in range(3)]
    stream = BytesIO(b"".join(parts))
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        assert next_record(stream, start) == start
        assert next_record(stream, start + 1) == following


def test_what_only_looks_like_a_member_is_none() -> None:
    noise = b"\x1f\x8b\x08\x00 noise" + gzip.compress(b"no record") + gzip.compress(b"")
    data = gzip.compress(RECORDS[0]) + noise + gzip.compress(RECORDS[1])
    start = len(gzip.compress(RECORDS[0])) + len(noise)
    assert next_record(BytesIO(data), 1) == start


@pytest.mark.parametrize("gap", range(-12, 12))
def test_a_record_across_the_border_of_two_chunks_is_found(gap: int) -> None:
    before = b"x" * (1_048_576 + gap)
    assert next_record(BytesIO(before + RECORDS[0]), 0) == len(before)
