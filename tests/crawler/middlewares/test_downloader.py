"""What comes of it in a server's log: tests/integration/test_site_pace.py."""

import asyncio
from collections import Counter
from time import monotonic
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from twisted.internet.defer import Deferred

from crawler.middlewares.downloader import (
    SMALLEST_DELAY_S,
    SiteDownloader,
    SiteSlot,
    _Rooms,
)


def test_a_request_counts_before_its_task_has_started() -> None:
    async def count() -> int:
        slot = Slot(2, 0.0, 0.0)
        downloader: Any = object.__new__(SiteDownloader)
        waiting = [
            downloader._wait_for_download(slot, Request(f"http://127.0.0.1/{n}"), Deferred())
            for n in range(2)
        ]
        for coroutine in waiting:
            coroutine.close()
        return slot.free_transfer_slots()

    assert asyncio.run(count()) == 0


def downloader_with(*, asked: dict[str, int], on_their_way: int = 0) -> Any:
    """Return a downloader of two requests a site, five in all, four to ``wide.example``."""
    downloader: Any = object.__new__(SiteDownloader)
    downloader._asked = Counter(asked)
    downloader.domain_concurrency = 2
    downloader.total_concurrency = 5
    downloader.per_slot_settings = {"wide.example": {"concurrency": 4}}
    slot = Slot(2, 0.0, 0.0)
    slot.transferring.update(Request(f"http://127.0.0.1/{n}") for n in range(on_their_way))
    downloader.slots = {"a.example": slot}
    return downloader


@pytest.mark.parametrize(
    ("site", "asked", "has_room"),
    [
        ("new.example", 0, True),
        ("a.example", 2, True),  # one more is ready when its turn comes
        ("a.example", 3, False),
        ("wide.example", 4, True),
        ("wide.example", 5, False),
    ],
)
def test_a_site_has_room_for_one_request_more_than_it_may_have_on_their_way(
    site: str, asked: int, *, has_room: bool
) -> None:
    assert downloader_with(asked={site: asked}).has_room(site) is has_room


def test_what_waits_for_its_turn_does_not_hold_up_others() -> None:
    waiting = {f"{n}.example": 3 for n in range(100)}
    assert not downloader_with(asked=waiting, on_their_way=4).needs_backout()
    assert downloader_with(asked={}, on_their_way=5).needs_backout()


def test_the_queue_chooses_between_sites_with_room_the_least_busy_first() -> None:
    rooms: Any = object.__new__(_Rooms)
    rooms.downloader = downloader_with(asked={"full.example": 3, "a.example": 1})
    sites = ["full.example", "a.example", "new.example"]
    assert rooms.stats(sites) == [(1, "a.example"), (0, "new.example")]


def test_the_delay_before_a_request_is_drawn_once() -> None:
    slot = SiteSlot(1, 1.0, 0.5)
    drawn = set()
    for number in range(50):
        slot.lastseen = float(number)
        delays = {slot.download_delay() for _ in range(20)}
        assert len(delays) == 1
        drawn |= delays
    assert all(0.5 <= delay <= 1.5 for delay in drawn)
    assert len(drawn) > 10, "no clockwork"


def test_the_delay_counts_from_when_a_request_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.middlewares.downloader.monotonic", lambda: 100.75)
    slot = SiteSlot(1, 2.0, 0.0)
    slot.lastseen = 100.0
    assert slot.download_delay() == 2.0
    slot.has_left(99.0)  # an earlier request
    assert slot.download_delay() == 2.0
    slot.has_left(100.0)
    assert slot.download_delay() == 2.75
    slot.lastseen = 103.0
    assert slot.download_delay() == 2.0, "the next one left in time"


def test_without_a_delay_nothing_waits_for_what_left_late() -> None:
    slot = SiteSlot(2, 0.0, 0.5)
    slot.has_left(slot.lastseen)
    assert slot.download_delay() == 0.0


def test_a_site_that_is_slowed_down_waits_longer_from_then_on() -> None:
    slot = SiteSlot(1, 1.0, 0.5)
    assert slot.download_delay() <= 1.5
    slot.delay, slot.jitter = 8.0, 0.0
    assert slot.download_delay() == 8.0


@pytest.mark.parametrize("seconds", [60.0, -60.0])
@pytest.mark.parametrize(("delay_s", "jitter"), [(0.0, 0.5), (1.0, 0.5), (30.0, 0.0)])
def test_a_new_slot_sends_nothing_while_its_site_is_held(
    seconds: float, delay_s: float, jitter: float
) -> None:
    downloader = downloader_with(asked={})
    downloader.slots, downloader._delay, downloader._jitter = {}, 0.0, 0.5
    downloader.ip_concurrency, downloader._start_slot_gc = 0, lambda: None
    until = monotonic() + seconds
    downloader.per_slot_settings = {
        "127.0.0.1": {"held_until": until, "delay": delay_s, "jitter": jitter}
    }
    _, slot = downloader._get_slot(Request("http://127.0.0.1/"))
    sent_at = slot.lastseen + slot.download_delay()
    if seconds > 0:
        assert until - 0.001 <= sent_at <= until + 1.5 * slot.delay
        assert slot.delay >= SMALLEST_DELAY_S
    else:
        assert (slot.lastseen, slot.delay) == (0.0, delay_s)
