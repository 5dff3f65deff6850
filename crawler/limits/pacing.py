"""How fast a site may be asked: what it was promised, what it asked for, and how it recovers.

Decisions only: no clock, no network. A *site* is a registered domain; its hosts share one pace.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

TOO_MANY_REQUESTS = 429
OUT_OF_SERVICE = 503
SLOW_DOWN = frozenset({TOO_MANY_REQUESTS, OUT_OF_SERVICE})
"""Answers that ask for fewer requests (RFC 6585, section 4; RFC 9110, section 15.6.4)."""
_NO_ORIGIN = frozenset({502, 504, *range(520, 531)})
"""A front (also Cloudflare's, with numbers of its own) says that the server behind it is ill."""
_GONE = frozenset({404, 410})
"""A page that is not there does not come back sooner for being asked more slowly."""
SLOWER = 2.0
"""Each refusal doubles the delay: the answer of exponential back-off, known from TCP and mail."""
FASTER = 0.8
"""Each other answer takes a fifth off, so one refusal is forgotten after some four pages, and a
site that refused five times in a row comes back over some sixteen."""
LEAST_SLOWED_S = 0.5
"""Where no delay is configured, a refusal still makes one."""
MOST_SLOWED_S = 60.0
"""As long as the longest crawl-delay that is honoured."""
_JITTER = 0.5
"""Scrapy varies its own delays by half; what a host asked for is not made shorter."""
SILENT_URLS = 3
"""So many URLs of a host without any answer in between: it is down, not a page of it slow."""
SILENT_S = 300.0
"""How long such a host is not asked. What waited for it is dropped at once, so mostly that is for
the rest of a run; sources that join one later ask once whether it is there again."""
REFUSED_URLS = 5
"""So many pages of a host refused in a row, each after a pause twice as long as the one before:
going slower does not help. With a delay of a second that is a pause of sixteen."""
REMEMBERED_S = 3600.0
"""Seconds without a request after which half is left of the delay that refusals led to: runs that
are a quarter of an hour apart begin slowly, and the slowest site is forgotten in nine hours."""
REFUSED_PAUSE_S = 3600.0
"""How long such a host is left alone when it does not say itself; later runs keep to it, too."""

Scope = Literal["host", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What one site is given."""

    delay_s: float
    concurrency: int
    jitter: float = _JITTER


def slowest(paces: Iterable[Pace]) -> Pace:
    """Return the pace that keeps all that was promised; at least one must be given.

    Two sources of one site may ask for different delays: the site sees one crawler.
    """
    every = tuple(paces)
    return Pace(
        delay_s=max(pace.delay_s for pace in every),
        concurrency=min(pace.concurrency for pace in every),
        jitter=min(pace.jitter for pace in every),
    )


def with_crawl_delay(pace: Pace, crawl_delay_s: float) -> Pace:
    """Return the pace that keeps a crawl-delay of robots.txt too: one request after the other."""
    return Pace(delay_s=max(pace.delay_s, crawl_delay_s), concurrency=1, jitter=0.0)


def slower(slowed_s: float, base_s: float) -> float:
    """Return the delay in seconds after one more refusal.

    Args:
        slowed_s: the delay that earlier refusals led to; 0 when there was none.
        base_s: the delay that the site has without any refusal.
    """
    return max(base_s, min(SLOWER * max(slowed_s, base_s, LEAST_SLOWED_S / 2), MOST_SLOWED_S))


def faster(slowed_s: float, base_s: float) -> float:
    """Return the delay in seconds after an answer that refuses nothing; 0 once it is as before."""
    eased = slowed_s * FASTER
    return eased if eased > max(base_s, LEAST_SLOWED_S / 4) else 0.0


def remembered(slowed_s: float, age_s: float) -> float:
    """Return the delay in seconds that is left of one that long ago; 0 once it is forgotten.

    An age below 0 is from before the clock was set back: it fades as well.
    """
    left_s = slowed_s * 0.5 ** (abs(age_s) / REMEMBERED_S)
    return left_s if left_s > LEAST_SLOWED_S / 4 else 0.0


def slowed(pace: Pace, slowed_s: float) -> Pace:
    """Return the pace of a site that has refused: one request at a time, never faster than said."""
    if not slowed_s:
        return pace
    return Pace(delay_s=max(pace.delay_s, slowed_s), concurrency=1, jitter=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostHistory:
    """What a host did in this run, as far as it decides whether the host or a page is ill."""

    has_answered: bool = False
    """It gave something else than a refusal."""
    refused_url: str | None = None
    """The page that was out of service last, with no other answer since."""
    refused_urls: frozenset[str] = frozenset()
    """Those that were refused with no page given in between."""
    silent_urls: frozenset[str] = frozenset()
    """Those without an answer (refused connections, time-outs), with none in between."""
    answered_at: float | None = None
    """When it last gave any answer, in seconds of a clock; ``None`` before the first."""

    @property
    def is_silent(self) -> bool:
        """Whether the host is to be taken for down."""
        return len(self.silent_urls) >= SILENT_URLS

    @property
    def is_refusing(self) -> bool:
        """Whether the host gives nothing any more, however slowly it is asked."""
        return len(self.refused_urls) >= REFUSED_URLS


def answered(history: HostHistory, at: float, *, is_page: bool = True) -> HostHistory:
    """Return the history after an answer that refuses nothing, at a time of the clock.

    ``is_page`` is ``False`` for robots.txt: many servers in maintenance still give that.
    """
    return HostHistory(
        has_answered=history.has_answered or is_page,
        refused_urls=frozenset() if is_page else history.refused_urls,
        answered_at=at,
    )


def unanswered(history: HostHistory, url: str, asked_at: float) -> HostHistory:
    """Return the history after a request that got no answer.

    A host that has answered others since it was asked is not down: the page is.
    """
    is_up = history.answered_at is not None and history.answered_at > asked_at
    if is_up or history.is_silent:
        return history
    return replace(history, silent_urls=history.silent_urls | {url})


def refused(history: HostHistory, url: str) -> HostHistory:
    """Return the history after an answer that refuses a page."""
    return replace(history, refused_urls=history.refused_urls | {url}, silent_urls=frozenset())


def paused(history: HostHistory, url: str) -> HostHistory:
    """Return the history after an answer that asks for a long pause."""
    return HostHistory(
        has_answered=history.has_answered, refused_url=url, answered_at=history.answered_at
    )


def refusal(status: int, wait_s: float | None) -> int | None:
    """Return which of the ``SLOW_DOWN`` answers a status comes to; ``None`` for no refusal.

    Some servers say 403 or 500 to what comes too fast, and add a ``Retry-After``, the seconds of
    which are ``wait_s``: that is a refusal by another name. 500 alone may be a fault of the page.
    """
    if status in SLOW_DOWN:
        return status
    if status in _NO_ORIGIN:
        return OUT_OF_SERVICE
    if status < 400 or status in _GONE or not wait_s:
        return None
    return TOO_MANY_REQUESTS if status < 500 else OUT_OF_SERVICE


def scope_of_pause(history: HostHistory, status: int, url: str) -> Scope:
    """Return whether a long ``Retry-After`` is meant for the whole host.

    429 always is. 503 may be one page out of service: it is the page's when the host answered well
    before, and the host's when it is all that the host said, or the second page in a row.
    """
    is_second = history.refused_url not in {None, url}
    if status == TOO_MANY_REQUESTS or is_second or not history.has_answered:
        return "host"
    return "page"
