"""Keeps requests out of private networks, unless the user opens these for a source.

The middleware refuses what leads there before robots.txt is asked for. It is not the last word:
a name can have another address a moment later, so ``guarded_downloads`` checks the one that is
connected to.
"""

import asyncio
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from crawler.middlewares.addresses import address_of, kind_if_not_public

ALLOW_PRIVATE = "allow_private"
"""Key of ``Request.meta``: whether the request may go to addresses that are not public."""
_ROBOTS = "/robots.txt"


class PrivateAddressError(IgnoreRequest):
    """The request, or a redirect of it, leads to an address that is not public."""

    def __init__(self, host: str, address: str, kind: str) -> None:
        what = f"{kind} address" if host == address else f"{kind} address {address}"
        super().__init__(
            f"{host} is a {what}; if that is meant, set allow_private = true in the source; "
            "fetch and sources discover have --allow-private"
        )


def check_address(host: str, address: str) -> None:
    """Raise ``PrivateAddressError`` when a host is at an address that is not public."""
    parsed = address_of(address)
    kind = "unreadable" if parsed is None else kind_if_not_public(parsed)
    if kind is not None:
        raise PrivateAddressError(host, address if parsed is None else str(parsed), kind)


class PrivateNetworksMiddleware:
    """Refuses requests to hosts with no public address, and marks those that may go there."""

    def __init__(self, *, is_open: bool) -> None:
        self._is_open = is_open
        self._open_hosts: set[str] = set()
        self._without_address: set[str] = set()
        self._refused: dict[str, PrivateAddressError] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware; ``NEWSDESK_ALLOW_PRIVATE`` opens all requests."""
        return cls(is_open=crawler.settings.getbool("NEWSDESK_ALLOW_PRIVATE"))

    async def process_request(self, request: Request) -> None:
        """Raise ``PrivateAddressError`` when the host has addresses and none is public."""
        url = urlparse_cached(request)
        host = url.hostname or ""
        if self._allows(request, url.netloc):
            return
        if address_of(host) is not None:
            check_address(host, host)
        elif host not in self._without_address:
            await self._check_name(host)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Let a page whose robots.txt was refused end for the same reason."""
        netloc = urlparse_cached(request).netloc
        if isinstance(exception, PrivateAddressError):
            self._refused[netloc] = exception
        elif netloc in self._refused and not request.meta.get(ALLOW_PRIVATE):
            raise self._refused[netloc]

    def _allows(self, request: Request, netloc: str) -> bool:
        """Return whether the request may go to any address, and note it for the download handler.

        A robots.txt is asked for by Scrapy itself. It may be read where a source that is allowed
        to has gone; a redirect of it may not lead on to other private hosts.
        """
        allows = self._is_open or bool(request.meta.get(ALLOW_PRIVATE))
        if request.meta.get("dont_obey_robotstxt") and not self._is_open:
            path = urlparse_cached(request).path
            allows = path == _ROBOTS and netloc in self._open_hosts
        elif allows:
            self._open_hosts.add(netloc)
        request.meta[ALLOW_PRIVATE] = allows
        return allows

    async def _check_name(self, host: str) -> None:
        addresses = await _addresses(host)
        if not addresses:
            # The download will say so; asking again for each page of the host only takes time.
            self._without_address.add(host)
            return
        for address in addresses:
            parsed = address_of(address)
            if parsed is not None and kind_if_not_public(parsed) is None:
                return
        check_address(host, addresses[0])


async def _addresses(host: str) -> list[str]:
    """Return the addresses of a host, as the reactor's resolver gives them; none on an error."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier installs another

    resolver: Any = reactor
    receiver = _Receiver(asyncio.get_running_loop())
    try:
        resolver.nameResolver.resolveHostName(receiver, host)
    except UnicodeError:
        return []
    await receiver.is_complete
    return receiver.addresses


@implementer(IResolutionReceiver)
class _Receiver:
    """Takes the addresses that a resolver finds."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.addresses: list[str] = []
        self.is_complete: asyncio.Future[None] = loop.create_future()

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802 - Twisted's name
        """Take note of nothing."""

    def addressResolved(self, address: Any) -> None:  # noqa: ANN401, N802 - Twisted's name
        """Take an address."""
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        """Let the one who waits go on."""
        if not self.is_complete.done():
            self.is_complete.set_result(None)
