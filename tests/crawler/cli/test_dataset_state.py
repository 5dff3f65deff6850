from pathlib import Path

import pytest

from crawler.cli.dataset_state import state_file
from pipelines.errors import DatasetError


def test_the_state_of_a_dataset_is_found(tmp_path: Path) -> None:
    path = tmp_path / "state" / "newsdesk.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"SQLite format 3\0")
    assert state_file(tmp_path) == path


def test_a_folder_without_any_says_what_fills_it(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"holds no dataset.*--output.*newsdesk crawl") as error:
        state_file(tmp_path)
    assert error.value.reason == "no-dataset"


def test_a_lost_state_is_no_missing_dataset(tmp_path: Path) -> None:
    segment = tmp_path / "articles" / "date=2026-11-24" / "a.jsonl"
    segment.parent.mkdir(parents=True)
    segment.write_text("{}\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="newsdesk doctor --repair") as error:
        state_file(tmp_path)
    assert error.value.reason == "state-missing"
