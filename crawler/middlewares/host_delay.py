"""Keeps the pace of each site: configured delay, crawl-delay, ``Retry-After``, and its refusals.

Scrapy's downloader keeps slots, each with a delay of its own; this module says which slot a request
belongs to and sets the slots' numbers, so that the other sites of a run go on at their own pace.
All hosts of a registered domain share one slot: they are most often one machine or one operator.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, time
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.python import to_unicode

from crawler.limits import pacing
from crawler.limits.pacing import HostHistory, Pace, Scope
from crawler.middlewares.downloader import HELD_UNTIL, SENT_AT, SMALLEST_DELAY_S
from crawler.middlewares.retry_after import retry_after_s
from crawler.state.database import STORAGE_ERRORS
from crawler.state.pauses import LONGEST_PAUSE_S, MISTAKEN_PAUSE_S, Pauses
from pipelines.urls import registered_domain

HOST_DELAY_S = "host_delay_s"
"""Key of ``Request.meta``: the delay that the source asks for, in seconds."""
HOST_CONCURRENCY = "host_concurrency"
"""Key of ``Request.meta``: how many requests the source allows at once."""
SLOT = Downloader.DOWNLOAD_SLOT
"""Key of ``Request.meta``: the site whose pace counts. Scrapy's scheduler reads it too."""
_KEPT_DELAY_S = 2.0
"""A shorter one has passed when the next run has begun."""
_NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)


class HostDeferredError(IgnoreRequest):
    """The host asked for a longer pause than this run waits, or is down; ask in the next run."""

    def __init__(self, message: str = "", *, counts_as_attempt: bool = False) -> None:
        super().__init__(message)
        self.counts_as_attempt = counts_as_attempt
        """The URL itself was asked for and is out of service; it ends some day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closed:
    """Until when nothing is asked of a host or a page; seconds since 1970."""

    until: float
    why: str


def site_of(url: str) -> str:
    """Return the name of the slot for a URL: its registered domain, or its IP address.

    Suffixes under which anybody may publish count as suffixes, so two blogs are two sites.
    """
    return registered_domain(url)


def agent_of(request: Request, default: str) -> str:
    """Return the name that a request tells its host; ``default`` where it has none of its own."""
    agent = request.headers.get("User-Agent")
    return default if agent is None else to_unicode(agent, errors="replace")


def refusal_of(response: Response, now_s: float) -> int | None:
    """Return which refusal an answer comes to, as ``pacing.refusal`` has it; ``None`` for none."""
    wait_s = retry_after_s(response.headers.get("Retry-After"), now_s)
    return pacing.refusal(response.status, wait_s)


def end_in_order(crawler: Crawler) -> None:
    """Let what is under way come to its end, and drop what waits for its turn."""
    deferred_from_coro(crawler.stop_async())
    pace = crawler.get_downloader_middleware(HostDelayMiddleware)
    if pace is not None:
        pace.drop_waiting()


class HostDelayMiddleware:
    """Keeps the pace each site was promised."""

    def __init__(
        self,
        crawler: Crawler,
        clock: Callable[[], float] = monotonic,
        wall_clock: Callable[[], float] = time,
    ) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._clock = clock
        self._wall_clock = wall_clock
        self._agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._default = Pace(
            delay_s=settings.getfloat("DOWNLOAD_DELAY"),
            concurrency=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
        )
        self._max_wait_s = settings.getfloat("NEWSDESK_MAX_RETRY_AFTER_S")
        self._max_crawl_delay_s = settings.getfloat("NEWSDESK_MAX_CRAWL_DELAY_S")
        self._promised: defaultdict[str, set[Pace]] = defaultdict(set)
        self._crawl_delays_s: dict[str, float] = {}
        self._slowed_s: dict[str, float] = {}
        self._slowed_at: dict[str, float] = {}
        self._histories: defaultdict[str, HostHistory] = defaultdict(HostHistory)
        self._closed: dict[str, _Closed] = {}
        self._held_until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, listening for the start and for parsed robots.txt files."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        return middleware

    def spider_opened(self) -> None:
        """Take over what earlier runs learned: how slowly sites are to be asked, and pauses."""
        pauses = self._pauses()
        if pauses is not None:
            self._slowed_s = pauses.slowed(self._utc_now())
        self.take_over_pauses()

    def take_over_pauses(self) -> None:
        """Keep the pauses that the dataset knows of; short ones of hosts are waited for."""
        pauses = self._pauses()
        if pauses is None:
            return
        now_s = self._wall_clock()
        for place, until in pauses.active(datetime.fromtimestamp(now_s, UTC)).items():
            left_s = until.timestamp() - now_s
            if left_s <= self._max_wait_s and "://" not in place:
                self._held_until[site_of(f"http://{place}/")] = self._clock() + left_s
                continue
            why = f"is left alone until {until:%Y-%m-%d %H:%M} UTC, as an earlier run was told"
            self._closed[place] = _Closed(until=until.timestamp(), why=why)

    def spider_closed(self) -> None:
        """Let the next run keep the distance to the last request of this one.

        Rounds of a watch follow each other: each would begin in the pause that a site asked for.
        """
        pauses = self._pauses()
        if pauses is None:
            return
        for site, slot in self._downloader().slots.items():
            left_s = min(slot.lastseen + slot.delay - self._clock(), self._max_wait_s)
            if slot.delay < _KEPT_DELAY_S or left_s <= 0 or site in self._closed:
                continue
            until = datetime.fromtimestamp(math.ceil(self._wall_clock() + left_s), UTC)
            try:
                pauses.put(site, until, self._utc_now())
            except STORAGE_ERRORS:
                return  # the run has ended, maybe because of them

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember the crawl-delay of the host, cut to the largest that is honoured."""
        agent = agent_of(request, self._agent)
        delay_s = min(robotparser.crawl_delay(agent) or 0.0, self._max_crawl_delay_s)
        site = site_of(request.url)
        if delay_s > self._crawl_delays_s.get(site, 0.0):
            self._crawl_delays_s[site] = delay_s
            self._set_pace(site)

    def process_request(self, request: Request) -> None:
        """Give the site's slot its numbers; refuse hosts and pages that asked for a long pause."""
        for place in (_host(request), request.url):
            closed = self._closed.get(place)
            if closed is not None and closed.until > self._wall_clock():
                raise HostDeferredError(f"{place} {closed.why}")
        site = site_of(request.url)
        request.meta[SLOT] = site
        if not _is_robots(request):
            self._promised[site].add(self._wanted(request))
        self._set_pace(site)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Slow the site down when it refuses, as long as it says; let it recover when it does not.

        Return the answer, or the request for another try.

        Raises:
            HostDeferredError: it asks for a longer pause than this run waits, or refuses whatever
                it is asked for.
        """
        host, site = _host(request), site_of(request.url)
        wait_s = retry_after_s(response.headers.get("Retry-After"), self._wall_clock())
        refusal = refusal_of(response, self._wall_clock())
        if refusal is None:
            if response.status < 500:
                is_page = not _is_robots(request)
                self._histories[host] = pacing.answered(
                    self._histories[host], self._clock(), is_page=is_page
                )
                self._recover(site)
            return response
        self._slow_down(site, host, request.url)
        history = self._histories[host]
        if wait_s is not None and wait_s > self._max_wait_s:
            scope = pacing.scope_of_pause(history, refusal, request.url)
            self._pause(request, refusal, scope, wait_s)
        if history.is_refusing:
            self._pause(request, refusal, "host", None)
        self._hold(site, self._slowed_s[site] if wait_s is None else wait_s)
        return response if response.status == refusal else self._once_more(request, response)

    def _once_more(self, request: Request, response: Response) -> Request | Response:
        """Return the request for another try; the answer when there were enough.

        The retry middleware takes a 403 for the last word.
        """
        spider = self._crawler.spider
        if spider is None or response.status >= 500:
            return response
        why = f"{response.status} with Retry-After"
        return get_retry_request(request, spider=spider, reason=why) or response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Close a host for some minutes when none of several pages in a row got an answer.

        Else every page of a host that is down is waited for, and asked for again, to its time-out.
        """
        if not isinstance(exception, _NO_ANSWER) or isinstance(exception, ResponseDataLossError):
            return
        host = _host(request)
        asked_at = request.meta.get(SENT_AT, self._clock())
        self._histories[host] = pacing.unanswered(self._histories[host], request.url, asked_at)
        if self._histories[host].is_silent:
            why = f"gave no answer to {pacing.SILENT_URLS} pages in a row"
            self._closed[host] = _Closed(until=self._wall_clock() + pacing.SILENT_S, why=why)
            self.drop_waiting(host)

    def drop_waiting(self, host: str | None = None) -> None:
        """Fail the requests that wait for their turn, of one host or of all.

        Scrapy sends them otherwise, also when the crawl is already being stopped.
        """
        for slot in self._downloader().slots.values():
            waiting = [slot.queue.popleft() for _ in range(len(slot.queue))]
            for request, deferred in waiting:
                if host in {None, _host(request)}:
                    deferred.errback(HostDeferredError("no longer asked for in this run"))
                else:
                    slot.queue.append((request, deferred))

    def _slow_down(self, site: str, host: str, url: str) -> None:
        """Double the delay of a site that refused a page.

        What was on its way when it refused another one says no more than that one did.
        """
        now, before_s = self._clock(), self._slowed_s.get(site, 0.0)
        if now < self._slowed_at.get(site, -math.inf) + before_s:
            return
        self._slowed_at[site] = now
        self._histories[host] = pacing.refused(self._histories[host], url)
        self._slow_to(site, pacing.slower(before_s, self._base(site).delay_s))

    def _pause(self, request: Request, refusal: int, scope: Scope, wait_s: float | None) -> None:
        """Ask nothing of the host, or of the page, before it allows; nor in the next runs.

        ``wait_s`` is ``None`` where it named no time, but refused one page after the other.
        """
        host = _host(request)
        self._histories[host] = pacing.paused(self._histories[host], request.url)
        place = host if scope == "host" else request.url
        if wait_s is None:
            why, wait_s = f"refused {pacing.REFUSED_URLS} pages in a row", pacing.REFUSED_PAUSE_S
        else:
            why = f"asked to wait {wait_s:.0f} s"
        until = self._wall_clock() + (wait_s if wait_s <= LONGEST_PAUSE_S else MISTAKEN_PAUSE_S)
        self._closed[place] = _Closed(until=until, why=why)
        pauses = self._pauses()
        if pauses is not None:
            pauses.put(place, datetime.fromtimestamp(until, UTC), self._utc_now())
        if scope == "host":
            self.drop_waiting(host)
        counts = refusal != pacing.TOO_MANY_REQUESTS
        raise HostDeferredError(f"{place} {why}", counts_as_attempt=counts)

    def _recover(self, site: str) -> None:
        slowed_s = self._slowed_s.get(site, 0.0)
        if slowed_s:
            self._slow_to(site, pacing.faster(slowed_s, self._base(site).delay_s))

    def _slow_to(self, site: str, delay_s: float) -> None:
        """Give a site the delay that its refusals led to, also in the next runs; 0: none."""
        self._slowed_s[site] = delay_s
        pauses = self._pauses()
        if pauses is not None:
            pauses.note_slowed(site, delay_s, self._utc_now())
        self._set_pace(site)

    def _wanted(self, request: Request) -> Pace:
        return Pace(
            delay_s=float(request.meta.get(HOST_DELAY_S, self._default.delay_s)),
            concurrency=int(request.meta.get(HOST_CONCURRENCY, self._default.concurrency)),
        )

    def _base(self, site: str) -> Pace:
        """Return the pace of a site that refuses nothing."""
        pace = pacing.slowest(self._promised.get(site) or (self._default,))
        crawl_delay_s = self._crawl_delays_s.get(site)
        return pace if crawl_delay_s is None else pacing.with_crawl_delay(pace, crawl_delay_s)

    def _set_pace(self, site: str) -> None:
        pace = pacing.slowed(self._base(site), self._slowed_s.get(site, 0.0))
        downloader = self._downloader()
        downloader.per_slot_settings[site] = {
            "delay": pace.delay_s,
            "concurrency": pace.concurrency,
            "jitter": pace.jitter,
            HELD_UNTIL: self._held_until.get(site, 0.0),
        }
        slot = downloader.slots.get(site)
        if slot is not None:
            is_held = slot.lastseen > self._clock()
            slot.delay = max(pace.delay_s, SMALLEST_DELAY_S if is_held else 0)
            slot.concurrency = pace.concurrency
            slot.jitter = pace.jitter

    def _pauses(self) -> Pauses | None:
        """Return the memory of the run; ``None`` for spiders that have no dataset."""
        pauses = getattr(self._crawler.spider, "pauses", None)
        return pauses if isinstance(pauses, Pauses) else None

    def _utc_now(self) -> datetime:
        return datetime.fromtimestamp(self._wall_clock(), UTC)

    def _downloader(self) -> Downloader:
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("the engine is not running")
        return engine.downloader

    def _hold(self, site: str, wait_s: float) -> None:
        """Move the slot's last request into the future: the downloader then waits by itself."""
        slot = self._downloader().slots.get(site)
        if slot is not None and wait_s > 0:
            slot.delay = max(slot.delay, SMALLEST_DELAY_S)
            slot.lastseen = max(slot.lastseen, self._clock() + wait_s)


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""


def _is_robots(request: Request) -> bool:
    return bool(request.meta.get("dont_obey_robotstxt"))
