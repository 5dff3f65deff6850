"""Runs over a dataset in a folder, for the tests of what happens in them."""

from pathlib import Path

from crawler.configuration.sources import Configuration, Source
from crawler.run import CrawlRun
from tests.crawler.state.examples import NOON, open_dataset

FEED = "https://gazette.example/feed.xml"


def source(**values: object) -> Source:
    """Return a source of the gazette."""
    return Source(**{"id": "gazette", "url": FEED, **values})  # type: ignore[arg-type] # by name


def new_run(
    folder: Path, *sources: Source, run_id: str = "run-1", limit: int | None = None
) -> CrawlRun:
    """Return a run over the sources; its dataset is to be closed."""
    return CrawlRun(
        run_id=run_id,
        configuration=Configuration(sources=sources),
        sources=sources,
        dataset=open_dataset(folder, run_id),
        folder=folder,
        started_at=NOON,
        command="newsdesk crawl",
        limit=limit,
    )
