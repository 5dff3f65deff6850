from pathlib import Path

import pytest

from crawler.serving.segment_lines import PlacedLine, read_line_at, read_placed_lines
from pipelines.errors import RecordError
from tests.crawler.serving.records import record, write


def test_lines_of_a_plain_segment_can_be_read_again_where_they_begin(tmp_path: Path) -> None:
    records = [record(name, title=f"Gelände {name}") for name in "abc"]
    path = write(tmp_path, "1.jsonl", records)
    placed = list(read_placed_lines(path))
    offsets = [one.offset for one in placed if isinstance(one, PlacedLine)]
    assert [read_line_at(path, offset or 0) for offset in offsets] == records


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_compressed_segments_have_no_offsets(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path, f"1.jsonl.{suffix}", [record("a"), record("b")])
    placed = list(read_placed_lines(path))
    assert placed == [
        PlacedLine(line=record("a"), number=1, offset=None),
        PlacedLine(line=record("b"), number=2, offset=None),
    ]


def test_torn_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "1.jsonl", [record("a"), record("b")])
    whole = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([whole[0], b'{"id":"to\n', whole[1]]))
    first, error, last = read_placed_lines(path)
    assert isinstance(first, PlacedLine)
    assert isinstance(last, PlacedLine)
    assert (last.line, last.number) == (record("b"), 3)
    assert isinstance(error, RecordError)
    assert error.message.startswith(f"{path}:2: not JSON")


def test_file_that_has_gone_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone.jsonl"
    (error,) = read_placed_lines(path)
    assert isinstance(error, RecordError)
    assert error.message == f"{path}: No such file or directory"
    with pytest.raises(RecordError, match=r"gone\.jsonl: No such file"):
        read_line_at(path, 0)
