import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from twisted.python.failure import Failure

from crawler.middlewares.content_encoding import BadEncodingError
from crawler.middlewares.host_delay import HostDeferredError
from crawler.middlewares.limited_heads import HeadTooLargeError
from crawler.middlewares.private_networks import PrivateAddressError
from crawler.middlewares.robots import RobotsUnreachableError
from crawler.middlewares.source_hosts import OffsiteError
from crawler.spiders.failures import describe_failure, describe_status

FAILURES: dict[str, tuple[Exception, str, bool, bool]] = {
    "offsite": (OffsiteError("leads to ads.example"), "offsite-redirect", True, True),
    "private": (PrivateAddressError("a", "10.0.0.1", "private"), "private-address", True, True),
    "head": (HeadTooLargeError(), "too-large", True, True),
    "packed": (BadEncodingError("no valid br"), "bad-encoding", False, True),
    "no address": (ValueError("Missing scheme in request url: a:b"), "bad-address", True, True),
    "robots": (IgnoreRequest("Forbidden by robots.txt"), "robots-disallowed", True, True),
    "redirects": (IgnoreRequest("max redirections reached"), "too-many-redirects", True, True),
    "bomb": (IgnoreRequest("exceeded DOWNLOAD_MAXSIZE (9 B)"), "too-large", True, True),
    "other ignored": (IgnoreRequest("for some reason"), "ignored", True, True),
    "too large": (DownloadCancelledError(), "too-large", True, True),
    "rules unreadable": (RobotsUnreachableError(), "robots-unreachable", False, False),
    "deferred": (HostDeferredError(), "host-deferred", False, False),
    "out of service": (
        HostDeferredError("asked to wait", counts_as_attempt=True),
        "host-deferred",
        False,
        True,
    ),
    "unknown host": (CannotResolveHostError(), "host-not-found", False, True),
    "timeout": (DownloadTimeoutError(), "download-timeout", False, True),
    "torn": (DownloadFailedError(), "download-failed", False, True),
    "never seen": (ZeroDivisionError(), "download-failed", False, True),
}


@pytest.mark.parametrize(
    ("error", "reason", "is_final", "counts"), FAILURES.values(), ids=FAILURES.keys()
)
def test_a_failed_request_has_a_reason_and_may_be_tried_again(
    error: Exception, reason: str, is_final: bool, counts: bool
) -> None:
    failure = describe_failure(Failure(error))  # type: ignore[no-untyped-call] # Twisted

    assert (failure.reason, failure.is_final, failure.counts_as_attempt) == (
        reason,
        is_final,
        counts,
    )
    assert failure.detail


@pytest.mark.parametrize("status", [200, 203, 206])
def test_pages_that_came_are_no_failure(status: int) -> None:
    assert describe_status(status) is None


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(301, True), (401, True), (404, True), (410, True), (408, False), (425, False),
     (429, False), (500, False), (503, False)],
)  # fmt: skip
def test_an_http_status_is_final_unless_it_passes_by_itself(status: int, is_final: bool) -> None:
    failure = describe_status(status)
    assert failure is not None
    assert (failure.reason, failure.is_final) == (f"http-{status}", is_final)


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_by_another_name_passes_by_itself_and_keeps_its_name(status: int) -> None:
    failure = describe_status(status, is_refusal=True)
    assert failure is not None
    assert (failure.reason, failure.is_final) == (f"http-{status}", False)


@pytest.mark.parametrize(
    ("error", "is_of_page"),
    [
        (DownloadTimeoutError(), True),
        (IgnoreRequest("Forbidden by robots.txt"), True),
        (OffsiteError("leads to ads.example"), False),
        (PrivateAddressError("a", "10.0.0.1", "private"), False),
    ],
)
def test_a_page_may_be_missing_while_its_story_is_there(error: Exception, is_of_page: bool) -> None:
    failure = describe_failure(Failure(error))  # type: ignore[no-untyped-call] # Twisted
    assert failure.is_of_page_alone == is_of_page


@pytest.mark.parametrize(("status", "is_of_page"), [(403, True), (503, True), (404, False)])
def test_a_story_that_is_not_found_has_gone(status: int, is_of_page: bool) -> None:
    failure = describe_status(status)
    assert failure is not None
    assert failure.is_of_page_alone == is_of_page
