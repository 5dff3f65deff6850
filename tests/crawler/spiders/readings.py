"""A source reader over one source, and documents for it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.configuration.sources import Source
from crawler.run import CrawlRun
from crawler.spiders.source_reader import SourceReader
from crawler.spiders.source_tasks import SourceDocument, SourceTask
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators
from pipelines.errors import SourceError
from tests.crawler.spiders.runs import FEED, new_run
from tests.crawler.state.examples import NOON

HOME = "https://gazette.example/"
ETAG = Validators(etag='"1"')
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
STORIES = tuple(f"{HOME}story/{number}" for number in range(4))


class Reading:
    """A reader over one source, in a run of its own."""

    def __init__(self, folder: Path, source: Source, run_id: str = "run-1") -> None:
        self.run: CrawlRun = new_run(folder, source, run_id=run_id)
        self.source = source
        self.reader = SourceReader(self.run)
        self.result = self.run.result(source.id)

    def read(
        self, task: SourceTask, body: bytes, status: int = 200, at: datetime = NOON, **values: bool
    ) -> list[str]:
        document = SourceDocument(
            task=task,
            url=task.url,
            status=status,
            body=body,
            content_type=None,
            validators=ETAG,
            fetched_at=at,
            is_conditional=values.get("is_conditional", status == 304),
        )
        return told(self.reader.read(document))

    def fail(self, task: SourceTask, reason: str = "http-500") -> list[str]:
        return told(self.reader.failed(task, SourceError(reason, f"{task.url}: gone")))

    def is_asked_conditionally(self, url: str) -> bool:
        return self.run.dataset.sources.validators(url) == ETAG


def told(work: Iterator[SourceTask | QueuedUrl]) -> list[str]:
    """Return what is to be fetched, pages of stories marked by a star."""
    return [f"* {piece.url}" if isinstance(piece, QueuedUrl) else piece.url for piece in work]


def remember(reading: Reading, read_as: Source) -> None:
    """Let the source have been read well in an earlier run, configured so."""
    reading.run.dataset.sources.record_run(
        read_as.id, NOON, error=None, read_as=read_as.reading_key
    )


def task(url: str = FEED, **values: object) -> SourceTask:
    return SourceTask(**{"source_id": "gazette", "url": url, **values})  # type: ignore[arg-type] # by name


def rss(*links: str, day: str = "23 Nov 2026") -> bytes:
    items = "".join(
        f"<item><title>T</title><link>{link}</link><pubDate>{day} 10:00:00 GMT</pubDate></item>"
        for link in links
    )
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


def home_page(*links: str, feeds: tuple[str, ...] = (), next_page: str | None = None) -> bytes:
    heads = "".join(f"<link rel='alternate' type='application/rss+xml' href='{f}'>" for f in feeds)
    rows = "".join(
        f"<div><h3><a href='{link}'>What the people of the town say about {link}</a></h3>"
        f"<span>2{n}.11.2025 10:00</span></div>"
        for n, link in enumerate(links)
    )
    more = f"<a rel='next' href='{next_page}'>Next</a>" if next_page else ""
    return f"<html><head>{heads}</head><body><main>{rows}</main>{more}</body></html>".encode()


def index(*children: tuple[str, str]) -> bytes:
    rows = "".join(
        f"<sitemap><loc>{HOME}{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in children
    )
    return f"<sitemapindex xmlns='{SITEMAP}'>{rows}</sitemapindex>".encode()


def sitemap(*stories: tuple[str, str | None]) -> bytes:
    rows = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{stamp}</lastmod>' if stamp else ''}</url>"
        for url, stamp in stories
    )
    return f"<urlset xmlns='{SITEMAP}'>{rows}</urlset>".encode()
