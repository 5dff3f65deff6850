"""That no more requests are sent at once than allowed: tests/integration/test_site_pace.py."""

import asyncio
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Slot
from twisted.internet.defer import Deferred

from crawler.middlewares.downloader import SiteDownloader


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
