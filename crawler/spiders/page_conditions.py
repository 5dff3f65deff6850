"""Stories that are visited again: asked for only in case they changed, and told by their pages."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from scrapy.http import Response

from crawler import converters
from crawler.configuration.sources import Source
from crawler.run import CrawlRun
from crawler.spiders.source_tasks import BELIEVED
from crawler.state.frontier_rows import QueuedUrl
from crawler.state.source_states import Validators
from crawler.state.trail import told_by_page

logger = logging.getLogger(__name__)

_BELIEVED_VISITS = 3
"""So many visits in a row a page may be said not to have changed; then it is read in full. Some
servers call a page unchanged for ever."""


def conditions(source: Source, queued: QueuedUrl, now: datetime) -> Validators:
    """Return what to ask for a page with; empty: ask for it in full."""
    if source.revisit_s is None or queued.read_at is None:
        return Validators()
    believed = max(BELIEVED, timedelta(seconds=_BELIEVED_VISITS * source.revisit_s))
    return queued.validators if now - believed < queued.read_at <= now else Validators()


def is_unchanged(run: CrawlRun, queued: QueuedUrl, response: Response) -> bool:
    """Return whether an answer says that a page did not change; its story has ended then.

    What came in place of that gets new validators when it is delivered: some servers stumble over
    the condition.
    """
    if not converters.is_conditional(response):
        return False
    frontier = run.dataset.frontier
    if response.status == 304 and frontier.leave_unchanged(queued.url, converters.now()):
        run.result(queued.source_id).unchanged += 1
        run.pages_done += 1
        run.pages_open.pop(queued.url, None)
        extra = {"source": queued.source_id, "url": queued.url}
        logger.info("unchanged: %s", queued.url, extra=extra)
        return True
    frontier.forget_validators(queued.url)
    return False


def as_known_now(run: CrawlRun, queued: QueuedUrl) -> QueuedUrl:
    """Return a queued URL with what sources said of it while it was on its way.

    The text of a feed is left out where the page itself gave one before: it stands in for a page,
    not for a later state of it.
    """
    queued = run.dataset.frontier.queued(queued.url)
    if queued.entry is None or queued.entry.content_html is None:
        return queued
    if not told_by_page(run.dataset.frontier.row(queued.url)):
        return queued
    return replace(queued, entry=replace(queued.entry, content_html=None))
