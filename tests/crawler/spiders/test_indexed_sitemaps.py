"""With a reader around it: test_source_reader.py."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.discovery.discovered import Discovered, SitemapChild
from crawler.run import CrawlRun
from crawler.spiders.indexed_sitemaps import IndexedSitemaps
from crawler.spiders.source_tasks import SourceTask
from pipelines.items import Entry
from tests.crawler.spiders.runs import new_run, source
from tests.crawler.state.examples import NOON

URL = "https://gazette.example/map-1.xml"
SAID = "2025-11-01T11:00:00Z"
FOUND = Discovered(kind="sitemap", entries=(Entry(url=f"{URL}/1", date_modified_raw=SAID),))
HOUR = timedelta(hours=1)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    run = new_run(tmp_path, source())
    run.started_at = NOON + HOUR
    with run.dataset:
        yield run


def task(lastmod: str | None = SAID) -> SourceTask:
    return SourceTask(source_id="gazette", url=URL, depth=1, lastmod=lastmod)


def test_a_sitemap_is_unchanged_while_its_stamp_is_the_same(run: CrawlRun) -> None:
    sitemaps = IndexedSitemaps(run)
    assert not sitemaps.is_unchanged(task())
    sitemaps.note(URL, task(), FOUND, NOON)
    assert sitemaps.is_unchanged(task())
    assert not sitemaps.is_unchanged(task("2025-11-01T12:00:00Z"))
    assert not sitemaps.is_unchanged(task(None))


@pytest.mark.parametrize("hours", [-1, 24])
def test_it_is_read_again_after_a_day_and_when_the_clock_was_set_back(
    run: CrawlRun, hours: int
) -> None:
    sitemaps = IndexedSitemaps(run)
    sitemaps.note(URL, task(), FOUND, NOON)
    run.started_at = NOON + hours * HOUR
    assert not sitemaps.is_unchanged(task())


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (f"{URL}?moved", FOUND),
        (URL, Discovered(kind="sitemap_index", child_sitemaps=(SitemapChild(url=URL),))),
        (URL, Discovered(kind="sitemap", entries=(Entry(url=f"{URL}/1"),))),
    ],
    ids=["moved", "an index itself", "no stamps"],
)
def test_what_cannot_be_believed_is_forgotten(run: CrawlRun, url: str, found: Discovered) -> None:
    sitemaps = IndexedSitemaps(run)
    sitemaps.note(URL, task(), FOUND, NOON)
    sitemaps.note(url, task(), found, NOON)
    assert not sitemaps.is_unchanged(task())
