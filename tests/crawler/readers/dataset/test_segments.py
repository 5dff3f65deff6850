import json
from pathlib import Path

import pytest

from crawler.readers.dataset.segments import PlacedLine, read_line_at, read_lines, read_placed_lines
from pipelines.errors import RecordError
from pipelines.exporters.jsonl import write_segment

BAD_LINES = {"torn": '{"n": 2, "te', "no object": "[2]", "no UTF-8": "\udcff", "deep": "[" * 99_999}


def write(folder: Path, name: str, numbers: range) -> Path:
    path = folder / name
    write_segment(path, [json.dumps({"n": number}) for number in numbers])
    return path


def test_lines_come_in_the_order_of_the_segments(tmp_path: Path) -> None:
    write(tmp_path, "date=2025-11-19/b-1.jsonl", range(2, 4))
    write(tmp_path, "date=2025-11-18/c-1.jsonl.gz", range(1))
    write(tmp_path, "date=2025-11-18/c-2.jsonl.zst", range(1, 2))
    assert list(read_lines(tmp_path)) == [{"n": number} for number in range(4)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_bad_line_does_not_hide_the_ones_after_it(tmp_path: Path, line: str, name: str) -> None:
    path = tmp_path / name
    write_segment(path, ['{"n": 1}', line.encode("utf-8", "surrogateescape"), '{"n": 3}'])
    first, error, last = read_lines(tmp_path)
    assert (first, last) == ({"n": 1}, {"n": 3})
    assert isinstance(error, RecordError)
    assert error.message.startswith(f"{path}:2: not ")


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_broken_segment_does_not_hide_the_ones_after_it(tmp_path: Path, name: str) -> None:
    broken = write(tmp_path, name, range(9))
    broken.write_bytes(broken.read_bytes()[:-12])
    write(tmp_path, "b.jsonl", range(20, 21))
    found = list(read_lines(tmp_path))
    assert [type(line) for line in found[-2:]] == [RecordError, dict]


def test_what_is_still_being_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.part").write_text('{"n": 1}\n')
    assert list(read_lines(tmp_path)) == []


def test_segments_of_earlier_runs_are_not_opened_for_a_run(tmp_path: Path) -> None:
    for number, run_id in enumerate(("20261124T100000Z-aaaa", "20261124T110000Z-bbbb")):
        write(tmp_path, f"date=2026-11-24/{run_id}-00001.jsonl", range(number, number + 1))
    write(tmp_path, "date=2026-11-24/run-1.jsonl", range(7, 8))
    assert list(read_lines(tmp_path, "20261124T110000Z-bbbb")) == [{"n": 1}, {"n": 7}]
    assert list(read_lines(tmp_path, "20261124T110000Z-cccc")) == [{"n": 7}]


def test_missing_folder_has_no_lines(tmp_path: Path) -> None:
    assert list(read_lines(tmp_path / "articles")) == []


def test_lines_of_a_plain_segment_can_be_read_again_where_they_begin(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_segment(path, ['{"text": "Gelände"}', "{torn", '{"n": 3}'])
    placed = [line for line in read_placed_lines(path) if isinstance(line, PlacedLine)]
    assert [line.number for line in placed] == [1, 3]
    assert [read_line_at(path, line.offset or 0) for line in placed] == [
        line.record for line in placed
    ]


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_lines_of_compressed_segments_have_no_offsets(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path, f"a.jsonl.{suffix}", range(2))
    assert list(read_placed_lines(path)) == [
        PlacedLine(record={"n": 0}, number=1, offset=None),
        PlacedLine(record={"n": 1}, number=2, offset=None),
    ]


def test_file_that_has_gone_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone.jsonl"
    (error,) = read_placed_lines(path)
    assert isinstance(error, RecordError)
    assert error.message == f"{path}:1: No such file or directory"
    with pytest.raises(RecordError, match=r"gone\.jsonl: No such file"):
        read_line_at(path, 0)
