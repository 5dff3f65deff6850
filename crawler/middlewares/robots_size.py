"""Reads no more of a robots.txt than the standard asks for (RFC 9309, section 2.5).

It is parsed in the crawl's own process: 10 MB of rules take ten seconds.
"""

from scrapy import Request
from scrapy.http import Response

MAX_ROBOTS_BYTES = 512_000
"""The standard's 500 kibibytes."""


class RobotsSizeMiddleware:
    """Cuts a robots.txt that is longer, behind its last whole line."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, a robots.txt cut to its first rules."""
        is_robots = bool(request.meta.get("dont_obey_robotstxt"))
        if not is_robots or len(response.body) <= MAX_ROBOTS_BYTES:
            return response
        kept, _, _ = response.body[:MAX_ROBOTS_BYTES].rpartition(b"\n")
        return response.replace(body=kept)
