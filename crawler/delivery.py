"""The last item pipeline: articles and rejections go into the dataset."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.utils.defer import deferred_from_coro

from crawler.limits.traps import PageOutcome
from crawler.run import CrawlRun
from crawler.state.database import STORAGE_ERRORS
from crawler.state.deliveries import Delivered
from crawler.state.source_states import Validators
from pipelines.errors import MACHINE_FAULTS
from pipelines.extraction.feed_text import FEED_EXTRACTOR
from pipelines.items import Article, Rejection

logger = logging.getLogger(__name__)

_DENIED = frozenset({"bot-challenge", "http-403"})
"""What a site says that takes us for a robot it does not want, which may pass within the hour."""
_CLOSED = "maintenance"
"""What a site says that is closed for a while, whatever it is asked for."""
_RESTING = _DENIED | {_CLOSED}
_RETRIED_REASONS = MACHINE_FAULTS | _RESTING
"""The next runs try again, a few times."""
_REST_S = 3600
"""Seconds until such a page is asked for again: the runs of a watch are minutes apart."""
_SAYS_NOTHING = MACHINE_FAULTS | {"offsite-redirect", "robots-disallowed", "host-deferred"}
"""What says nothing of the pages that a pattern of URLs leads to."""


class DeliveryPipeline:
    """Delivers each article once and counts what became of it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline."""
        return cls(crawler)

    def process_item(self, item: object) -> Mapping[str, object]:
        """Return the record of a new or updated article.

        When the dataset cannot be written, the crawl ends: what is not delivered stays pending.

        Raises:
            DropItem: nothing new was written: a rejection, a duplicate, an unchanged article.
        """
        run = self._run()
        run.pages_done += 1
        run.pages_open.pop(getattr(item, "url_requested", ""), None)
        if run.storage_error is not None:
            raise DropItem("the crawl ends")
        try:
            return _deliver(run, item)
        except STORAGE_ERRORS as error:
            run.storage_error = error
            deferred_from_coro(self._crawler.stop_async())  # it waits for this item to end
            raise DropItem(f"the dataset cannot be written: {error}") from error

    def _run(self) -> CrawlRun:
        run = getattr(self._crawler.spider, "run", None)
        if not isinstance(run, CrawlRun):
            raise TypeError("DeliveryPipeline needs a spider of crawler.spiders")
        return run


def _deliver(run: CrawlRun, item: object) -> Mapping[str, object]:
    if isinstance(item, Article):
        return _deliver_article(run, item)
    if isinstance(item, Rejection):
        _reject(run, item)
        raise DropItem(f"{item.reason}: {item.url_requested}: {item.detail}")
    raise DropItem(f"not an article: {type(item).__name__}")


def _deliver_article(run: CrawlRun, article: Article) -> Mapping[str, object]:
    result = run.result(article.hints.source_id)
    row = run.dataset.frontier.row(article.url_requested)
    is_first_visit = row is None or row.article_id is None
    delivered = run.dataset.deliver(article)
    _keep_validators(run, article)
    if is_first_visit:
        outcome: PageOutcome = "story" if _is_story(delivered) else "nothing-new"
        run.traps.learn(article.hints.source_id, article.url_requested, outcome)
    result.count(delivered.outcome)
    run.dataset.drain()
    extra = {"source": article.hints.source_id, "url": article.url_requested}
    logger.info("%s: %s", delivered.outcome, article.url_requested, extra=extra)
    if delivered.record is None:
        raise DropItem(f"{delivered.outcome}: {article.url}")
    return delivered.record


def _keep_validators(run: CrawlRun, article: Article) -> None:
    """Keep how to ask for a page again now that what it says is delivered; not for a wall."""
    validators = run.page_validators.pop(article.url_requested, None)
    if article.extractor == FEED_EXTRACTOR:
        validators = Validators()
    if validators is not None:
        run.dataset.frontier.save_validators(article.url_requested, validators, article.fetched_at)


def _is_story(delivered: Delivered) -> bool:
    """Return whether an article is no copy, not even nearly, of another one."""
    return delivered.outcome in {"new", "updated"} and delivered.duplicate is None


def _reject(run: CrawlRun, rejection: Rejection) -> None:
    result = run.result(rejection.hints.source_id)
    told = f"{rejection.url_requested}: {rejection.reason}: {rejection.detail}"
    extra = {
        "source": rejection.hints.source_id,
        "url": rejection.url_requested,
        "reason": rejection.reason,
    }
    row = run.dataset.frontier.row(rejection.url_requested)
    is_first_visit = row is None or row.finished_at is None
    if is_first_visit and rejection.reason not in _SAYS_NOTHING:
        run.traps.learn(rejection.hints.source_id, rejection.url_requested, "nothing-new")
    if rejection.reason in _RETRIED_REASONS:
        outage_at = rejection.fetched_at if rejection.reason == _CLOSED else None
        frontier = run.dataset.frontier
        if not frontier.fail(rejection.url_requested, rejection.reason, outage_at):
            result.retry_later += 1
            if rejection.reason in _RESTING:
                _let_rest(run, rejection)
            logger.info("to try again: %s", told, extra=extra)
            return
    run.dataset.reject(rejection)
    result.rejected[rejection.reason] += 1
    run.dataset.drain()
    logger.info("rejected: %s", told, extra=extra)


def _let_rest(run: CrawlRun, rejection: Rejection) -> None:
    """Have later runs ask for a page no sooner than in an hour."""
    address = Request(rejection.url_requested).url  # as it will be asked for
    now = rejection.fetched_at
    run.dataset.pauses.put(address, now + timedelta(seconds=_REST_S), now)
