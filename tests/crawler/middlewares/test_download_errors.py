import pytest
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, ResponseDataLossError

from crawler.middlewares.download_errors import words_of

_CERTIFICATE = (
    "[<twisted.python.failure.Failure OpenSSL.SSL.Error: "
    "[('SSL routines', '', 'certificate verify failed')]>]"
)
_LOST = (
    "[<twisted.python.failure.Failure twisted.internet.error.ConnectionLost: "
    "Connection to the other side was lost in a non-clean fashion.>]"
)
ERRORS: dict[str, tuple[Exception, str]] = {
    "certificate": (
        DownloadFailedError(_CERTIFICATE),
        "the certificate of the server is not valid",
    ),
    "no TLS": (
        DownloadFailedError(
            _CERTIFICATE.replace("certificate verify failed", "wrong version number")
        ),
        "the server does not speak https at this port",
    ),
    "lost": (
        DownloadFailedError(_LOST),
        "Connection to the other side was lost in a non-clean fashion.",
    ),
    "torn": (ResponseDataLossError(), "fewer bytes came than were announced"),
    "told": (DownloadTimeoutError("took longer than 3 s"), "took longer than 3 s"),
    "silent": (DownloadTimeoutError(), "DownloadTimeoutError"),
}


@pytest.mark.parametrize(("error", "words"), ERRORS.values(), ids=ERRORS.keys())
def test_a_failed_download_is_told_in_words(error: Exception, words: str) -> None:
    assert words_of(error) == words
