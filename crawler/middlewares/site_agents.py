"""Says to single sites who asks by another name, as ``[site."…"]`` of the configuration says."""

from collections.abc import Callable
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

_BEFORE = "agent_before_site"
_HEADER = "User-Agent"


class SiteAgentsMiddleware:
    """Sets the user agent by the host of each request: robots.txt and redirects included.

    It asks the spider's ``user_agent_for``, which takes a URL and returns ``None`` for hosts that
    are told the ordinary name.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set the name for the host; take back the one that the host before a redirect was told."""
        agent_for: Callable[[str], str | None] | None = getattr(
            self._crawler.spider, "user_agent_for", None
        )
        agent = None if agent_for is None else agent_for(request.url)
        if _BEFORE in request.meta:
            before: bytes | None = request.meta.pop(_BEFORE)
            request.headers.pop(_HEADER, None)
            if before is not None:
                request.headers[_HEADER] = before
        if agent is not None:
            request.meta[_BEFORE] = request.headers.get(_HEADER)
            request.headers[_HEADER] = agent
