"""HTTP/1.1 whose head has an end: Twisted limits a line of it, but not how many there are."""

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.exceptions import IgnoreRequest
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, Request
from twisted.web.iweb import IResponse
from typing_extensions import override

MAX_HEAD_BYTES = 262_144
"""Browsers take up to this much; servers send 16 KiB at most."""


class HeadTooLargeError(IgnoreRequest):
    """The server sent headers, or interim answers, without end."""


class LimitedHeadFactory(_LenientHTTP11ClientFactory):
    """Makes connections on which the head of an answer is limited."""

    @override
    def buildProtocol(self, addr: IAddress | None) -> "LimitedHeadProtocol":
        """Return the protocol of a connection."""
        return LimitedHeadProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class LimitedHeadProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's connection, given up when the head of an answer is too large."""

    _head_bytes = 0

    @override
    def request(self, request: Request) -> Deferred[IResponse]:
        """Return the response to come."""
        self._head_bytes = 0
        return super().request(request)

    @override
    def dataReceived(self, data: bytes) -> None:
        """Take bytes of the answer in."""
        if self._parser is not None and self._parser.state in {STATUS, HEADER}:
            self._head_bytes += len(data)
        if self._head_bytes <= MAX_HEAD_BYTES:
            super().dataReceived(data)  # type: ignore[no-untyped-call] # Twisted
        elif self.transport is not None:
            error = HeadTooLargeError(f"more than {MAX_HEAD_BYTES} bytes of headers")
            self._giveUp(Failure(error))  # type: ignore[no-untyped-call] # Twisted
            self.transport.abortConnection()
