"""Articles, rejections and datasets for the tests of what is remembered."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawler.state.dataset import Dataset, DatasetSettings
from crawler.state.frontier_rows import Announcement, Ending
from crawler.state.known_url import UrlState
from pipelines.dedup.content_hash import text_sha256
from pipelines.exporters.jsonl import read_segments
from pipelines.items import Article, ConsideredDate, Entry, Rejection, RemovedBlock, SourceHints
from pipelines.site_memory import SiteMemory
from pipelines.urls import canonicalize_url

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = "https://gazette.example/feed.xml"
HINTS = SourceHints(source_id="gazette", source_type="feed", source_url=FEED)
STORY = "https://gazette.example/2026/harbour"


def article(
    url: str = STORY,
    text: str = "The harbour opens again on Monday.",
    *,
    canonical: str | None = None,
    signature: tuple[int, ...] = (),
    fetched_at: datetime = NOON,
) -> Article:
    url_canonical = canonicalize_url(canonical or url)
    return Article(
        id=hashlib.sha256(url_canonical.encode()).hexdigest()[:32],
        url=url,
        url_requested=url,
        url_canonical=url_canonical,
        domain="gazette.example",
        hints=HINTS,
        publisher="The Gazette",
        title="The harbour opens",
        title_source="og",
        description=None,
        text=text,
        blocks=(),
        removed=(),
        authors=("Ida Lund",),
        sections=(),
        tags=(),
        language="en",
        image_url=None,
        word_count=len(text.split()),
        published=None,
        modified=None,
        dates_considered=(
            ConsideredDate(
                role="published", raw="24.11.2026", source="time", value=NOON, outcome="chosen"
            ),
        ),
        fetched_at=fetched_at,
        http_status=200,
        content_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text_sha256=text_sha256(text),
        signature=signature,
        page_type="article",
        is_paywalled=None,
        is_truncated=None,
        quality_flags=(),
        extractor="test/1",
        cleaner="test/1",
        rule_id=None,
        ai_use="unknown",
        license=None,
        learned=SiteMemory(day_first=1),
    )


def with_removed_block(base: Article) -> Article:
    block = RemovedBlock(
        block=3, start=0, end=9, text="Read more", rule="read-more", reason="a prompt"
    )
    return replace(base, removed=(block,))


def rejection(url: str = STORY, reason: str = "no-article-body") -> Rejection:
    return Rejection(
        url=url,
        url_requested=url,
        hints=HINTS,
        reason=reason,
        detail="4 words",
        http_status=200,
        fetched_at=NOON,
    )


def announcement(*entries: Entry | str, run_id: str = "run-1") -> Announcement:
    return Announcement(
        run_id=run_id,
        source_id="gazette",
        source_type="feed",
        source_url=FEED,
        entries=tuple(e if isinstance(e, Entry) else Entry(url=e) for e in entries),
        now=NOON,
    )


def open_dataset(folder: Path, run_id: str = "run-1", **settings: object) -> Dataset:
    values = DatasetSettings(run_id=run_id, now=NOON, command="newsdesk crawl")
    return Dataset.open(folder, replace(values, **settings))  # type: ignore[arg-type] # by name


def damage_table(folder: Path, table: str) -> None:
    """Write over the first page of a table in the state of a dataset."""
    path = folder / "state" / "newsdesk.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)


def lines(folder: Path, stream: str) -> list[dict[str, object]]:
    return list(read_segments(folder / stream))


def column(folder: Path, stream: str, name: str) -> Sequence[object]:
    return [line[name] for line in lines(folder, stream)]


def ending(
    url: str = STORY, state: UrlState = "delivered", now: datetime = NOON, final: str | None = None
) -> Ending:
    return Ending(
        url=url,
        source_id="gazette",
        source_type="feed",
        source_url=FEED,
        state=state,
        now=now,
        final_url=final or url,
    )
