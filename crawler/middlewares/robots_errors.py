"""Closes hosts whose robots.txt cannot be read (RFC 9309, section 2.3.1.4).

Scrapy takes a server error, and even the words of its error page, for permission. A missing file
(4xx) is permission; a server error or no answer is none, for this run.
"""

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.middlewares.download_errors import words_of

_PATH = "/robots.txt"


class RobotsUnreachableError(IgnoreRequest):
    """Nobody could say what may be fetched from the host; ask again in the next run."""


class RobotsErrorsMiddleware:
    """Refuses requests to hosts whose robots.txt could not be read.

    It stands between Scrapy's robots middleware, which waits for the file, and the retry one.
    """

    def __init__(self) -> None:
        self._unreadable: dict[str, str] = {}

    def process_request(self, request: Request) -> None:
        """Raise ``RobotsUnreachableError`` when the host's robots.txt could not be read."""
        why = self._unreadable.get(urlparse_cached(request).netloc)
        if why is not None and not _asks_for_robots(request):
            raise RobotsUnreachableError(f"robots.txt could not be read: {why}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Note whether robots.txt could be read; the answer passes untouched."""
        if _asks_for_robots(request):
            host = urlparse_cached(request).netloc
            self._unreadable.pop(host, None)
            if response.status >= 500:
                self._unreadable[host] = f"the server answered {response.status}"
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that robots.txt could not be downloaded."""
        if _asks_for_robots(request):
            self._unreadable[urlparse_cached(request).netloc] = words_of(exception)


def _asks_for_robots(request: Request) -> bool:
    is_ours = bool(request.meta.get("dont_obey_robotstxt"))
    return is_ours and urlparse_cached(request).path == _PATH
