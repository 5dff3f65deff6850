"""Calls of ``newsdesk extract`` in this process, and pages for them. Our own text."""

import json
from typing import Any

from crawler.cli.main import main
from tests.crawler.saved_pages import story_html, story_url

STAMP = '<div class="article-date">{}</div>'


def extract(*arguments: object) -> int:
    return main(["extract", "--workers", "0", *map(str, arguments)])


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def stamped_rows(count: int) -> list[dict[str, str]]:
    """Return pages that prove day first, and a last one that needs to be told."""
    html = [
        story_html(n).replace("<h1>", STAMP.format(f"{13 + n % 15}/02/2025") + "<h1>", 1)
        for n in range(count)
    ]
    html.append(story_html(count).replace("<h1>", STAMP.format("03/02/2025") + "<h1>", 1))
    meta = "<meta property='article:published_time' content='2025-11-18T09:30:00Z'>"
    return [
        {"url": story_url(n), "html": page.replace(meta, ""), "fetched_at": "2025-11-20"}
        for n, page in enumerate(html)
    ]
