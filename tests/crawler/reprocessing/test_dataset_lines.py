from pathlib import Path

from crawler.reprocessing.dataset_lines import RemovedLines, article_lines, rejected_lines
from pipelines.errors import RecordError
from tests.crawler.state.examples import (
    STORY,
    article,
    lines,
    open_dataset,
    rejection,
    with_removed_block,
)


def fill(folder: Path) -> None:
    with open_dataset(folder) as dataset:
        dataset.deliver(with_removed_block(article(f"{STORY}/1", "One story of the harbour.")))
        dataset.deliver(article(f"{STORY}/2", "Another one of the library."))
        dataset.deliver(article(f"{STORY}/3", "Another one of the library."))  # a copy
        dataset.reject(rejection(f"{STORY}/4"))


def test_records_come_with_their_places_and_broken_lines_are_told(tmp_path: Path) -> None:
    fill(tmp_path)
    (segment,) = (tmp_path / "articles").rglob("*.jsonl")
    first, second = segment.read_bytes().splitlines()
    segment.write_bytes(b"\n".join((first, b"{torn", b'{"id": "no record"}', second, b"")))
    told: list[RecordError] = []
    found = list(article_lines(tmp_path, told.append))
    assert [line.number for line in found] == [1, 4]
    assert {line.segment for line in found} == {segment.relative_to(tmp_path).as_posix()}
    assert all(line.is_article for line in found)
    assert [f"{segment}:{n}: " in error.message for n, error in zip((2, 3), told, strict=True)]


def test_copies_are_no_rejected_pages(tmp_path: Path) -> None:
    fill(tmp_path)
    assert len(lines(tmp_path, "rejected")) == 2
    (line,) = rejected_lines(tmp_path, lambda _: None)
    assert line.record["url"] == f"{STORY}/4"
    assert not line.is_article


def test_removed_lines_are_found_by_their_article(tmp_path: Path) -> None:
    fill(tmp_path)
    with RemovedLines(tmp_path, lambda _: None) as removed:
        first, second = lines(tmp_path, "articles")
        found = removed.of(first)
        assert found is not None
        assert found.number == 1
        assert [found.record] == lines(tmp_path, "removed")
        assert removed.of(second) is None
        assert removed.of({**first, "revision": 2}) is None
