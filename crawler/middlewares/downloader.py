"""Scrapy's downloader, but it keeps to the number of requests that a site is sent at once."""

from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.http import Response
from twisted.internet.defer import Deferred
from typing_extensions import override


class SiteDownloader(Downloader):
    """Counts a request from the moment its turn comes.

    Scrapy 2.19 counts it once its task has started, which is later: where no delay is set, all that
    waits in a slot is sent at once, eight requests where two are allowed.
    """

    @override
    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)
