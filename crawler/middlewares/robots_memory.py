"""Keeps the robots.txt of hosts from run to run."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.http_headers import FRESHNESS_HEADERS, freshness_s
from crawler.limits.robots_rules import MAX_BYTES
from crawler.state.database import STORAGE_ERRORS
from crawler.state.robots_files import RobotsFile

MAX_KEPT_S = 3600.0
"""A site that closes a section waits no longer than this until it is obeyed."""


class Files(Protocol):
    """Where files are kept: ``RobotsFiles`` of a dataset, or less for a short crawl."""

    def get(self, host: str, now: datetime) -> RobotsFile | None:
        """Return the file of a host that is fresh now."""

    def put(self, host: str, file: RobotsFile, fresh_until: datetime) -> None:
        """Keep the file of a host until a time."""


def robots_host(url: str) -> str:
    """Return what has a robots.txt of its own: scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


class RobotsMemory:
    """The spider's ``robots_files``. Where it has none, or they cannot be used, nothing is kept."""

    def __init__(self, crawler: Crawler, wall_clock: Callable[[], float] = time.time) -> None:
        self._crawler = crawler
        self._wall_clock = wall_clock

    def file(self, host: str) -> tuple[bytes, float] | None:
        """Return the file of a host and its age in seconds; ``None``: ask for it."""
        files, now = self._files(), self._now()
        if files is None:
            return None
        try:
            kept = files.get(host, now)
        except STORAGE_ERRORS:
            return None
        return None if kept is None else (kept.body, (now - kept.asked_at).total_seconds())

    def keep(self, host: str, body: bytes, response: Response) -> None:
        """Keep the file of a host, for as long as the answer says, but not for ever."""
        files, now = self._files(), self._now()
        headers = ((name, response.headers.get(name)) for name in FRESHNESS_HEADERS)
        fresh_s = freshness_s({n: value.decode("latin-1") for n, value in headers if value})
        kept_s = MAX_KEPT_S if fresh_s is None else min(fresh_s, MAX_KEPT_S)
        if files is None or not kept_s:
            return
        try:
            file = RobotsFile(body=body[: MAX_BYTES + 1], asked_at=now)
            files.put(host, file, now + timedelta(seconds=kept_s))
        except STORAGE_ERRORS:
            return  # it spares a request, no more; whoever must write will tell

    def _files(self) -> Files | None:
        files: Files | None = getattr(self._crawler.spider, "robots_files", None)
        return files

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._wall_clock(), UTC)
