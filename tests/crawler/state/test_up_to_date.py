import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.repair import repair_state
from pipelines.errors import DatasetError
from pipelines.items import Article
from tests.crawler.state.examples import NOON, STORY, article, column, open_dataset

OTHER = f"{STORY}/other"
TEXT = "Another story of the harbour, told in words of its own, with cranes, ferries and gulls."


def put_back(folder: Path, saved: Path) -> None:
    """Put an older copy of the state in the place of today's."""
    for path in (folder / "state").glob("newsdesk.sqlite*"):
        path.unlink()
    shutil.copy(saved, folder / "state" / "newsdesk.sqlite")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a copy of the state after the first of two runs."""
    folder = tmp_path / "out"
    with open_dataset(folder) as dataset:
        dataset.deliver(article())
    saved = tmp_path / "saved.sqlite"
    shutil.copy(folder / "state" / "newsdesk.sqlite", saved)
    return saved


def test_state_that_knows_the_newest_article_is_used(tmp_path: Path, saved: Path) -> None:
    put_back(tmp_path / "out", saved)
    open_dataset(tmp_path / "out", "run-2").close()


@pytest.mark.parametrize(
    "later",
    [
        article(OTHER, TEXT, fetched_at=NOON + timedelta(days=1)),
        article(OTHER, TEXT),
        article(text=TEXT, fetched_at=NOON + timedelta(days=1)),
    ],
    ids=["another day", "the same day", "another revision"],
)
@pytest.mark.parametrize("compression", ["none", "gzip", "zstd"])
def test_state_of_before_is_refused_until_it_is_repaired(
    tmp_path: Path, saved: Path, later: Article, compression: str
) -> None:
    folder = tmp_path / "out"
    with open_dataset(folder, "run-2", compression=compression) as dataset:
        dataset.deliver(later)
    before = column(folder, "articles", "revision")
    assert len(before) == 2
    put_back(folder, saved)

    with pytest.raises(
        DatasetError, match=r"is older than the articles.*doctor --repair"
    ) as caught:
        open_dataset(folder, "run-3")
    assert caught.value.reason == "state-outdated"
    done = repair_state(folder, NOON)
    assert done.condition == "outdated"
    assert done.kept_as is not None
    with open_dataset(folder, "run-3") as dataset:
        assert dataset.deliver(later).outcome == "unchanged"
    assert column(folder, "articles", "revision") == before
    assert repair_state(folder, NOON).condition == "whole"


def test_lines_that_waited_in_a_state_of_before_are_not_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    dataset = open_dataset(folder)
    dataset.deliver(article())
    saved = tmp_path / "saved.sqlite"
    dataset._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "state" / "newsdesk.sqlite", saved)
    dataset.close()
    with open_dataset(folder, "run-2") as dataset:
        dataset.deliver(article(OTHER, TEXT))
    put_back(folder, saved)

    assert repair_state(folder, NOON).salvaged["outbox"] == 0
    open_dataset(folder, "run-3").close()
    assert len(column(folder, "articles", "id")) == 2


@pytest.mark.parametrize("line", ['{"torn', "{}", "[]", ""])
def test_what_is_no_record_says_nothing(tmp_path: Path, saved: Path, line: str) -> None:
    mine = tmp_path / "out" / "articles" / "date=2099-01-01" / "mine.jsonl"
    mine.parent.mkdir()
    mine.write_text(line, encoding="utf-8")
    (mine.parent.parent / "notes.txt").touch()
    (mine.parent.parent / "date=2099-01-02").mkdir()
    open_dataset(tmp_path / "out", "run-2").close()
