import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import DatasetError, RecordError
from pipelines.exporters.jsonl import (
    Compression,
    part_of,
    read_segment,
    read_segments,
    segment_files,
    segment_lines,
    segment_suffix,
    write_segment,
)
from pipelines.serialization import dumps
from pipelines.zstandard import zstd
from tests.strategies import any_texts

COMPRESSIONS: tuple[Compression, ...] = get_args(Compression)
STANDARD_READERS: dict[Compression, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "none": bytes,
    "zstd": zstd.decompress,
}
LINES = ('{"a":1}', '{"a":"Київ"}', '{"a":null}')
RECORDS = [{"a": 1}, {"a": "Київ"}, {"a": None}]


@pytest.fixture(params=COMPRESSIONS)
def compression(request: pytest.FixtureRequest) -> Compression:
    chosen: Compression = request.param
    return chosen


def _segment(folder: Path, compression: Compression, name: str = "run-00001") -> Path:
    return folder / "date=2026-11-24" / f"{name}{segment_suffix(compression)}"


def test_segment_holds_its_lines(tmp_path: Path, compression: Compression) -> None:
    path = _segment(tmp_path, compression)

    assert write_segment(path, LINES) == 3
    assert list(read_segment(path)) == RECORDS


def test_lines_are_given_and_taken_as_they_stand(tmp_path: Path, compression: Compression) -> None:
    path, copy = (_segment(tmp_path, compression, name) for name in ("a", "b"))
    write_segment(path, [*LINES, b"no \xff JSON"])
    lines = list(segment_lines(path))
    assert lines == [*(line.encode() for line in LINES), b"no \xff JSON"]
    write_segment(copy, lines)
    assert copy.read_bytes() == path.read_bytes()


def test_segment_opens_with_the_standard_reader(tmp_path: Path, compression: Compression) -> None:
    path = _segment(tmp_path, compression)
    write_segment(path, LINES)

    content = STANDARD_READERS[compression](path.read_bytes())
    assert content.decode("utf-8") == "".join(f"{line}\n" for line in LINES)


def test_same_lines_give_the_same_bytes(tmp_path: Path, compression: Compression) -> None:
    paths = [_segment(tmp_path, compression, name) for name in ("a", "b")]
    for path in paths:
        write_segment(path, LINES)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_nothing_but_the_segment_is_left(tmp_path: Path, compression: Compression) -> None:
    path = _segment(tmp_path, compression)
    write_segment(path, LINES)
    assert list(path.parent.iterdir()) == [path]


def test_segment_without_lines_has_no_records(tmp_path: Path, compression: Compression) -> None:
    path = _segment(tmp_path, compression)
    assert write_segment(path, []) == 0
    assert list(read_segment(path)) == []


def test_finished_segment_is_never_written_again(tmp_path: Path, compression: Compression) -> None:
    path = _segment(tmp_path, compression)
    write_segment(path, LINES)
    before = path.read_bytes()

    with pytest.raises(DatasetError, match="is already finished") as caught:
        write_segment(path, ["{}"])
    assert caught.value.reason == "segment-exists"
    assert path.read_bytes() == before


def test_segment_is_not_seen_before_it_is_whole(tmp_path: Path, compression: Compression) -> None:
    path = _segment(tmp_path, compression)

    def lines() -> Iterator[str]:
        for line in LINES:
            assert segment_files(tmp_path) == []
            assert list(tmp_path.rglob("*.jsonl*")) == []  # what readers are told to look for
            yield line

    write_segment(path, lines())
    assert segment_files(tmp_path) == [path]
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]


def test_torn_part_is_replaced_by_the_whole_segment(
    tmp_path: Path, compression: Compression
) -> None:
    path = _segment(tmp_path, compression)

    def killed() -> Iterator[str]:
        yield from LINES * 1000
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_segment(path, killed())
    assert part_of(path).exists()
    assert list(read_segments(tmp_path)) == []

    write_segment(path, LINES)
    assert list(read_segments(tmp_path)) == RECORDS


def test_segments_of_all_sorts_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    days = (("2026-11-24", "gzip", 3), ("2026-11-23", "zstd", 2), ("2026-11-22", "none", 1))
    for day, sort, number in days:
        compression: Compression = sort  # type: ignore[assignment] # from the table above
        name = f"run{segment_suffix(compression)}"
        write_segment(tmp_path / f"date={day}" / name, [dumps({"n": number})])
    (tmp_path / "date=2026-11-22" / "notes.txt").write_text("no segment")
    (tmp_path / "date=2026-11-22" / "run-2.part").write_text('{"n":')
    assert [record["n"] for record in read_segments(tmp_path)] == [1, 2, 3]


def test_segments_come_folder_by_folder(tmp_path: Path) -> None:
    names = ("a-b/1.jsonl", "a/b/1.jsonl", "a/b-1.jsonl.gz", "a.jsonl", "b.jsonl.zst")
    for name in names:
        write_segment(tmp_path / name, ["{}"])
    (tmp_path / "c.jsonl").mkdir()
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "d.jsonl").symlink_to(tmp_path / "a.jsonl")
    assert segment_files(tmp_path) == sorted(tmp_path / name for name in (*names, "d.jsonl"))


def test_folder_that_is_not_there_has_no_segments(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert list(read_segments(tmp_path / "none")) == []
    assert list(read_segments(tmp_path / "file")) == []


def test_bad_line_is_named_after_the_good_ones(tmp_path: Path, compression: Compression) -> None:
    path = _segment(tmp_path, compression)
    write_segment(path, ['{"a":1}', "oops"])
    records = read_segment(path)

    assert next(records) == {"a": 1}
    with pytest.raises(RecordError, match=":2: not JSON") as caught:
        next(records)
    assert str(path) in caught.value.message


def _cut(content: bytes) -> bytes:
    return content[:-5]


def _scratch(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes(b ^ 0xFF for b in content[middle:])


def _empty_header(content: bytes) -> bytes:
    return b"\0" * 12 + content


@pytest.mark.parametrize("damage", [_cut, _scratch, _empty_header])
@pytest.mark.parametrize("sort", ["gzip", "zstd"])
def test_damaged_file_is_a_record_error(
    tmp_path: Path, sort: Compression, damage: Callable[[bytes], bytes]
) -> None:
    path = _segment(tmp_path, sort)
    write_segment(path, [dumps({"n": number}) for number in range(5000)])
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(RecordError) as caught:
        list(read_segment(path))
    assert str(path) in caught.value.message


def test_missing_file_is_a_record_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No such file") as caught:
        list(read_segment(tmp_path / "a.jsonl"))
    assert caught.value.reason == "unreadable-segment"


@given(
    records=st.lists(st.dictionaries(any_texts(), st.none() | any_texts(), max_size=3), max_size=8),
    sort=st.sampled_from(COMPRESSIONS),
)
@settings(max_examples=40)
def test_no_record_is_ever_torn(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[dict[str, object]],
    sort: Compression,
) -> None:
    path = _segment(tmp_path_factory.mktemp("segments"), sort)
    lines = [dumps(record) for record in records]

    assert write_segment(path, lines) == len(records)
    content = STANDARD_READERS[sort](path.read_bytes())
    assert content.decode("utf-8").splitlines() == lines
    assert list(read_segment(path)) == [json.loads(line) for line in lines]
