"""HTTP/1.1 whose head has an end: Twisted limits a line of it, but not how many there are.

The head is also kept as it was sent. It travels to the download handler as a header of its own:
nothing else of the connection reaches Scrapy's response.
"""

from base64 import b64decode, b64encode

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, Request
from twisted.web.iweb import IResponse
from typing_extensions import override

MAX_HEAD_BYTES = 262_144
"""Browsers take up to this much; servers send 16 KiB at most."""


_HEAD = b"X-Newsdesk-Head"
_INTERIM = range(100, 200)


class HeadTooLargeError(IgnoreRequest):
    """The server sent headers, or interim answers, without end."""


class LimitedHeadFactory(_LenientHTTP11ClientFactory):
    """Makes connections on which the head of an answer is limited."""

    @override
    def buildProtocol(self, addr: IAddress | None) -> "LimitedHeadProtocol":
        """Return the protocol of a connection."""
        return LimitedHeadProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call] # Twisted has no types here


class _HeadKeepingParser(_LenientHTTPClientParser):
    """A parser that keeps the lines of the head."""

    _lines: list[bytes]

    @override
    def lineReceived(self, line: bytes) -> None:
        """Take in a line without its line feed."""
        if self.state == STATUS:
            self._lines = []  # of interim answers that came before nothing is kept
        self._lines.append(line)
        super().lineReceived(line)

    @override
    def allHeadersReceived(self) -> None:
        """Add the head as a header; a server that sends such a one itself is not believed."""
        self.headers.removeHeader(_HEAD)
        if self.response.code not in _INTERIM:
            lines = (line.removesuffix(b"\r") for line in self._lines)
            self.headers.addRawHeader(_HEAD, b64encode(b"\r\n".join((*lines, b""))))
        super().allHeadersReceived()  # type: ignore[no-untyped-call] # Twisted


def take_head(response: Response) -> bytes | None:
    """Return status line and headers of a response as they were sent, and take them off it.

    ``None`` when another handler made the response.
    """
    packed = response.headers.pop(_HEAD, None)
    return b64decode(packed[-1]) if packed else None


class LimitedHeadProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's connection, given up when the head of an answer is too large."""

    _head_bytes = 0

    @override
    def request(self, request: Request) -> Deferred[IResponse]:
        """Return the response to come."""
        self._head_bytes = 0
        coming = super().request(request)
        # As Scrapy does there: a parser of its own has no state that the other one lacks.
        self._parser.__class__ = _HeadKeepingParser
        return coming

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
