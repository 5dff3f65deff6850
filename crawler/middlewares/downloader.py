"""Scrapy's downloader and its queue, but no site gets more than its share, or holds others up."""

from collections import Counter
from collections.abc import Coroutine, Iterable
from time import monotonic
from typing import Any, TypeVar

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface
from scrapy.utils.asyncio import call_later
from twisted.internet.defer import Deferred
from typing_extensions import override

SENT_AT = "sent_at"
"""Key of ``Request.meta``: when the turn of the request came, in seconds of the monotonic clock."""
HELD_UNTIL = "held_until"
"""Key of the settings of a slot: until when a new one sends nothing, in the same seconds."""
SMALLEST_DELAY_S = 0.05
"""A slot without any delay would not look when its last request was."""
_Outcome = TypeVar("_Outcome")
_READY = 1
"""Requests of a site that wait for their turn beside those on their way: the next one goes out
the moment it may."""


_TURNS_TO_LEAVE = 3
"""Turns of the reactor: the task of the request begins, writes to its connection, that is sent."""


class SiteSlot(Slot):
    """A slot that varies the delay once for each request, and counts it from when that has left.

    Scrapy 2.19 draws it anew when the time is over, and waits on when the new one is longer: a
    delay of 1 s, more or less by half, came to 1.2 s on average. And it counts from when the turn
    of a request came: where the process then builds a page of another site (without workers) or
    reads a document, the request leaves later, and the next one came 0.65 s behind it.
    """

    __slots__ = ("_drawn_for", "_drawn_s", "_late_s")

    def __init__(self, concurrency: int, delay: float, jitter: float | None = None) -> None:
        super().__init__(concurrency, delay, jitter)
        self._drawn_for: tuple[float, ...] = ()
        self._drawn_s = 0.0
        self._late_s = 0.0

    def has_left(self, turn: float) -> None:
        """Note that the request whose turn came at a time has left now."""
        if self.lastseen == turn:
            self._late_s = monotonic() - turn

    @override
    def download_delay(self) -> float:
        """Return the seconds between the last request and the next one."""
        now = (self.lastseen, self.delay, self.jitter)
        if self._drawn_for != now:
            self._drawn_for, self._drawn_s, self._late_s = now, super().download_delay(), 0.0
        return self._drawn_s + self._late_s if self._drawn_s else 0.0


class SiteDownloader(Downloader):
    """Counts requests where they cost something: at their site from their turn on, else on the way.

    Scrapy 2.19 counts a request of a site once its task has started, which is later: where no delay
    is set, all that waits in a slot is sent at once, eight requests where two are allowed. For
    ``CONCURRENT_REQUESTS`` it counts those too that only wait for the delay of their site: sixty
    slow sites held up all others.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: Counter[str] = Counter()

    @override
    def fetch(self, request: Request, spider: Spider | None = None) -> Deferred[Response | Request]:
        """Return the response, or the request that takes the place of this one."""
        site = self.get_slot_key(request)
        self._asked[site] += 1

        def ended(outcome: _Outcome) -> _Outcome:
            self._asked[site] -= 1
            return outcome

        coming: Deferred[Response | Request] = super().fetch(request)
        return coming.addBoth(ended)

    def asked_of(self, site: str) -> int:
        """Return how many requests to a site were handed over and have not ended.

        They are on their way, or wait for their turn or for the site's robots.txt.
        """
        return self._asked.get(site, 0)

    def has_room(self, site: str) -> bool:
        """Return whether one more request to a site would not wait behind others for long."""
        own = self.per_slot_settings.get(site, {})
        concurrency: int = own.get("concurrency", self.domain_concurrency)
        return self.asked_of(site) < concurrency + _READY

    @override
    def _get_slot(self, request: Request, spider: Spider | None = None) -> tuple[str, Slot]:
        key, slot = super()._get_slot(request)
        if not isinstance(slot, SiteSlot):
            slot = self.slots[key] = SiteSlot(slot.concurrency, slot.delay, slot.jitter)
            held_until: float = self.per_slot_settings.get(key, {}).get(HELD_UNTIL, 0.0)
            if held_until > monotonic():
                slot.delay = max(slot.delay, SMALLEST_DELAY_S)
                slot.lastseen = held_until - slot.delay * (1 - slot.jitter)
        return key, slot

    @override
    def needs_backout(self) -> bool:
        """Return whether as many requests are on their way as the run may have."""
        on_their_way = sum(len(slot.transferring) for slot in self.slots.values())
        return 0 < self.total_concurrency <= on_their_way

    @override
    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        request.meta[SENT_AT] = monotonic()
        _note_leaving(slot, slot.lastseen, _TURNS_TO_LEAVE)
        return super()._wait_for_download(slot, request, queue_dfd)


def _note_leaving(slot: Slot, turn: float, turns: int) -> None:
    """Tell a slot when the reactor has had its turns, in which a request is written and sent."""

    def after() -> None:
        if isinstance(slot, SiteSlot):
            slot.has_left(turn)
        if turns > 1:
            _note_leaving(slot, turn, turns - 1)

    call_later(0, after)


class SiteQueue(DownloaderAwarePriorityQueue):
    """Hands over requests to sites with room for them; the others wait here, and cost nothing."""

    def __init__(self, crawler: Crawler, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Scrapy's
        super().__init__(crawler, *args, **kwargs)
        self._downloader_interface = _Rooms(crawler)


class _Rooms(DownloaderInterface):
    """What the queue chooses between."""

    downloader: SiteDownloader

    @override
    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        # It is asked at every turn for all sites that something waits for: hundreds, mostly quiet.
        asked_of, has_room = self.downloader.asked_of, self.downloader.has_room
        counts = ((asked_of(site), site) for site in possible_slots)
        return [(n, site) for n, site in counts if n <= _READY or has_room(site)]
