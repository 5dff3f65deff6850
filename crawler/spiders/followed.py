"""Which of the entries that a source announces are followed."""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from crawler.configuration.sources import Source
from crawler.limits.traps import TrapOptions, url_fault
from crawler.run import SourceResult
from pipelines.errors import SourceError
from pipelines.items import Entry
from pipelines.urls import is_same_site

logger = logging.getLogger(__name__)


class FollowedEntries:
    """Sorts the entries of one document, and counts what becomes of them in the source's result."""

    def __init__(self, source: Source, result: SourceResult, options: TrapOptions) -> None:
        self._source = source
        self._result = result
        self._options = options
        self._seen = 0
        self._wanted = 0

    def check(self, entries: Iterable[Entry]) -> None:
        """Refuse a document that would never give a story.

        Raises:
            SourceError: all that is wanted of it is on other hosts.
        """
        hosts: Counter[str] = Counter()
        for entry in entries:
            if not self._is_wanted(entry.url) or url_fault(entry.url, self._options):
                continue
            if self._is_own(entry.url):
                return
            hosts[urlsplit(entry.url).hostname or ""] += 1
        if hosts:
            self._result.offsite += hosts
            host = hosts.most_common(1)[0][0]
            raise SourceError(
                "offsite-only",
                f"{self._source.url}: all {hosts.total()} links lead to other hosts, most of them "
                f'to {host}; to follow them, add allowed_hosts = ["{host}"]',
            )

    def follow(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries that the source may lead to; call it with one part after the other."""
        for entry in entries:
            self._seen += 1
            if not self._is_wanted(entry.url):
                continue
            self._wanted += 1
            fault = url_fault(entry.url, self._options)
            if fault is not None:
                self._result.skipped[fault] += 1
            elif self._is_own(entry.url):
                self._result.listed += 1
                yield entry
            else:
                self._result.offsite[urlsplit(entry.url).hostname or ""] += 1

    def leads_to(self, url: str) -> bool:
        """Return whether the source may lead to a URL; nothing is counted."""
        return self._is_wanted(url) and not url_fault(url, self._options) and self._is_own(url)

    def tell(self) -> None:
        """Log what the patterns of the source left of the document."""
        if self._source.include or self._source.exclude:
            logger.info(
                "%s: include and exclude leave %d of %d stories",
                self._source.id,
                self._wanted,
                self._seen,
            )

    def _is_own(self, url: str) -> bool:
        sites = (self._source.url, *self._source.allowed_hosts)
        return any(is_same_site(url, site) for site in sites)

    def _is_wanted(self, url: str) -> bool:
        include, exclude = self._source.include, self._source.exclude
        if include and not any(re.search(pattern, url) for pattern in include):
            return False
        return not any(re.search(pattern, url) for pattern in exclude)
