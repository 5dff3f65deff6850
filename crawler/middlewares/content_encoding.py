"""Unpacks what servers pack, within limits (RFC 9110, section 8.4).

In place of Scrapy's middleware: that one takes what breaks off for the whole, unpacks any number
of layers one after the other, and lets zstd ask for 128 MiB.
"""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.middlewares.unpacking import (
    TooLargeError,
    TornError,
    UnpackError,
    encoding_layers,
    unpack,
)

_ACCEPTED = "gzip, deflate, br, zstd"
_ACCEPTED_IN_ARCHIVES = "gzip, deflate"
"""What all readers of WARC files can unpack."""
_MAX_LAYERS = 2
"""A page that was packed when it was stored, and again when it was sent."""


class BadEncodingError(IgnoreRequest):
    """The body cannot be unpacked."""


class ContentEncodingMiddleware:
    """Asks for packed bodies and unpacks them."""

    def __init__(self, max_bytes: int, *, is_archiving: bool = False) -> None:
        self._max_bytes = max_bytes
        self._accepted = _ACCEPTED_IN_ARCHIVES if is_archiving else _ACCEPTED

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware with the limit for bodies."""
        settings = crawler.settings
        return cls(
            settings.getint("DOWNLOAD_MAXSIZE"), is_archiving=settings.getbool("NEWSDESK_WARC")
        )

    def process_request(self, request: Request) -> None:
        """Tell the server what can be unpacked."""
        request.headers.setdefault("Accept-Encoding", self._accepted)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response with its body unpacked; an unknown encoding stays as it is.

        Raises:
            DownloadCancelledError: it is larger than the limit.
            ResponseDataLossError: it ends in the middle.
            BadEncodingError: it is broken, or packed again and again.
        """
        header = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        known, unknown = encoding_layers(header)
        if not known:
            return response
        if len(known) > _MAX_LAYERS:
            raise BadEncodingError(f"the body is packed {len(known)} times")
        max_bytes = request.meta.get("download_maxsize", self._max_bytes)
        try:
            body = response.body
            for encoding in known:
                body = unpack(body, encoding, max_bytes)
        except TooLargeError as error:
            raise DownloadCancelledError(str(error)) from error
        except TornError as error:
            raise ResponseDataLossError(str(error)) from error
        except UnpackError as error:
            raise BadEncodingError(str(error)) from error
        return _with_body(response, body, unknown)


def _with_body(response: Response, body: bytes, encodings: list[str]) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    if encodings:
        headers["Content-Encoding"] = ", ".join(encodings)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    # The encoding of a text is told from its bytes, and those are others now.
    text = {"encoding": None} if issubclass(kind, TextResponse) else {}
    return response.replace(cls=kind, headers=headers, body=body, **text)
