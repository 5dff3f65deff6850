"""Why a download gave nothing: Scrapy's and Twisted's failures as reason slugs."""

from dataclasses import dataclass

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.python.failure import Failure

from crawler.middlewares.archiving import ArchiveStoppedError
from crawler.middlewares.content_encoding import BadEncodingError
from crawler.middlewares.download_errors import words_of
from crawler.middlewares.host_delay import HostDeferredError
from crawler.middlewares.limited_heads import HeadTooLargeError
from crawler.middlewares.private_networks import PrivateAddressError
from crawler.middlewares.put_aside import PutAsideError
from crawler.middlewares.robots import RobotsUnreachableError
from crawler.middlewares.source_hosts import OffsiteError


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadFailure:
    """What stands behind a failed request."""

    reason: str
    detail: str
    is_final: bool
    """Asking again would give the same: the URL is rejected at once."""
    counts_as_attempt: bool = True
    """``False`` when nothing was asked for, or when the host only asked to come back later."""

    @property
    def is_outage(self) -> bool:
        """Whether the host is down, whatever URL of it is asked for."""
        return self.reason in _OUTAGES

    @property
    def is_of_page_alone(self) -> bool:
        """Whether the story is there, as far as one knows, though its page cannot be had."""
        return self.reason not in _NO_STORY


_NO_STORY = frozenset(
    {
        "bad-address", "ignored", "offsite-redirect", "private-address", "unsupported-scheme",
        *(f"http-{status}" for status in (404, 410)),
    }
)  # fmt: skip
_OUTAGES = frozenset({"connection-refused", "host-not-found"})
# In order: a class stands before the classes it inherits from.
_REASONS: tuple[tuple[type[Exception], str, bool], ...] = (
    (OffsiteError, "offsite-redirect", True),
    (PrivateAddressError, "private-address", True),
    (HeadTooLargeError, "too-large", True),
    (BadEncodingError, "bad-encoding", False),
    # What Scrapy and Twisted say to addresses that no request can be made for.
    (ValueError, "bad-address", True),
    (RobotsUnreachableError, "robots-unreachable", False),
    (HostDeferredError, "host-deferred", False),
    (PutAsideError, "put-aside", False),
    (ArchiveStoppedError, "archive-stopped", False),
    (DownloadCancelledError, "too-large", True),
    (UnsupportedURLSchemeError, "unsupported-scheme", True),
    (CannotResolveHostError, "host-not-found", False),
    (DownloadConnectionRefusedError, "connection-refused", False),
    (DownloadTimeoutError, "download-timeout", False),
    (ResponseDataLossError, "download-incomplete", False),
    (DownloadFailedError, "download-failed", False),
)
_NOT_ASKED = frozenset({PutAsideError, RobotsUnreachableError})
"""Nothing was asked of the URL itself."""
_WORDS_OF_SCRAPY = (
    ("robots.txt", "robots-disallowed"),
    ("max redirections", "too-many-redirects"),
    ("DOWNLOAD_MAXSIZE", "too-large"),
)
"""Scrapy's own middlewares all raise a bare ``IgnoreRequest``; only its words tell which one."""


def request_of(failure: Failure) -> Request:
    """Return the request that failed."""
    request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
    return request


def describe_failure(failure: Failure) -> DownloadFailure:
    """Return the reason of a failed request; unknown failures are tried again."""
    error = failure.value
    detail = words_of(error)
    if type(error) is IgnoreRequest:
        reason = next((slug for words, slug in _WORDS_OF_SCRAPY if words in detail), "ignored")
        return DownloadFailure(reason=reason, detail=detail, is_final=True)
    for kind, reason, is_final in _REASONS:
        if isinstance(error, kind):
            return DownloadFailure(
                reason=reason,
                detail=detail,
                is_final=is_final,
                counts_as_attempt=getattr(error, "counts_as_attempt", kind not in _NOT_ASKED),
            )
    return DownloadFailure(reason="download-failed", detail=detail, is_final=False)


def describe_status(status: int, *, is_refusal: bool = False) -> DownloadFailure | None:
    """Return the failure an HTTP status stands for; ``None`` for a page that can be read.

    Server errors and refusals (429, or another error that names a time to come back) pass by
    themselves, so the URL is tried again in a later run.
    """
    if 200 <= status < 300:
        return None
    return DownloadFailure(
        reason=f"http-{status}",
        detail=f"the server answered {status}",
        is_final=status < 500 and status not in {408, 425, 429} and not is_refusal,
    )
