"""Sitemaps that need not be read again, because their index says that they did not change."""

from datetime import datetime

from crawler.discovery.discovered import Discovered
from crawler.discovery.sitemap_stamps import has_passed, is_believable
from crawler.run import CrawlRun
from crawler.spiders.source_tasks import BELIEVED, SourceTask


class IndexedSitemaps:
    """The sitemaps of indexes, as earlier runs read them.

    Most are made anew at each request and have no validators: a watch downloaded five of them, of
    up to 50,000 URLs each, in every round.
    """

    def __init__(self, run: CrawlRun) -> None:
        self._run = run

    def note(self, url: str, task: SourceTask, discovered: Discovered, now: datetime) -> None:
        """Remember how new an index calls a sitemap that was read, if that may be believed."""
        if task.lastmod is None:
            return
        known = self._run.dataset.read_sitemaps
        is_there = url == task.url and not discovered.child_sitemaps
        if is_there and is_believable(task.lastmod, discovered.entries):
            known.put(task.url, task.lastmod, now)
        else:
            known.forget(task.url)

    def is_unchanged(self, task: SourceTask) -> bool:
        """Return whether a sitemap has not changed since it was read, as its index says."""
        if task.lastmod is None:
            return False
        now = self._run.begun_at(task.source_id)
        read_at = self._run.dataset.read_sitemaps.read_at(task.url, task.lastmod, now)
        if read_at is None or not now - BELIEVED < read_at <= now:
            return False
        return has_passed(task.lastmod, read_at)
