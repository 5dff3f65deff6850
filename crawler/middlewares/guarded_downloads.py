"""Downloads http and https, and connects to public addresses only unless the request is allowed.

The check stands where the connection is made: after the name was looked up and before the first
packet, for pages, redirects and robots.txt alike. Scrapy has no hook there, so the endpoints of
its connection pool are given a reactor that checks. An endpoint that is of no known kind is
refused: should Scrapy or Twisted change, nothing gets through unchecked.
"""

from collections.abc import Hashable
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.interfaces import IReactorPluggableNameResolver
from twisted.web.client import HTTPConnectionPool
from typing_extensions import override
from zope.interface import implementer

from crawler.middlewares.limited_heads import HeadTooLargeError, LimitedHeadFactory, take_head
from crawler.middlewares.private_networks import ALLOW_PRIVATE, check_address

RESPONSE_HEAD = "response_head"
"""Key of ``Request.meta``: status line and headers of the answer as they were sent."""


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler for HTTP/1.1, with another one beside it for requests that may go anywhere.

    Two, because connections are kept: one to a private address must not serve other requests.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._open_handler = HTTP11DownloadHandler(crawler)
        # The pool keeps what Scrapy has set; the guarded one has no state of its own.
        self._pool.__class__ = _GuardedPool
        for handler in (self, self._open_handler):
            handler._pool._factory = LimitedHeadFactory  # noqa: SLF001 - see the module

    @override
    async def download_request(self, request: Request) -> Response:
        """Return the response.

        A proxy is named by the user, may be anywhere, and looks names up itself; addresses in URLs
        were checked before by ``PrivateNetworksMiddleware``.

        Raises:
            PrivateAddressError: the address is not public, and the request must not go there.
            HeadTooLargeError: the server sent headers without end.
        """
        try:
            if request.meta.get(ALLOW_PRIVATE) or request.meta.get("proxy"):
                response = await self._open_handler.download_request(request)
            else:
                response = await super().download_request(request)
        except DownloadFailedError as error:
            for reason in getattr(error.__cause__, "reasons", ()):
                if isinstance(reason.value, HeadTooLargeError):
                    raise reason.value from error
            raise
        request.meta[RESPONSE_HEAD] = take_head(response)
        return response

    @override
    async def close(self) -> None:
        """Close the connections that are kept."""
        await self._open_handler.close()
        await super().close()


class _GuardedPool(HTTPConnectionPool):
    """A connection pool whose new connections are checked."""

    @override
    def getConnection(self, key: Hashable, endpoint: Any) -> Deferred[Any]:
        """Return a kept connection or a new one."""
        guard(endpoint)
        return super().getConnection(key, endpoint)


def guard(endpoint: object) -> None:
    """Let an endpoint, which may stand inside one for TLS, connect to public addresses only.

    Raises:
        TypeError: nobody knows how the endpoint connects.
    """
    inner = getattr(endpoint, "_wrappedEndpoint", endpoint)
    if not isinstance(inner, HostnameEndpoint):
        raise TypeError(f"cannot check where {inner!r} connects to")
    if not isinstance(inner._reactor, _CheckingReactor):  # noqa: SLF001 - see the module
        inner._reactor = _CheckingReactor(inner._reactor, inner._hostText)  # noqa: SLF001 - Twisted offers no other place


@implementer(IReactorPluggableNameResolver)
class _CheckingReactor:
    """The reactor as an endpoint sees it: looks names up and connects to what was found."""

    def __init__(self, reactor: Any, host: str) -> None:  # noqa: ANN401 - a module by its types
        self._reactor = reactor
        self._host = host

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the reactor has
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, N802 - Twisted's name and types
        """Connect to an address.

        Raises:
            PrivateAddressError: it is not public.
        """
        check_address(self._host, host)
        return self._reactor.connectTCP(host, *args, **kwargs)
