"""Slows single hosts down: configured delay, crawl-delay of robots.txt, ``Retry-After``.

Scrapy's downloader keeps one slot a host with its own delay; this module only sets the slots'
numbers, so that the other hosts of a run go on at their own pace.
"""

import email.utils
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, time
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

HOST_DELAY_S = "host_delay_s"
"""Key of ``Request.meta``: the delay that the source asks for, in seconds."""
HOST_CONCURRENCY = "host_concurrency"
"""Key of ``Request.meta``: how many requests the source allows at once."""
_TOO_MANY_REQUESTS = 429
_SLOW_DOWN = frozenset({_TOO_MANY_REQUESTS, 503})
_SMALLEST_DELAY_S = 0.05
_JITTER = 0.5
"""Scrapy varies its own delays by half; what a host asked for is not made shorter."""


class HostDeferredError(IgnoreRequest):
    """The host asked for a longer pause than this run waits; ask again in the next run."""

    def __init__(self, message: str = "", *, counts_as_attempt: bool = False) -> None:
        super().__init__(message)
        self.counts_as_attempt = counts_as_attempt
        """The URL itself was asked for and is out of service. Would that not count, one such page
        would close its host at the beginning of every run, for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimits:
    """What one host is given."""

    delay_s: float
    concurrency: int
    jitter: float


class HostDelayMiddleware:
    """Keeps the pace each host was promised."""

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = monotonic) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._clock = clock
        self._agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._default_delay_s = settings.getfloat("DOWNLOAD_DELAY")
        self._default_concurrency = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._max_wait_s = settings.getfloat("NEWSDESK_MAX_RETRY_AFTER_S")
        self._max_crawl_delay_s = settings.getfloat("NEWSDESK_MAX_CRAWL_DELAY_S")
        self._crawl_delays_s: dict[str, float] = {}
        self._closed_hosts: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, listening for parsed robots.txt files."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember the crawl-delay of the host, cut to the largest that is honoured."""
        delay_s = robotparser.crawl_delay(self._agent)
        if delay_s:
            host = _host(request)
            self._crawl_delays_s[host] = min(delay_s, self._max_crawl_delay_s)
            self._set_limits(host, request)

    def process_request(self, request: Request) -> None:
        """Give the host's slot its numbers; refuse hosts that asked for a long pause."""
        host = _host(request)
        if host in self._closed_hosts:
            raise HostDeferredError(f"{host} asked to wait {self._closed_hosts[host]:.0f} s")
        self._set_limits(host, request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Make the host wait as long as ``Retry-After`` says."""
        if response.status not in _SLOW_DOWN:
            return response
        wait_s = retry_after_s(response.headers.get("Retry-After"), time())
        host = _host(request)
        if wait_s is not None and wait_s > self._max_wait_s:
            self._closed_hosts[host] = wait_s
            self.drop_waiting(host)
            raise HostDeferredError(
                f"{host} asked to wait {wait_s:.0f} s",
                counts_as_attempt=response.status != _TOO_MANY_REQUESTS,
            )
        self._hold(host, 2 * self._limits(host, request).delay_s if wait_s is None else wait_s)
        return response

    def drop_waiting(self, host: str | None = None) -> None:
        """Fail the requests that wait for their turn, of one host or of all.

        Scrapy sends them otherwise, also when the crawl is already being stopped.
        """
        for name, slot in self._downloader().slots.items():
            while slot.queue and host in {None, name}:
                _, waiting = slot.queue.popleft()
                waiting.errback(HostDeferredError("no longer asked for in this run"))

    def _limits(self, host: str, request: Request) -> HostLimits:
        delay_s = float(request.meta.get(HOST_DELAY_S, self._default_delay_s))
        concurrency = int(request.meta.get(HOST_CONCURRENCY, self._default_concurrency))
        crawl_delay_s = self._crawl_delays_s.get(host)
        if crawl_delay_s is None:
            return HostLimits(delay_s=delay_s, concurrency=concurrency, jitter=_JITTER)
        return HostLimits(delay_s=max(delay_s, crawl_delay_s), concurrency=1, jitter=0.0)

    def _set_limits(self, host: str, request: Request) -> None:
        limits = self._limits(host, request)
        downloader = self._downloader()
        downloader.per_slot_settings[host] = {
            "delay": limits.delay_s,
            "concurrency": limits.concurrency,
            "jitter": limits.jitter,
        }
        slot = downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(
                limits.delay_s, _SMALLEST_DELAY_S if slot.lastseen > self._clock() else 0
            )
            slot.concurrency = limits.concurrency
            slot.jitter = limits.jitter

    def _downloader(self) -> Downloader:
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("the engine is not running")
        return engine.downloader

    def _hold(self, host: str, wait_s: float) -> None:
        """Move the slot's last request into the future: the downloader then waits by itself."""
        slot = self._downloader().slots.get(host)
        if slot is not None and wait_s > 0:
            slot.delay = max(slot.delay, _SMALLEST_DELAY_S)
            slot.lastseen = max(slot.lastseen, self._clock() + wait_s)


def retry_after_s(header: bytes | None, now_s: float) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for (RFC 9110, section 10.2.3).

    ``None`` when there is no header or it says nothing readable; 0 for a date that has passed.
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), 10**9))
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.fromtimestamp(now_s, UTC)).total_seconds())


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
