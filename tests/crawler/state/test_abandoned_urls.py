from datetime import timedelta
from pathlib import Path

import pytest

from crawler.state.abandoned_urls import ABANDONED_DAYS
from crawler.state.dataset import Dataset
from crawler.state.frontier_rows import Announcement, QueuedUrl
from pipelines.items import Entry
from tests.crawler.state.examples import FEED, NOON, STORY, article, open_dataset

DAY = timedelta(days=1)
WAITING = f"{STORY}-later"


def announce(dataset: Dataset, run_id: str) -> tuple[QueuedUrl, ...]:
    return dataset.frontier.announce(
        Announcement(
            run_id=run_id,
            source_id="gazette",
            source_type="feed",
            source_url=FEED,
            entries=(Entry(url=STORY), Entry(url=WAITING)),
            now=NOON,
        )
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset with a delivered story of the gazette, and one that waits."""
    with open_dataset(tmp_path) as dataset:
        announce(dataset, "run-1")
        dataset.deliver(article())
        dataset.sources.record_run("gazette", NOON, error=None)
    return tmp_path


def read_herald(folder: Path, *days: int) -> None:
    with open_dataset(folder, "run-2") as dataset:
        for day in days:
            dataset.sources.record_run("herald", NOON + day * DAY, error=None)


def pending(folder: Path) -> list[str]:
    with open_dataset(folder, "run-3") as dataset:
        return [queued.url for queued in dataset.frontier.pending("gazette", "run-3")]


def test_what_waits_of_a_source_that_nobody_reads_any_more_is_forgotten(folder: Path) -> None:
    read_herald(folder, *range(1, ABANDONED_DAYS + 1))
    assert pending(folder) == [WAITING]
    read_herald(folder, ABANDONED_DAYS + 1)
    assert pending(folder) == []


def test_a_source_that_comes_back_brings_nothing_twice(folder: Path) -> None:
    read_herald(folder, *range(1, ABANDONED_DAYS + 2))
    with open_dataset(folder, "run-4") as dataset:
        assert [queued.url for queued in announce(dataset, "run-4")] == [WAITING]


def test_a_dataset_that_rested_or_a_wrong_clock_loses_nothing(folder: Path) -> None:
    read_herald(folder, 365, 3650)
    assert pending(folder) == [WAITING]


def test_a_source_that_fails_for_months_keeps_what_waits(folder: Path) -> None:
    with open_dataset(folder) as dataset:
        dataset.sources.record_run("gazette", NOON + 50 * DAY, error="http-500: closed")
    read_herald(folder, *range(1, ABANDONED_DAYS + 2))
    assert pending(folder) == [WAITING]
