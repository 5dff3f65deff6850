"""Archives what is sent and answered: the last thing before the network and the first after it.

Redirects, errors, robots.txt and answers that are tried again come by here, with the bodies still
packed. What failed without an answer leaves nothing.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.httpobj import urlparse_cached

from crawler.archive.record_bytes import Exchange, Truncated
from crawler.archive.writer import Archive
from crawler.middlewares.guarded_downloads import RESPONSE_HEAD
from crawler.middlewares.secret_headers import SECRET_HEADERS
from crawler.state.database import STORAGE_ERRORS
from pipelines.items import WarcPlace

WARC_PLACE = "warc_place"
"""Key of ``Request.meta``: file and offset of the answer."""
_ALWAYS_SECRET = frozenset({b"authorization", b"cookie", b"proxy-authorization"})
_TRUNCATED: Mapping[str, Truncated] = {"dataloss": "disconnect", "download_stopped": "length"}
"""Flags of Scrapy, in the words of WARC."""


class ArchiveStoppedError(IgnoreRequest):
    """The archive cannot be written: the run ends, and the next one asks again."""

    counts_as_attempt = False


class ArchivingMiddleware:
    """Writes every answer into the spider's ``archive``, where it has one."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive an answer; ``Request.meta`` says where it stands.

        Raises:
            ArchiveStoppedError: it cannot be written; the crawl ends.
        """
        head: bytes | None = request.meta.pop(RESPONSE_HEAD, None)
        archive = getattr(self._crawler.spider, "archive", None)
        if not isinstance(archive, Archive):
            return response
        try:
            exchange = _exchange(request, response, head or _made_head(response))
            place = archive.add(exchange)
        except STORAGE_ERRORS as error:
            archive.error = error
            deferred_from_coro(self._crawler.stop_async())  # it waits for this request to end
            raise ArchiveStoppedError(f"the archive cannot be written: {error}") from error
        request.meta[WARC_PLACE] = (place.file, place.offset)
        return response


def place_of(response: Response) -> WarcPlace | None:
    """Return where a response is archived; ``None`` when it is not."""
    meta = {} if response.request is None else response.request.meta
    place: tuple[str, int] | None = meta.get(WARC_PLACE)
    return None if place is None else WarcPlace(file=place[0], offset=place[1])


def _exchange(request: Request, response: Response, head: bytes) -> Exchange:
    return Exchange(
        url=response.url,
        request_head=_request_head(request),
        request_body=request.body,
        response_head=head,
        payload=response.body,
        ip_address=_ip_address(request, response),
        truncated=next((_TRUNCATED[f] for f in response.flags if f in _TRUNCATED), None),
    )


def _ip_address(request: Request, response: Response) -> str | None:
    """Return the address that answered; that of a proxy is not the server's."""
    if response.ip_address is None or request.meta.get("proxy"):
        return None
    return str(response.ip_address)


def _request_head(request: Request) -> bytes:
    parts = urlparse_cached(request)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    lines = [f"{request.method} {target} HTTP/1.1".encode(), *_public_headers(request)]
    return b"\r\n".join((*lines, b"", b""))


def _public_headers(request: Request) -> Iterator[bytes]:
    """Yield the headers that were sent without those that hold secrets."""
    named: tuple[str, ...] = request.meta.get(SECRET_HEADERS, ("",))
    secret = _ALWAYS_SECRET | {name.lower().encode() for name in named[1:]}
    if b"Host" not in request.headers:
        yield b"Host: " + urlparse_cached(request).netloc.rpartition("@")[2].encode()
    for name, values in request.headers.items():
        if name.lower() not in secret:
            yield from (name + b": " + value for value in values)


def _made_head(response: Response) -> bytes:
    """Return a head for an answer whose own one is not known."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    lines = [f"{response.protocol or 'HTTP/1.1'} {response.status} {phrase}".encode()]
    lines += [name + b": " + v for name, values in response.headers.items() for v in values]
    return b"\r\n".join((*lines, b"", b""))
